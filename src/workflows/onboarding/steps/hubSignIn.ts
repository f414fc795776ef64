/** Can users sign in to the Hub? What that rests on is part of the result; the best evidence there is counts. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.js';
import type { HubSignInProof, Progress, StepProgress } from '../../../onboarding/progress.js';
import { serviceProviderOf } from '../../../onboarding/request.js';
import { IN_TENANT } from '../../activityOptions.js';
import type { SignInLog } from '../../provider.js';
import { waitUntil } from '../looking.js';
import type { OnboardingRun } from '../run.js';

const { probeSignOn } = proxyActivities<Activities>(IN_TENANT);

const WORDS: Record<HubSignInProof['restsOn'], string> = {
  signInLog: 'verified by a sign-in in the sign-in log',
  probe: 'verified by a test request to the Hub; nobody has been seen to sign in',
  confirmation: 'based on the confirmation of the handover; nobody has been seen to sign in',
  nothing: 'not verified: the handover was not confirmed',
};

export const hubSignIn = (
  run: OnboardingRun,
  findSignIn: SignInLog,
  { singleSignOnUrl }: { singleSignOnUrl: string },
) =>
  run.skippableStep('hubSignIn', async (step) => {
    const prove = (proof: HubSignInProof) => {
      run.made({ hubSignIn: proof });
      step.note = WORDS[proof.restsOn];
    };
    const by = run.artefacts.handoverConfirmedBy;
    prove(by === undefined ? { restsOn: 'nothing' } : { restsOn: 'confirmation', by });

    const serviceProvider = serviceProviderOf(run.request);
    const { probeUrl, signOnUrl } = serviceProvider;
    if (probeUrl !== undefined) {
      await probeSignOn.executeWithOptions({ summary: 'see what the Hub asks Entra ID for' }, [
        { probeUrl, serviceProvider, singleSignOnUrl },
      ]);
      prove({ restsOn: 'probe', at: new Date().toISOString() });
    }

    const since = countsSince(run.progress, step);
    const found = await waitUntil(
      run,
      step,
      'signIn',
      {
        from: 'hubAdministrator',
        instruction: `Have one of the assigned users sign in to the Hub, at ${signOnUrl}; the sign-in log is watched for it.`,
        days: run.request.deadlines.hubSignIn,
      },
      async () => {
        const look = await findSignIn(step, since);
        return look.log === 'unavailable' || look.at !== null ? look : undefined;
      },
    );
    if (found.log === 'available' && found.at !== null) prove({ restsOn: 'signInLog', at: found.at });
  });

/** Our own test is in the log as well, so only what came after it counts. */
export function countsSince({ artefacts, steps }: Progress, step: StepProgress): string {
  const handover = steps.find(({ name }) => name === 'handover')?.finishedAt;
  return artefacts.testSignIns?.at(-1)?.at ?? handover ?? step.startedAt ?? '';
}
