/** The workflow alone, on Temporal's time-skipping server: weeks of waiting pass in moments. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  type WorkflowHandle,
  type WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../src/activities/index.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { BLOCKED, type OnboardingResult, type Progress } from '../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import { CAPABILITIES, fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const DAY_MS = 86_400_000;
const consent = { tenantId: TENANT_ID, grantedBy: 'Anna' };
const confirmation = { confirmedBy: 'Hub Admin' };
const choice = { assignments: [{ type: 'user', principal: 'sam@contoso.example' }], chosenBy: 'Anna' };

async function start(changes: Partial<OnboardingRequestInput> = {}): Promise<WorkflowHandle> {
  const request = minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}`, ...changes });
  return temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    workflowIdConflictPolicy: 'FAIL',
    args: [request],
  });
}

async function answerAll(handle: WorkflowHandle): Promise<void> {
  await handle.signal('grantConsent', consent);
  await handle.signal('confirmHandover', confirmation);
  await handle.signal('chooseRoles', choice);
}

const progressOf = (handle: WorkflowHandle) => handle.query<Progress>('progress');
const resultOf = (handle: WorkflowHandle) => handle.result() as Promise<OnboardingResult>;

const until = untilProgress<Progress>;
const waitingFor = (handle: WorkflowHandle, signal: string) =>
  until(handle, (progress) => progress.waitingFor?.signal === signal);
const lookingFor = (handle: WorkflowHandle, observed: string) =>
  until(handle, (progress) => progress.waitingFor?.observed === observed);
const blocked = (handle: WorkflowHandle) => until(handle, ({ status }) => status === 'blocked');

describe('answers', () => {
  it('that come before their step are kept until then', async () => {
    const { activities } = fakeActivities();
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start();
      await handle.signal('chooseRoles', choice);
      await handle.signal('confirmHandover', confirmation);
      await handle.signal('grantConsent', consent);
      return resultOf(handle);
    });
    expect(result).toMatchObject({
      status: 'done',
      artefacts: { consentedBy: 'Anna', handoverConfirmedBy: 'Hub Admin' },
    });
  });

  it('that correct one while it is being looked up are taken up at once', async () => {
    const wrong = { assignments: [{ type: 'user', principal: 'sma@contoso.example' }], chosenBy: 'Anna' };
    const usual = fakeActivities().activities;
    let lookedUp = () => {};
    const begun = new Promise<void>((resolve) => (lookedUp = resolve));
    let correct = () => {};
    const corrected = new Promise<void>((resolve) => (correct = resolve));
    const lookUpPrincipals: Activities['lookUpPrincipals'] = async (input) => {
      if (input.assignments[0]?.principal === 'sam@contoso.example') return usual.lookUpPrincipals(input);
      lookedUp();
      await corrected;
      throw ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [{ code: 'unknown' }] });
    };
    const { activities } = fakeActivities({ lookUpPrincipals });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await handle.signal('grantConsent', consent);
      await handle.signal('confirmHandover', confirmation);
      await handle.signal('chooseRoles', wrong);
      await begun;
      await handle.executeUpdate('chooseRoles', { args: [choice] });
      correct();
      const { status, steps } = await until(handle, (progress) => progress.status === 'done');
      const { attempts } = steps.find(({ name }) => name === 'roleChoice')!;
      expect({ status, attempts }).toEqual({ status: 'done', attempts: 2 });
    });
  });

  it('that come twice change nothing', async () => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await answerAll(handle);
      await answerAll(handle);
      await resultOf(handle);
    });
    expect(called.filter((name) => name === 'assignPrincipals')).toHaveLength(1);
  });

  it('of a wrong shape are refused, shown in the progress, and do not fail the onboarding', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await waitingFor(handle, 'grantConsent');
      await handle.signal('grantConsent', { tenantId: 'contoso', grantedBy: '' });
      await handle.signal('chooseRoles', 'everybody');
      await handle.signal('retryStep', { step: 'lunch' });
      const progress = await until(handle, ({ refused }) => refused.length === 3);
      expect(progress.refused.map(({ signal, reason }) => `${signal} ${reason.split(':')[0]!}`)).toEqual([
        'grantConsent malformed',
        'chooseRoles malformed',
        'retryStep malformed',
      ]);
      await answerAll(handle);
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
  });

  it('for a finished step are refused', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await handle.signal('grantConsent', consent);
      await waitingFor(handle, 'confirmHandover');
      await handle.signal('grantConsent', consent);
      const { refused } = await until(handle, (progress) => progress.refused.length > 0);
      expect(refused).toMatchObject([{ signal: 'grantConsent', reason: 'the step consent is finished' }]);
      await answerAll(handle);
      await resultOf(handle);
    });
  });

  it('given as an update are refused at once, with the reason', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start({ appRoles: [{ value: 'Sender', displayName: 'Sender' }] });
      await waitingFor(handle, 'grantConsent');
      const other = { tenantId: '82072ab1-d69c-5544-86dd-b235c029bc17', grantedBy: 'Gina' };
      const refusals = [
        handle.executeUpdate('grantConsent', { args: [other] }),
        handle.executeUpdate('chooseRoles', { args: [choice] }),
        handle.executeUpdate('skipStep', { args: [{ step: 'application', by: 'op', reason: 'no' }] }),
        handle.executeUpdate('retryStep', { args: [{ step: 'consent' }] }),
      ].map((update) =>
        update.then(
          () => 'accepted',
          (error: unknown) => (error as WorkflowUpdateFailedError).cause?.message,
        ),
      );
      expect(await Promise.all(refusals)).toEqual([
        `the consent is for another tenant than this customer's, ${TENANT_ID}`,
        'assignments[0]: a role is needed; one of Sender',
        'the step application cannot be skipped: later steps need it',
        'the step consent is not blocked',
      ]);
      await expect(handle.executeUpdate('grantConsent', { args: [consent] })).resolves.toEqual({
        accepted: true,
      });
      await handle.signal('confirmHandover', confirmation);
      const assignments = [{ type: 'user', principal: 'sam@contoso.example', role: 'Sender' }];
      await handle.signal('chooseRoles', { assignments, chosenBy: 'Anna' });
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
  });
});

describe('a wait', () => {
  it('reminds its contacts, at growing intervals, and blocks at its deadline without losing anything', async () => {
    const { activities, sent } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start({ deadlines: { consent: 10 } });
      await waitingFor(handle, 'grantConsent');
      await temporal.sleep(9 * DAY_MS);
      expect(sent.map(({ content }) => content.startsWith('Reminder'))).toEqual([false, true, true, true]);
      await temporal.sleep(2 * DAY_MS);
      expect((await blocked(handle)).problem).toMatchObject({ code: 'deadline_passed' });
      await answerAll(handle);
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
  });

  it('whose deadline has passed is waited for anew when it is retried, or left out where that is safe', async () => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start({ deadlines: { consent: 10, roleChoice: 10 } });
      await waitingFor(handle, 'grantConsent');
      await temporal.sleep(11 * DAY_MS);
      await blocked(handle);
      await handle.signal('retryStep', { step: 'consent', by: 'operator' });
      await waitingFor(handle, 'grantConsent');
      await temporal.sleep(11 * DAY_MS);
      expect((await blocked(handle)).problem).toMatchObject({ code: 'deadline_passed' });
      await handle.signal('retryStep', { step: 'consent', by: 'operator' });
      await handle.signal('grantConsent', consent);
      await handle.signal('confirmHandover', confirmation);
      await waitingFor(handle, 'chooseRoles');
      await temporal.sleep(11 * DAY_MS);
      expect(await blocked(handle)).toMatchObject({ step: 'roleChoice' });
      await handle.signal('skipStep', { step: 'roleChoice', by: 'operator', reason: 'everybody is in' });
      expect(await resultOf(handle)).toMatchObject({
        status: 'done',
        skipped: ['roleChoice', 'assignments', 'testSignIn', 'forceSso', 'watch'],
      });
    });
    expect(called).not.toContain('assignPrincipals');
  });

  it('goes on when a contact cannot be texted, and says so', async () => {
    const sendText = () => Promise.reject(ApplicationFailure.nonRetryable('no credit', BLOCKED));
    const { activities } = fakeActivities({ sendText });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, ({ steps }) => steps[0]?.note?.includes('could not be sent') === true);
      await answerAll(handle);
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
  });

  it('for the customer to assign users looks at once when an operator asks for it', async () => {
    let looks = 0;
    const checkAssignments: Activities['checkAssignments'] = () => {
      looks += 1;
      return Promise.resolve({ missing: looks < 3 ? 1 : 0 });
    };
    const { activities } = fakeActivities({ checkAssignments });
    await temporal.withWorker(activities, async () => {
      const handle = await start({ permissionProfile: 'minimal' });
      await answerAll(handle);
      await lookingFor(handle, 'assignments');
      for (const wanted of [2, 3]) {
        await handle.executeUpdate('retryStep', { args: [{ step: 'assignments', by: 'Olga' }] });
        while (looks < wanted) await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(await until(handle, ({ status }) => status === 'done')).toMatchObject({ problem: null });
    });
  });

  it('whose looking fails for good is blocked, and goes on when it is retried', async () => {
    let works = false;
    let looks = 0;
    const checkAssignments: Activities['checkAssignments'] = () => {
      looks += 1;
      // The first is before anybody is waited for.
      if (looks === 1) return Promise.resolve({ missing: 1 });
      return works
        ? Promise.resolve({ missing: 0 })
        : Promise.reject(ApplicationFailure.nonRetryable('Graph is down'));
    };
    const { activities } = fakeActivities({ checkAssignments });
    await temporal.withWorker(activities, async () => {
      const handle = await start({ permissionProfile: 'minimal' });
      await answerAll(handle);
      await lookingFor(handle, 'assignments');
      await temporal.sleep(DAY_MS / 24);
      expect(await blocked(handle)).toMatchObject({ step: 'assignments', problem: { code: 'kept_failing' } });
      works = true;
      await handle.executeUpdate('retryStep', { args: [{ step: 'assignments', by: 'Olga' }] });
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
  });
});

describe('a step', () => {
  const problem = { code: 'identifier_taken', reason: 'Taken.', remedy: 'Free it.' };
  const failing = () =>
    Promise.reject(ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] }));

  it('that only a person can mend blocks with the reason and the remedy, until it is retried', async () => {
    let mended = false;
    const setSamlSettings = () => (mended ? Promise.resolve() : failing());
    const { activities } = fakeActivities({ setSamlSettings });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await answerAll(handle);
      expect(await blocked(handle)).toMatchObject({ step: 'samlSettings', problem });
      mended = true;
      await handle.signal('retryStep', { step: 'samlSettings', by: 'operator' });
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
  });

  it('that keeps failing for half an hour is shown to a person, with its last error', async () => {
    let mended = false;
    const setSamlMode = () => (mended ? Promise.resolve() : Promise.reject(new Error('503 from everywhere')));
    const { activities } = fakeActivities({ setSamlMode });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await answerAll(handle);
      await temporal.sleep(DAY_MS / 24);
      const { problem: shown } = await blocked(handle);
      expect(shown).toMatchObject({
        code: 'kept_failing',
        reason: expect.stringContaining('503 from everywhere'),
      });
      mended = true;
      await handle.signal('retryStep', { step: 'samlMode', by: 'operator' });
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
  });

  it('that a gateway to the Hub does is asked of nobody', async () => {
    const { activities, called } = fakeActivities({
      readCapabilities: () => Promise.resolve({ ...CAPABILITIES, handOverTo: 'gateway' }),
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await handle.signal('grantConsent', consent);
      await handle.signal('chooseRoles', choice);
      expect(await resultOf(handle)).toMatchObject({ status: 'done' });
    });
    expect(called.filter((name) => name === 'handOver')).toHaveLength(1);
  });

  it('that leaves claims to Entra ID makes no policy, and says so', async () => {
    const asked: unknown[] = [];
    const { activities } = fakeActivities({
      setClaims: ({ claims }) => {
        asked.push(claims);
        return Promise.resolve({ policyId: null });
      },
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start({ claims: 'entraDefaults' });
      await answerAll(handle);
      const { artefacts } = await resultOf(handle);
      expect(artefacts.claimsPolicyId).toBeUndefined();
      const { steps } = await progressOf(handle);
      expect(steps.find(({ name }) => name === 'claims')).toMatchObject({
        status: 'done',
        note: "no policy: left to Entra ID's defaults, as the request says",
      });
    });
    expect(asked).toEqual(['entraDefaults']);
  });

  it('that is at work cannot be skipped, since it would be done all the same', async () => {
    let finish = (): void => undefined;
    const atWork = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { activities } = fakeActivities();
    const assignPrincipals: Activities['assignPrincipals'] = async (input) => {
      await atWork;
      return activities.assignPrincipals(input);
    };
    await temporal.withWorker({ ...activities, assignPrincipals }, async () => {
      const handle = await start();
      await answerAll(handle);
      await until(handle, ({ step }) => step === 'assignments');
      const skip = { step: 'assignments', by: 'operator', reason: 'not wanted' };
      await expect(handle.executeUpdate('skipStep', { args: [skip] })).rejects.toMatchObject({
        cause: { message: 'the step assignments is at work: skip it when it waits or is blocked' },
      });
      finish();
      expect(await resultOf(handle)).toMatchObject({ skipped: ['testSignIn', 'forceSso', 'watch'] });
    });
  });

  it('that later steps do not need can be skipped by an operator', async () => {
    const { activities, called } = fakeActivities({ setClaims: failing });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await answerAll(handle);
      await blocked(handle);
      await handle.signal('skipStep', { step: 'claims', by: 'operator', reason: 'set by hand' });
      await handle.signal('skipStep', { step: 'roleChoice', by: 'operator', reason: 'everybody is in' });
      expect(await resultOf(handle)).toMatchObject({
        status: 'done',
        skipped: ['claims', 'roleChoice', 'assignments', 'testSignIn', 'forceSso', 'watch'],
      });
    });
    expect(called).not.toContain('assignPrincipals');
  });
});

describe('a cancel', () => {
  it('rolls back what was made, last first', async () => {
    const { activities, called } = fakeActivities();
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start();
      await handle.signal('grantConsent', consent);
      await waitingFor(handle, 'confirmHandover');
      await handle.signal('cancelOnboarding', { by: 'operator', reason: 'customer left' });
      const cancelled = await resultOf(handle);
      const { steps } = await progressOf(handle);
      expect(steps.filter(({ status }) => status === 'waiting' || status === 'running')).toEqual([]);
      return cancelled;
    });
    expect(result).toMatchObject({
      status: 'cancelled',
      rollback: {
        removed: [
          'claims mapping policy "claims"',
          'enterprise application "SSO" with 1 certificate and 2 assignments',
        ],
        kept: [],
      },
    });
    expect(called.slice(-2)).toEqual(['findMade', 'removeMade']);
  });

  it("by Temporal's own means rolls back as well, and shows as cancelled", async () => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await handle.signal('grantConsent', consent);
      await waitingFor(handle, 'confirmHandover');
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
      expect((await handle.describe()).status.name).toBe('CANCELLED');
    });
    expect(called).toContain('removeMade');
  });

  it('keeps everything when the request says so', async () => {
    const { activities, called } = fakeActivities();
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start({ onCancel: 'keep' });
      await handle.signal('grantConsent', consent);
      await waitingFor(handle, 'confirmHandover');
      await handle.signal('cancelOnboarding', { by: 'operator', reason: 'later' });
      return resultOf(handle);
    });
    expect(result.rollback?.removed).toEqual([]);
    expect(called).not.toContain('removeMade');
  });
});

describe('a start', () => {
  it('of a second onboarding for the same customer is refused while one runs', async () => {
    await temporal.withWorker(fakeActivities().activities, async () => {
      const handle = await start({ customerId: 'twice' });
      await expect(start({ customerId: 'twice' })).rejects.toThrow(WorkflowExecutionAlreadyStartedError);
      await answerAll(handle);
      await resultOf(handle);
    });
  });

  it('with a malformed request fails with every problem named, before anything is called', async () => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start({ tenant: 'not a tenant', contacts: [] });
      const error: unknown = await handle
        .result()
        .catch((reason: unknown) => (reason as WorkflowFailedError).cause);
      expect(error).toBeInstanceOf(ApplicationFailure);
      expect((error as Error).message).toMatch(/tenant: must be a tenant id[\s\S]*contacts: /);
    });
    expect(called).toEqual([]);
  });
});
