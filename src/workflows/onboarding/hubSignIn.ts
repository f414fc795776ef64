/** The last step: what it rests on that users can sign in to the Hub. The best evidence there is counts. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { ServiceProvider } from '../../onboarding/profiles.js';
import type { HubSignInProof, Progress, StepProgress } from '../../onboarding/progress.js';
import { IN_TENANT } from '../activityOptions.js';
import { waitUntil } from './looking.js';
import type { OnboardingRun } from './run.js';

const { findSignIn, probeSignOn } = proxyActivities<Activities>(IN_TENANT);

type Target = Omit<Parameters<Activities['findSignIn']>[0], 'since'> & {
  serviceProvider: ServiceProvider;
  singleSignOnUrl: string;
};

const WORDS: Record<HubSignInProof['restsOn'], string> = {
  signInLog: 'verified by a sign-in in the sign-in log',
  probe: 'verified by a test request to the Hub; nobody has been seen to sign in',
  confirmation: 'based on the confirmation of the handover; nobody has been seen to sign in',
  nothing: 'not verified: the handover was not confirmed',
};

export async function hubSignIn(run: OnboardingRun, step: StepProgress, target: Target): Promise<void> {
  const { artefacts } = run.progress;
  const prove = (proof: HubSignInProof) => {
    artefacts.hubSignIn = proof;
    step.note = WORDS[proof.restsOn];
  };
  const { serviceProvider, singleSignOnUrl, ...scope } = target;
  const by = artefacts.handoverConfirmedBy;
  prove(by === undefined ? { restsOn: 'nothing' } : { restsOn: 'confirmation', by });

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
    {
      from: 'hubAdministrator',
      instruction: `Have one of the assigned users sign in to the Hub, at ${signOnUrl}; the sign-in log is watched for it.`,
      days: run.request.deadlines.hubSignIn,
    },
    async () => {
      const look = await findSignIn.executeWithOptions({ summary: 'look for a sign-in in the log' }, [
        { ...scope, since },
      ]);
      return look.log === 'unavailable' || look.at !== null ? look : undefined;
    },
  );
  if (found.log === 'available' && found.at !== null) prove({ restsOn: 'signInLog', at: found.at });
}

/** Our own test is in the log as well, so only what came after it counts. */
export function countsSince({ artefacts, steps }: Progress, step: StepProgress): string {
  const handover = steps.find(({ name }) => name === 'handover')?.finishedAt;
  return artefacts.testSignIns?.at(-1)?.at ?? handover ?? step.startedAt ?? '';
}
