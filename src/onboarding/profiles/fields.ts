/** Fields that forms have in common. */
import { filled } from '../blanks.js';
import { agreedNameId, DEFAULT_NAME_ID, nameIdInWords } from '../claims.js';
import type { OnboardingRequest } from '../request.js';
import type { Asked, ForceSso } from './profile.js';

/** What is said of them, with blanks. */
export const FIELD_TRAPS = {
  nameId:
    'Users are known by their {name}, not their user principal name: existing users must have it as their name.',
  force:
    'Change it only when somebody can sign in by SSO, and keep one administrator on a domain that is not listed.',
  leave: 'Leave it {off}: until somebody has signed in by SSO, it would lock everybody out.',
  leaveUntilAsked:
    'Leave it {off}: until somebody has signed in by SSO, it would lock everybody out. You are asked for it as the last step, once a sign-in was seen to work.',
} as const;

/** Where it is another than Entra ID's own. */
export function nameIdTraps(request: Asked): string[] {
  if (agreedNameId(request).source === DEFAULT_NAME_ID.source) return [];
  return [filled(FIELD_TRAPS.nameId, { name: nameIdInWords(request) })];
}

/** Never switched on here: it is asked for last, or not at all. */
export function forceSsoField(
  { field, on, off }: ForceSso,
  forced: boolean,
  { forceSso }: OnboardingRequest['hub'],
) {
  const leave = forceSso ? FIELD_TRAPS.leaveUntilAsked : FIELD_TRAPS.leave;
  const trap = forced ? FIELD_TRAPS.force : filled(leave, { off });
  return { field, value: forced ? on : off, trap };
}
