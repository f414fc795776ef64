/** Force SSO, the last thing that is asked of anybody, on Temporal's time-skipping server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { HandoverPackage } from '../../../src/onboarding/handover.js';
import type { OnboardingResult, Progress } from '../../../src/onboarding/progress.js';
import { startAnswered } from '../../support/answeredOnboarding.js';
import { fakeActivities } from '../../support/fakeActivities.js';
import { type TestTemporal, timeSkippingServer } from '../../support/temporal.js';
import { untilProgress } from '../../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const DAY_MS = 86_400_000;
const CONFIRMED = { confirmedBy: 'Hanna Hub', administratorWithoutSso: 'hanna@contoso-it.example' };
const LET_IN = {
  by: 'sam@contoso.example',
  requestId: '_1',
  signIn: { nameId: 'sam@contoso.example', roles: [] },
  findings: [],
};

const start = (forceSso: boolean, testSignIn: boolean) =>
  startAnswered(temporal, {
    testSignIn,
    hub: { emailDomains: ['contoso.example'], accounts: ['contoso-parent'], forceSso },
  });

const until = untilProgress<Progress>;
const waitingFor = (handle: WorkflowHandle, signal: string) =>
  until(handle, (progress) => progress.waitingFor?.signal === signal);
const blocked = (handle: WorkflowHandle) => until(handle, ({ status }) => status === 'blocked');
const step = ({ steps }: Progress) => steps.find(({ name }) => name === 'forceSso')!;
const confirm = (handle: WorkflowHandle, changes: object = {}) =>
  handle.executeUpdate('confirmForceSso', { args: [{ ...CONFIRMED, ...changes }] });
const refusal = (answer: Promise<unknown>) =>
  answer.catch((error: unknown) => (error as { cause?: { message?: string } }).cause?.message);

describe('Force SSO', () => {
  it('is asked for after a test sign-in by which somebody got in, and recorded with who can do without', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start(true, true);
      await waitingFor(handle, 'reportTestSignIn');
      const { form } = (await handle.query<HandoverPackage | null>('handover'))!;
      expect(form.find(({ field }) => field === 'Force SSO')).toMatchObject({ value: 'off' });
      await handle.executeUpdate('reportTestSignIn', { args: [LET_IN] });
      const { waitingFor: wait, steps } = await waitingFor(handle, 'confirmForceSso');
      expect(wait).toMatchObject({
        from: 'hubAdministrator',
        instruction: expect.stringContaining('switch Force SSO on in Hub > Configuration'),
      });
      expect(steps.filter(({ status }) => status === 'pending').map(({ name }) => name)).toEqual(['watch']);
      await confirm(handle);
      const { artefacts, skipped } = (await handle.result()) as OnboardingResult;
      expect({ forceSso: artefacts.forceSso, skipped }).toEqual({ forceSso: CONFIRMED, skipped: ['watch'] });
    });
  });

  it('is left out, and says so, where the request does not ask for it', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start(false, false);
      await handle.result();
      const progress = await handle.query<Progress>('progress');
      expect(step(progress)).toMatchObject({
        status: 'skipped',
        note: 'skipped: the request does not ask for it',
      });
    });
  });

  it('is not asked for while nobody was seen to sign in, and is once the log shows it', async () => {
    let at: string | null = null;
    const { activities } = fakeActivities({
      findSignIn: () => Promise.resolve(at === null ? { log: 'unavailable' } : { log: 'available', at }),
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start(true, false);
      expect(await blocked(handle)).toMatchObject({
        step: 'forceSso',
        problem: { code: 'sign_in_not_proved', remedy: expect.stringContaining('then retry the step') },
      });
      expect(await refusal(confirm(handle))).toContain('is not asked for now');
      at = '2026-12-01T10:00:00Z';
      await handle.executeUpdate('retryStep', { args: [{ step: 'forceSso', by: 'Olga' }] });
      const { artefacts } = await waitingFor(handle, 'confirmForceSso');
      expect(artefacts.hubSignIn).toEqual({ restsOn: 'signInLog', at });
      await confirm(handle);
      expect(await handle.result()).toMatchObject({ status: 'done', artefacts: { forceSso: CONFIRMED } });
    });
  });

  it('takes no answer before its turn, and none that would lock out every administrator', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start(true, true);
      await waitingFor(handle, 'reportTestSignIn');
      expect(await refusal(confirm(handle))).toContain('is not asked for now');
      await handle.signal('confirmForceSso', CONFIRMED);
      await handle.executeUpdate('reportTestSignIn', { args: [LET_IN] });
      const { refused } = await waitingFor(handle, 'confirmForceSso');
      expect(refused.at(-1)).toMatchObject({ signal: 'confirmForceSso' });
      const ours = { administratorWithoutSso: 'hanna@Contoso.example' };
      expect(await refusal(confirm(handle, ours))).toContain('name an administrator on another domain');
      expect(await refusal(confirm(handle, { administratorWithoutSso: 'Hanna' }))).toContain(
        'administratorWithoutSso',
      );
      await handle.signal('skipStep', { step: 'forceSso', by: 'Olga', reason: 'they do it next month' });
      expect(await handle.result()).toMatchObject({ skipped: ['forceSso', 'watch'] });
    });
  });

  it('takes an answer after its deadline too', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start(true, true);
      await waitingFor(handle, 'reportTestSignIn');
      await handle.executeUpdate('reportTestSignIn', { args: [LET_IN] });
      await waitingFor(handle, 'confirmForceSso');
      await temporal.sleep(15 * DAY_MS);
      expect(await blocked(handle)).toMatchObject({ problem: { code: 'deadline_passed' } });
      await confirm(handle);
      expect(await handle.result()).toMatchObject({ status: 'done' });
    });
  });
});
