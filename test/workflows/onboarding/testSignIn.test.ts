/** The test sign-in within an onboarding, on Temporal's time-skipping server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { onboardingWorkflowId } from '../../../src/onboarding/names.js';
import { BLOCKED, type OnboardingResult, type Progress } from '../../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
import type { Finding } from '../../../src/onboarding/testSignIn.js';
import { startAnswered } from '../../support/answeredOnboarding.js';
import { CAPABILITIES, fakeActivities, TENANT_ID } from '../../support/fakeActivities.js';
import { minimalRequest } from '../../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../../support/temporal.js';
import { untilProgress } from '../../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const ASSIGNMENTS = [{ type: 'user' as const, principal: 'sam@contoso.example' }];

/** Everything answered but the test sign-in. */
const start = (changes: Partial<OnboardingRequestInput> = {}) =>
  startAnswered(temporal, { testSignIn: true, ...changes });

const until = untilProgress<Progress>;
const waiting = (handle: WorkflowHandle) =>
  until(handle, ({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
const step = ({ steps }: Progress) => steps.find(({ name }) => name === 'testSignIn')!;
const report = (handle: WorkflowHandle, value: object) =>
  handle.executeUpdate('reportTestSignIn', { args: [{ by: 'Sam', findings: [], ...value }] });

const finding = (severity: Finding['severity'], code: string): Finding => ({
  severity,
  code,
  message: 'It is so.',
  remedy: 'Mend it.',
});
const letIn = { requestId: '_1', signIn: { nameId: 'sam@contoso.example', roles: [] } };

describe('the test sign-in', () => {
  it('ends with the first user who is let in, and keeps what was found', async () => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await waiting(handle);
      await report(handle, { findings: [finding('breaks', 'AADSTS50105')] });
      await waiting(handle);
      await report(handle, { ...letIn, findings: [finding('risk', 'mail_empty')] });
      const { artefacts, status } = (await handle.result()) as OnboardingResult;
      expect(status).toBe('done');
      expect(artefacts.testSignIns).toMatchObject([
        { findings: [{ code: 'AADSTS50105' }] },
        { signIn: { nameId: 'sam@contoso.example' }, findings: [{ code: 'mail_empty' }] },
      ]);
      expect(step(await handle.query<Progress>('progress')).note).toBe('2 sign-ins tried, 2 findings');
    });
    expect(called.filter((name) => name === 'closeTestSignIn')).toHaveLength(1);
    expect(called.indexOf('closeTestSignIn')).toBeLessThan(called.indexOf('verifyConfiguration'));
  });

  it('goes on when somebody is let in whom the Hub would not know', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await waiting(handle);
      await report(handle, { ...letIn, findings: [finding('breaks', 'domain_not_listed')] });
      const progress = await waiting(handle);
      expect(progress.artefacts.testSignIns).toHaveLength(1);
      await handle.terminate();
    });
  });

  it('takes each answer to a request once, and none that claims more than it shows', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await waiting(handle);
      await report(handle, { requestId: '_1', findings: [finding('breaks', 'x')] });
      const refused = { name: 'WorkflowUpdateFailedError' };
      await expect(report(handle, letIn)).rejects.toMatchObject(refused);
      await expect(report(handle, { ...letIn, requestId: undefined })).rejects.toMatchObject(refused);
      const checks = [{ rule: 'signature', result: 'failed', detail: '' }];
      await expect(report(handle, { ...letIn, requestId: '_2', checks })).rejects.toMatchObject(refused);
      const { artefacts } = await waiting(handle);
      expect(artefacts.testSignIns).toHaveLength(1);
      await handle.terminate();
    });
  });

  it('is refused before it is open', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await temporal.client.workflow.start('onboardCustomer', {
        taskQueue: temporal.taskQueue,
        workflowId: onboardingWorkflowId('early'),
        args: [minimalRequest({ customerId: 'early', testSignIn: true })],
      });
      await until(handle, ({ waitingFor }) => waitingFor?.signal === 'grantConsent');
      const error: unknown = await report(handle, letIn).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ cause: { message: 'no test sign-in is open' } });
      await handle.terminate();
    });
  });

  it.each([
    ['skipped', 'skipStep', { step: 'testSignIn', by: 'Olga', reason: 'no time' }, 'done'],
    ['cancelled', 'cancelOnboarding', { by: 'Olga', reason: 'a mistake' }, 'cancelled'],
  ])('takes its reply URL away when it is %s', async (_, signal, input, status) => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await waiting(handle);
      await handle.signal(signal, input);
      expect(await handle.result()).toMatchObject({ status });
    });
    expect(called.filter((name) => /TestSignIn/.test(name))).toEqual(['openTestSignIn', 'closeTestSignIn']);
    const next = called.findIndex((name) => name === 'verifyConfiguration' || name === 'findMade');
    expect(called.indexOf('closeTestSignIn')).toBeLessThan(next);
  });

  it('takes its reply URL away when its deadline passes, and opens again when it is retried', async () => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await waiting(handle);
      await temporal.sleep(15 * 86_400_000);
      const { problem } = await until(handle, ({ problem }) => problem?.code === 'deadline_passed');
      expect(problem?.remedy).toContain('The test is closed. Retry the step to open it again');
      expect(called.filter((name) => name === 'closeTestSignIn')).toHaveLength(1);
      await handle.signal('retryStep', { step: 'testSignIn' });
      await waiting(handle);
      await report(handle, letIn);
      expect(await handle.result()).toMatchObject({ status: 'done' });
    });
    expect(called.filter((name) => /TestSignIn/.test(name))).toHaveLength(4);
  });

  it('has the values it is checked by also where the handover was skipped before it began', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const request = minimalRequest({ customerId: 'skips', testSignIn: true, assignments: ASSIGNMENTS });
      const handle = await temporal.client.workflow.start('onboardCustomer', {
        taskQueue: temporal.taskQueue,
        workflowId: onboardingWorkflowId('skips'),
        args: [request],
      });
      await handle.signal('skipStep', { step: 'handover', by: 'Olga', reason: 'the Hub has it' });
      await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
      await waiting(handle);
      expect(await handle.query('handover')).toMatchObject({ system: expect.any(String) });
      await handle.terminate();
    });
  });

  it('asks nobody again when only the removal of its reply URL was blocked', async () => {
    let blocked = 0;
    const { activities } = fakeActivities({
      closeTestSignIn: () => {
        blocked += 1;
        if (blocked > 1) return Promise.resolve();
        const problem = { code: 'missing_permissions', reason: 'It may not.', remedy: 'Grant it.' };
        const type = BLOCKED;
        throw ApplicationFailure.create({ message: 'x', type, nonRetryable: true, details: [problem] });
      },
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await waiting(handle);
      await report(handle, letIn);
      await until(handle, ({ problem }) => problem?.code === 'missing_permissions');
      await handle.signal('retryStep', { step: 'testSignIn' });
      expect(await handle.result()).toMatchObject({ status: 'done' });
    });
    expect(blocked).toBe(2);
  });

  it('whose reply URL cannot be removed is not tried again for a report that came meanwhile', async () => {
    let tries = 0;
    let mended = false;
    const problem = { code: 'missing_permissions', reason: 'It may not.', remedy: 'Grant it.' };
    const { activities } = fakeActivities({
      closeTestSignIn: async () => {
        tries += 1;
        if (mended) return;
        // While the test still shows as open.
        if (tries === 1) await report(handle, letIn);
        throw ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] });
      },
    });
    let handle: WorkflowHandle;
    await temporal.withWorker(activities, async () => {
      handle = await start();
      await waiting(handle);
      await handle.signal('skipStep', { step: 'testSignIn', by: 'Olga', reason: 'no time' });
      await until(handle, ({ problem: found }) => found?.code === 'missing_permissions');
      await temporal.sleep(60_000);
      expect(tries).toBe(1);
      mended = true;
      await handle.signal('retryStep', { step: 'testSignIn' });
      expect(await handle.result()).toMatchObject({ status: 'done' });
    });
    expect(tries).toBe(2);
  });

  describe('whose reply URL cannot be taken away', () => {
    const replyUrl = 'https://onboarding.example/test-sign-in/acs';
    const problem = { code: 'missing_permissions', reason: 'It may not.', remedy: 'Grant it.' };
    /** Refused until it is mended. */
    function refusing() {
      const tenant = { mended: false, closed: [] as (string | undefined)[] };
      const { activities } = fakeActivities({
        openTestSignIn: () => Promise.resolve({ opened: true, replyUrl }),
        closeTestSignIn: (input) => {
          const details = [problem];
          if (!tenant.mended) throw ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details });
          tenant.closed.push(input.replyUrl);
          return Promise.resolve();
        },
      });
      return { tenant, activities };
    }

    it.each([
      ['skipped', 'skipStep', { step: 'testSignIn', by: 'Olga', reason: 'no time' }, 'done'],
      ['cancelled', 'cancelOnboarding', { by: 'Olga', reason: 'a mistake' }, 'cancelled'],
    ])('is blocked though it is %s, until that is mended', async (_, signal, input, status) => {
      const { tenant, activities } = refusing();
      await temporal.withWorker(activities, async () => {
        const handle = await start({ onCancel: 'keep' });
        await waiting(handle);
        await handle.signal(signal, input);
        await until(handle, (progress) => progress.problem?.code === 'missing_permissions');
        tenant.mended = true;
        await handle.signal('retryStep', { step: 'testSignIn', by: 'Olga' });
        const result = (await handle.result()) as OnboardingResult;
        expect(result.status).toBe(status);
        expect(result.artefacts.testReplyUrl).toBeUndefined();
      });
      expect(tenant.closed).toEqual([replyUrl]);
    });

    it('is told when an operator leaves it there', async () => {
      const { activities } = refusing();
      await temporal.withWorker(activities, async () => {
        const handle = await start({ onCancel: 'keep' });
        await waiting(handle);
        await handle.signal('cancelOnboarding', { by: 'Olga', reason: 'a mistake' });
        await until(handle, (progress) => progress.problem?.code === 'missing_permissions');
        await handle.signal('skipStep', { step: 'testSignIn', by: 'Olga', reason: 'they remove it' });
        const { rollback } = (await handle.result()) as OnboardingResult;
        expect(rollback?.kept).toContain(`the reply URL of the test sign-in: ${replyUrl}`);
      });
    });
  });

  it('is left out where the worker knows of no web pages, or the request says so', async () => {
    const { activities, called } = fakeActivities({
      readCapabilities: () => Promise.resolve({ ...CAPABILITIES, webPages: false }),
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      expect(await handle.result()).toMatchObject({ status: 'done' });
      expect(step(await handle.query<Progress>('progress'))).toMatchObject({
        status: 'skipped',
        note: 'skipped: the worker has no PUBLIC_URL',
      });
    });
    expect(called).not.toContain('openTestSignIn');
    expect(called).not.toContain('closeTestSignIn');
  });

  it('is left out where a worker has lost its web pages since it was asked', async () => {
    const { activities, called } = fakeActivities({
      openTestSignIn: () => Promise.resolve({ opened: false }),
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      expect(await handle.result()).toMatchObject({ status: 'done' });
      expect(step(await handle.query<Progress>('progress'))).toMatchObject({ status: 'skipped' });
    });
    expect(called).not.toContain('closeTestSignIn');
  });
});
