/** "I have saved it" is looked at when it is said, on Temporal's time-skipping server. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { newProblem } from '../../../src/onboarding/problems/catalogue.js';
import { BLOCKED, type OnboardingResult, type Progress } from '../../../src/onboarding/progress.js';
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

const until = untilProgress<Progress>;
const PROBED = {
  serviceProvider: { profile: 'messagemedia-hub', overrides: { probeUrl: 'https://hub.example/login' } },
} as const;
const differs = () =>
  ApplicationFailure.create({
    type: BLOCKED,
    nonRetryable: true,
    details: [newProblem('hub_differs', { details: ['Entity ID: https://a.example.'] })],
  });

it('what is wrong is told, the person is waited for as before, and their next word is looked at again', async () => {
  let isSaved = false;
  const { activities, sent, called } = fakeActivities({
    probeSignOn: () => (isSaved ? Promise.resolve() : Promise.reject(differs())),
  });
  await temporal.withWorker(activities, async () => {
    const handle = await startAnswered(temporal, PROBED);
    const wrong = await until(handle, ({ settingsCheck }) => settingsCheck?.state === 'differs');
    expect(wrong.settingsCheck).toMatchObject({
      confirmedBy: 'Hub Admin',
      problem: { code: 'hub_differs', details: ['Entity ID: https://a.example.'] },
    });
    const waiting = await until(handle, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
    expect(waiting).toMatchObject({ status: 'waiting', step: 'handover', problem: null });
    expect(waiting.artefacts.handoverConfirmedBy).toBeUndefined();

    const { deadline } = waiting.waitingFor!;
    const texts = sent.length;
    await handle.executeUpdate('confirmHandover', { args: [{ confirmedBy: 'Hanna' }] });
    const again = await until(
      handle,
      ({ settingsCheck: check }) => check?.confirmedBy === 'Hanna' && check.state === 'differs',
    );
    expect(again.waitingFor?.deadline).toBe(deadline);
    expect(sent).toHaveLength(texts);

    isSaved = true;
    await handle.executeUpdate('confirmHandover', { args: [{ confirmedBy: 'Hanna' }] });
    const { artefacts } = (await handle.result()) as OnboardingResult;
    expect(artefacts.handoverConfirmedBy).toBe('Hanna');
    // And once more at the end, where users have been assigned.
    expect(called.filter((name) => name === 'probeSignOn')).toHaveLength(4);
  });
});

it('their word counts where the Hub cannot be looked at', async () => {
  const reachable = { isSo: false };
  const { activities } = fakeActivities({
    probeSignOn: () => (reachable.isSo ? Promise.resolve() : Promise.reject(new Error('no answer'))),
  });
  await temporal.withWorker(activities, async () => {
    const handle = await startAnswered(temporal, PROBED);
    await temporal.sleep(120_000);
    const { artefacts } = await until(handle, ({ settingsCheck }) => settingsCheck?.state === 'unknown');
    expect(artefacts.handoverConfirmedBy).toBe('Hub Admin');
    reachable.isSo = true;
    expect(await handle.result()).toMatchObject({ status: 'done' });
  });
});

it('an operator can skip the step although the look finds something wrong', async () => {
  let looks = 0;
  const { activities } = fakeActivities({
    probeSignOn: () => {
      looks += 1;
      return looks === 1 ? Promise.reject(differs()) : Promise.resolve();
    },
  });
  await temporal.withWorker(activities, async () => {
    const handle = await startAnswered(temporal, PROBED);
    await until(handle, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
    await handle.signal('skipStep', { step: 'handover', by: 'Olga', reason: 'the Hub is right' });
    const { skipped } = (await handle.result()) as OnboardingResult;
    expect(skipped).toContain('handover');
  });
});
