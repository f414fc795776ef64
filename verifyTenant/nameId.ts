/** Which of a user's properties the NameID of a sign-in is: that alone is recorded, and not the name. */
import { rootOf, RESPONSE_LIMITS } from '../src/saml/document.js';
import { base64In } from '../src/saml/encoded.js';
import { MetadataError } from '../src/saml/metadataError.js';
import { attribute, descendants, textOf } from '../src/saml/namespaces.js';
import { decodedResponse, MAX_RESPONSE_CHARS } from '../src/saml/responseDocument.js';
import type { Person } from './facts.js';
import type { SignIn } from './recording.js';

const MAX_FORMAT = 100;

/** @param pasted the form field `SAMLResponse`; undefined where no NameID is in it */
export function nameIdIn(
  pasted: string,
  people: readonly Person[],
): NonNullable<SignIn['nameId']> | undefined {
  const encoded = pasted.length > MAX_RESPONSE_CHARS ? undefined : base64In(pasted);
  if (encoded === undefined) return undefined;
  try {
    const elements = descendants(rootOf(decodedResponse(encoded), RESPONSE_LIMITS));
    const found = elements.find(({ name }) => name === 'NameID');
    if (found === undefined) return undefined;
    const format = (attribute(found, 'Format') ?? 'none').slice(0, MAX_FORMAT);
    return { source: sourceOf(textOf(found).toLowerCase(), people), format };
  } catch (error) {
    if (error instanceof MetadataError) return undefined;
    throw error;
  }
}

function sourceOf(name: string, people: readonly Person[]): 'userPrincipalName' | 'mail' | 'other' {
  if (people.some(({ userPrincipalName }) => userPrincipalName.toLowerCase() === name)) {
    return 'userPrincipalName';
  }
  return people.some(({ mail }) => mail?.toLowerCase() === name) ? 'mail' : 'other';
}
