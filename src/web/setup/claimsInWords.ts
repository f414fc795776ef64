/** Which details of a user are shared, for who is asked for consent. */
import {
  agreedClaims,
  agreedNameId,
  type Claim,
  DEFAULT_CLAIMS,
  ENTRA_DEFAULTS,
} from '../../onboarding/claims.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import type { Words } from '../words/languages.js';

export function claimsInWords({ consent: { claims: words } }: Words, request: OnboardingRequest): string {
  const sources = (claims: readonly Claim[]) => claims.map(({ source }) => source).join(', ');
  if (request.claims === ENTRA_DEFAULTS) return words.defaults({ sources: sources(DEFAULT_CLAIMS) });
  const { source, format } = agreedNameId(request);
  const nameId = format === 'default' ? source : words.nameIdAs({ source, format });
  return words.policy({ sources: sources(agreedClaims(request)), nameId });
}
