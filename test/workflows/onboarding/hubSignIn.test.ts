/** What the result rests on, on Temporal's time-skipping server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../../src/activities/index.js';
import type { OnboardingResult, Progress } from '../../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
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

const PROBED: Partial<OnboardingRequestInput> = {
  serviceProvider: { profile: 'messagemedia-hub', overrides: { probeUrl: 'https://hub.example/login' } },
};

async function proofWith(changes: Partial<Activities>, request?: Partial<OnboardingRequestInput>) {
  const { activities, called } = fakeActivities(changes);
  return temporal.withWorker(activities, async () => {
    const handle = await startAnswered(temporal, request);
    const { artefacts } = (await handle.result()) as OnboardingResult;
    return { proof: artefacts.hubSignIn, called };
  });
}

describe('the result rests on', () => {
  it("the named person's confirmation when there is nothing better", async () => {
    const { proof, called } = await proofWith({});
    expect(proof).toEqual({ restsOn: 'confirmation', by: 'Hub Admin' });
    expect(called).not.toContain('probeSignOn');
  });

  it('the probe where the request says what to probe', async () => {
    const { proof } = await proofWith({}, PROBED);
    expect(proof).toEqual({ restsOn: 'probe', at: expect.stringContaining('T') });
  });

  it('the sign-in log where it is available, which is watched until somebody has signed in', async () => {
    let looks = 0;
    const at = '2026-12-01T10:00:00Z';
    const { proof } = await proofWith({
      findSignIn: () => {
        looks += 1;
        return Promise.resolve({ log: 'available', at: looks < 4 ? null : at });
      },
    });
    expect(proof).toEqual({ restsOn: 'signInLog', at });
  });

  it('what there was when the watching is left out', async () => {
    const { activities } = fakeActivities({
      findSignIn: () => Promise.resolve({ log: 'available', at: null }),
    });
    await temporal.withWorker(activities, async () => {
      const handle = await startAnswered(temporal, PROBED);
      await untilProgress<Progress>(
        handle,
        ({ step, status }) => step === 'hubSignIn' && status === 'waiting',
      );
      await handle.signal('skipStep', { step: 'hubSignIn', by: 'Olga', reason: 'nobody is there' });
      const { artefacts, skipped } = (await handle.result()) as OnboardingResult;
      expect({ proof: artefacts.hubSignIn, skipped }).toMatchObject({
        proof: { restsOn: 'probe' },
        skipped: ['testSignIn', 'hubSignIn', 'forceSso', 'watch'],
      });
    });
  });
});
