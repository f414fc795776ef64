/**
 * The switch that leaves users no other way in than SSO. Whoever cannot sign in by then is locked out, so it comes last
 * of all: after a sign-in that was seen to work, and while an administrator remains whom the switch does not reach.
 */
import type { ProfileName } from './profiles.js';
import type { Artefacts } from './progress.js';
import { hasSucceeded } from './testSignIn.js';

/** Where the switch is, and what it says. */
export type ForceSso = {
  system: 'the Hub' | 'Sinch ID';
  location: string;
  field: string;
  /** SSO is forced, and is not. */
  on: string;
  off: string;
};

/** The Hub: the last option of its form. Sinch ID: its other way in, which may be switched off. */
export const FORCE_SSO: Record<ProfileName, ForceSso> = {
  'messagemedia-hub': {
    system: 'the Hub',
    location: 'Hub > Configuration > Single Sign On (SSO)',
    field: 'Force SSO',
    on: 'on',
    off: 'off',
  },
  'sinch-id': {
    system: 'Sinch ID',
    location: 'Sinch ID > SSO Configuration > Domains > Manage > Configure Enterprise SSO',
    field: 'Username and Password',
    on: 'off',
    off: 'on',
  },
};

/** Somebody got in: at our own pages with nothing found that the Hub would refuse, or at the Hub itself. */
export const isSignInProved = ({ testSignIns, hubSignIn }: Pick<Artefacts, 'testSignIns' | 'hubSignIn'>) =>
  (testSignIns ?? []).some(hasSucceeded) || hubSignIn?.restsOn === 'signInLog';

/** The Hub forces SSO for every user on the listed domains. */
export const isForcedFor = (address: string, emailDomains: readonly string[]): boolean =>
  emailDomains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
