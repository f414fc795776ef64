/** A watch that can do only a part of what it is for, on Temporal's time-skipping server. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/activities/index.js';
import { watchWorkflowId } from '../../src/onboarding/names.js';
import { BLOCKED, type Problem } from '../../src/onboarding/progress.js';
import type { SigningCertificate } from '../../src/onboarding/rollover.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import type { WatchStepName } from '../../src/onboarding/steps.js';
import { agreedFor } from '../support/agreed.js';
import { fakeActivities, type Sent } from '../support/fakeActivities.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';

const DAY_MS = 86_400_000;
const SHA256 = 'a'.repeat(64);
const NOT_CONSENTED: Problem = { code: 'not_consented', reason: 'No consent.', remedy: 'Consent again.' };
const blocked = () =>
  Promise.reject(
    ApplicationFailure.create({
      message: 'blocked',
      type: BLOCKED,
      nonRetryable: true,
      details: [NOT_CONSENTED],
    }),
  );

/** What stands in the tenant; which activities cannot be done there. */
let certificates: SigningCertificate[];
let active: string;
let failing: (keyof Activities)[];
let compared: number;

let temporal: TestTemporal;
beforeEach(async () => {
  temporal = await timeSkippingServer();
  failing = [];
  compared = 0;
});
afterEach(async () => {
  await temporal.stop();
});

async function certificate(thumbprint: string, name: string, days: number): Promise<SigningCertificate> {
  const expiresAt = new Date((await temporal.currentTimeMs()) + days * DAY_MS).toISOString();
  return { name, thumbprint, startsAt: '2026-01-01T00:00:00Z', expiresAt };
}

function activities(): { activities: Activities; sent: Sent[] } {
  const unless =
    <I, R>(name: keyof Activities, work: (input: I) => R) =>
    (input: I): Promise<R> =>
      failing.includes(name) ? blocked() : Promise.resolve(work(input));
  return fakeActivities({
    observeCertificates: unless('observeCertificates', () => ({ certificates, active })),
    activateNextCertificate: unless('activateNextCertificate', ({ thumbprint }: { thumbprint: string }) => {
      active = thumbprint;
    }),
    fetchFederationMetadata: unless('fetchFederationMetadata', () => ({
      url: 'https://login.example/metadata',
      xml: '<x/>',
      sha256: SHA256,
      singleSignOnUrl: 'https://login.example/saml2',
      thumbprints: certificates.map(({ thumbprint }) => thumbprint),
      certificate: 'pem',
      handOverTo: 'person' as const,
    })),
    openTestSignIn: unless('openTestSignIn', () => ({
      opened: true,
      replyUrl: 'https://onboarding.example/acs',
    })),
    compareConfiguration: unless('compareConfiguration', () => {
      compared += 1;
      return { differences: [] };
    }),
  });
}

/** Over a tenant whose active certificate is AB, to which the Hub trusts AB alone, or also others. */
function watchOver(trusted: string[], testSignIn = false): Promise<WorkflowHandle> {
  const agreed = agreedFor({ testSignIn, watch: {} }, { trusted });
  return temporal.client.workflow.start('watchSso', {
    taskQueue: temporal.taskQueue,
    workflowId: watchWorkflowId(agreed.request.customerId),
    args: [{ agreed }],
  });
}

const until = untilProgress<WatchProgress>;
async function check(handle: WorkflowHandle): Promise<WatchProgress> {
  const { checks } = await handle.query<WatchProgress>('progress');
  await handle.executeUpdate('checkNow', { args: [{ by: 'Olga' }] });
  return until(handle, (found) => found.checks > checks);
}
const confirm = (handle: WorkflowHandle) =>
  handle.executeUpdate('confirmHandover', { args: [{ confirmedBy: 'Hanna', metadataSha256: SHA256 }] });
const statusOf = ({ steps }: WatchProgress, step: WatchStepName) =>
  steps.find(({ name }) => name === step)?.status;

