/**
 * The switch that leaves users no other way in than SSO. Whoever cannot sign in by then is locked out, so it comes last
 * of all: after a sign-in that was seen to work, and while an administrator remains whom the switch does not reach.
 */
import type { Artefacts } from './progress.js';
import { hasSucceeded } from './testSignIn.js';

/** Somebody got in: at our own pages with nothing found that the Hub would refuse, or at the Hub itself. */
export const isSignInProved = ({ testSignIns, hubSignIn }: Pick<Artefacts, 'testSignIns' | 'hubSignIn'>) =>
  (testSignIns ?? []).some(hasSucceeded) || hubSignIn?.restsOn === 'signInLog';

/** The Hub forces SSO for every user on the listed domains. */
export const isForcedFor = (address: string, emailDomains: readonly string[]): boolean =>
  emailDomains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
