/** The last question: after a sign-in that was seen to work, the Hub's administrator forces SSO. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { FORCE_SSO, isSignInProved } from '../../onboarding/forceSso.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { IN_TENANT } from '../activityOptions.js';
import { ProblemError } from '../problems.js';
import { countsSince } from './hubSignIn.js';
import { LeftOut, type OnboardingRun } from './run.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

const { findSignIn } = proxyActivities<Activities>(IN_TENANT);

type Target = Omit<Parameters<Activities['findSignIn']>[0], 'since'>;

/** Until somebody has switched it on and named an administrator who can still sign in without SSO. */
export async function forceSso(run: OnboardingRun, step: StepProgress, target: Target): Promise<void> {
  const { artefacts } = run.progress;
  const { hub, serviceProvider, deadlines } = run.request;
  if (!hub.forceSso) throw new LeftOut('the request does not ask for it');
  if (!isSignInProved(artefacts)) {
    const since = countsSince(run.progress, step);
    const found = await findSignIn.executeWithOptions({ summary: 'look for a sign-in in the log' }, [
      { ...target, since },
    ]);
    if (found.log === 'available' && found.at !== null) {
      artefacts.hubSignIn = { restsOn: 'signInLog', at: found.at };
    }
  }
  if (!isSignInProved(artefacts)) throw notProved();
  const { location, field, on } = FORCE_SSO[serviceProvider.profile];
  const { confirmedBy, administratorWithoutSso } = await run.waitFor(step, 'confirmForceSso', {
    from: 'hubAdministrator',
    instruction: `First see that an administrator whose address is on none of these domains can sign in with a password: ${hub.emailDomains.join(', ')}. Then switch ${field} ${on} in ${location}, and confirm with that administrator's address.`,
    days: deadlines.forceSso,
  });
  artefacts.forceSso = { confirmedBy, administratorWithoutSso };
}

const notProved = () => new ProblemError(newProblem('sign_in_not_proved'));