describe('a watch', () => {
  beforeEach(async () => {
    certificates = [await certificate('AB', 'CN=test', 50), await certificate('CD', 'CN=theirs', 900)];
    active = 'AB';
  });

  it('texts about a handover to the end while it may not look at the certificates, and the task stays', async () => {
    const { activities: fakes, sent } = activities();
    await temporal.withWorker(fakes, async () => {
      const handle = await watchOver(['AB']);
      await check(handle);
      failing = ['observeCertificates'];
      await temporal.sleep(50 * DAY_MS);
      const progress = await handle.query<WatchProgress>('progress');
      expect(sent.map(({ content }) => content.split('MessageMedia')[0]!.trim())).toEqual([
        '',
        'Reminder, 30 days left.',
        'Reminder, 14 days left.',
        'URGENT.',
        'URGENT.',
        'URGENT.',
      ]);
      expect(progress).toMatchObject({
        problem: NOT_CONSENTED,
        waitingFor: { signal: 'confirmHandover' },
      });
      expect(statusOf(progress, 'handover')).toBe('waiting');
      expect(progress.steps.filter(({ status }) => status === 'blocked')).toEqual([]);
    });
  });

  it('texts about a handover, and compares, though a test sign-in can never be opened', async () => {
    const { activities: fakes, sent } = activities();
    failing = ['openTestSignIn'];
    await temporal.withWorker(fakes, async () => {
      const handle = await watchOver(['AB', 'CD'], true);
      const opening = await check(handle);
      expect([active, statusOf(opening, 'testSignIn')]).toEqual(['CD', 'blocked']);
      certificates.push(await certificate('EF', 'CN=theirs too', 1_000));
      const before = compared;
      await check(handle);
      await temporal.sleep(DAY_MS);
      const progress = await handle.query<WatchProgress>('progress');
      expect(sent[0]?.content).toContain('Somebody added a certificate');
      expect(compared).toBeGreaterThan(before);
      expect(progress).toMatchObject({ problem: NOT_CONSENTED, waitingFor: { signal: 'confirmHandover' } });
      expect(statusOf(progress, 'testSignIn')).toBe('blocked');
    });
  });

  it('keeps the task of a test sign-in while it may not look at the certificates', async () => {
    const { activities: fakes } = activities();
    await temporal.withWorker(fakes, async () => {
      const handle = await watchOver(['AB'], true);
      await check(handle);
      await confirm(handle);
      await until(handle, ({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
      failing = ['observeCertificates'];
      const progress = await check(handle);
      expect(progress).toMatchObject({
        problem: NOT_CONSENTED,
        waitingFor: { signal: 'reportTestSignIn' },
      });
      expect(statusOf(progress, 'testSignIn')).toBe('waiting');
    });
  });

  it('shows the step blocked that failed, and no longer once it is not needed any more', async () => {
    const { activities: fakes } = activities();
    failing = ['fetchFederationMetadata'];
    await temporal.withWorker(fakes, async () => {
      const handle = await watchOver(['AB']);
      expect(statusOf(await check(handle), 'metadata')).toBe('blocked');
      certificates.pop();
      certificates[0] = await certificate('AB', 'CN=test', 900);
      const progress = await check(handle);
      expect([progress.problem, statusOf(progress, 'metadata')]).toEqual([null, 'pending']);
    });
  });

  it('stays blocked by a comparison that failed, also after a check that was not about it', async () => {
    const { activities: fakes } = activities();
    await temporal.withWorker(fakes, async () => {
      const handle = await watchOver(['AB']);
      await check(handle);
      failing = ['compareConfiguration'];
      const { checks } = await check(handle);
      await confirm(handle);
      const progress = await until(handle, (found) => found.checks > checks);
      expect([progress.problem, statusOf(progress, 'configuration')]).toEqual([NOT_CONSENTED, 'blocked']);
      failing = [];
      const mended = await check(handle);
      expect([mended.problem, statusOf(mended, 'configuration')]).toEqual([null, 'done']);
    });
  });

  it('keeps what was confirmed while it may not look at the certificates, over all its runs', async () => {
    const { activities: fakes } = activities();
    await temporal.withWorker(fakes, async () => {
      const handle = await watchOver(['AB']);
      await check(handle);
      failing = ['observeCertificates'];
      await confirm(handle);
      const runId = async () => (await handle.describe()).runId;
      const first = await runId();
      await temporal.sleep(30 * DAY_MS);
      expect(await runId()).not.toBe(first);
      failing = [];
      const { handoverConfirmedBy, rollovers } = await check(handle);
      expect([handoverConfirmedBy, rollovers.length, active]).toEqual(['Hanna', 1, 'CD']);
    });
  });
});
