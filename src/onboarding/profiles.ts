/**
 * Service provider profiles: what Entra ID must be told about MessageMedia's side, and what its form must be told of Entra
 * ID. There are two SSO systems (the Hub's own and Sinch ID) and white-label brands of the Hub.
 */
import { z } from 'zod';
import { HUB } from './profiles/hub.js';
import type { Profile, ProviderValues } from './profiles/profile.js';
import { SINCH_ID } from './profiles/sinchId.js';

/** Microsoft takes no longer one. */
export const LONGEST_ADDRESS = 2_048;

// Graph: an identifier URI must not end with a slash.
const identifier = z
  .string()
  .max(LONGEST_ADDRESS)
  .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'must be a URI')
  .refine((value) => !value.endsWith('/'), 'must not end with a slash');
const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https URL' }).max(LONGEST_ADDRESS);

/** What a request may replace in a profile, for white-label brands. */
export const profileOverridesSchema = z.strictObject({
  entityId: identifier.optional().describe('Identifier (Entity ID), the assertion audience'),
  replyUrls: z
    .array(httpsUrl)
    .min(1)
    .max(10)
    .optional()
    .describe('Assertion consumer service URLs; the first is the default'),
  signOnUrl: httpsUrl.optional().describe('Sign on URL, used when sign-in starts at the service provider'),
  relayState: z.string().max(1024).optional(),
  logoutUrl: httpsUrl.optional(),
  probeUrl: httpsUrl
    .optional()
    .describe(
      'An address that begins a sign-in at once, without asking for a name; fetched to see what it asks Entra ID for',
    ),
  applicationName: z
    .string()
    .trim()
    .max(80)
    .refine((name) => name.includes('{company}'), 'must have {company} where the customer is named')
    // What an application is called while it is made: it is found again by that.
    .refine((name) => !/^MessageMedia SSO onboarding/i.test(name), 'must begin otherwise')
    .optional()
    .describe('What the enterprise application is called, such as "Acme SSO for {company}"'),
});

/** Each in a file of its own, which says all that is particular to it. */
export const PROFILES = {
  'messagemedia-hub': HUB,
  'sinch-id': SINCH_ID,
} as const satisfies Record<string, Profile>;
export type ProfileName = keyof typeof PROFILES;

const isProfileName = (name: string): name is ProfileName => Object.hasOwn(PROFILES, name);
export const PROFILE_NAMES = Object.keys(PROFILES).filter(isProfileName);

/** What each profile has instead, by its name. */
export const ofEachProfile = <T>(made: (profile: Profile, name: ProfileName) => T): Record<ProfileName, T> =>
  // Its keys are those of PROFILES, which TypeScript does not see.
  Object.fromEntries(PROFILE_NAMES.map((name) => [name, made(PROFILES[name], name)])) as Record<
    ProfileName,
    T
  >;

export type ServiceProvider = ProviderValues & { profile: ProfileName };
