/** Fields that forms have in common. */
import { agreedNameId, DEFAULT_NAME_ID, nameIdInWords } from '../claims.js';
import type { OnboardingRequest } from '../request.js';
import type { Asked, ForceSso } from './profile.js';

/** Where it is another than Entra ID's own. */
export function nameIdTraps(request: Asked): string[] {
  if (agreedNameId(request).source === DEFAULT_NAME_ID.source) return [];
  const name = nameIdInWords(request);
  return [
    `Users are known by their ${name}, not their user principal name: existing users must have it as their name.`,
  ];
}

/** Never switched on here: it is asked for last, or not at all. */
export function forceSsoField(
  { field, on, off }: ForceSso,
  forced: boolean,
  { forceSso }: OnboardingRequest['hub'],
) {
  const later = forceSso ? ' You are asked for it as the last step, once a sign-in was seen to work.' : '';
  const trap = forced
    ? 'Change it only when somebody can sign in by SSO, and keep one administrator on a domain that is not listed.'
    : `Leave it ${off}: until somebody has signed in by SSO, it would lock everybody out.${later}`;
  return { field, value: forced ? on : off, trap };
}
