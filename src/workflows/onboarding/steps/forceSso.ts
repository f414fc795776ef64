/** Last of what people do: after a sign-in that was seen to work, the Hub's administrator leaves users no other way in. */
import { isSignInProved } from '../../../onboarding/forceSso.js';
import { PROFILES } from '../../../onboarding/profiles.js';
import { newProblem } from '../../../onboarding/problems/catalogue.js';
import type { SignInLog } from '../../provider.js';
import { LeftOut } from '../../run/attempts.js';
import { ProblemError } from '../../run/problems.js';
import type { OnboardingRun } from '../run.js';
import { waitFor } from '../waiting.js';
import { countsSince } from './hubSignIn.js';

/** Until somebody has switched it on and named an administrator who can still sign in without SSO. */
export const forceSso = (run: OnboardingRun, findSignIn: SignInLog) =>
  run.skippableStep('forceSso', async (step) => {
    const { hub, serviceProvider, deadlines } = run.request;
    if (!hub.forceSso) throw new LeftOut('the request does not ask for it');
    if (!isSignInProved(run.artefacts)) {
      const found = await findSignIn(step, countsSince(run.progress, step));
      if (found.log === 'available' && found.at !== null) {
        run.made({ hubSignIn: { restsOn: 'signInLog', at: found.at } });
      }
    }
    if (!isSignInProved(run.artefacts)) throw notProved();
    const { location, field, on } = PROFILES[serviceProvider.profile].forceSso;
    const { confirmedBy, administratorWithoutSso } = await waitFor(run, step, 'confirmForceSso', {
      from: 'hubAdministrator',
      instruction: `First see that an administrator whose address is on none of these domains can sign in with a password: ${hub.emailDomains.join(', ')}. Then switch ${field} ${on} in ${location}, and confirm with that administrator's address.`,
      days: deadlines.forceSso,
    });
    run.made({ forceSso: { confirmedBy, administratorWithoutSso } });
  });

const notProved = () => new ProblemError(newProblem('sign_in_not_proved'));
