/** SAML sign-in requests: one of our own, which names where the answer is to go; and those that others send. */
import { SAML } from '@node-saml/node-saml';
import { inflateRawSync } from 'node:zlib';
import { rootOf } from './document.js';
import { MetadataError } from './metadataError.js';
import { ASSERTION, attribute, children, textOf } from './namespaces.js';

export type SignInRequest = {
  /** Of the AuthnRequest; must not begin with a digit. */
  id: string;
  singleSignOnUrl: string;
  /** The service provider's entity ID. */
  issuer: string;
  acsUrl: string;
  /** Comes back with the response; at most 80 bytes (SAML bindings 3.4.3). */
  relayState: string;
};

/** The address at the identity provider to which the browser is sent, by the HTTP-Redirect binding. */
export function signInUrl({
  id,
  singleSignOnUrl,
  issuer,
  acsUrl,
  relayState,
}: SignInRequest): Promise<string> {
  const saml = new SAML({
    entryPoint: singleSignOnUrl,
    issuer,
    callbackUrl: acsUrl,
    generateUniqueId: () => id,
    // As a service provider that asks for nothing special: the NameID is then what was configured.
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    // Required by the library; requests are not held against it.
    idpCert: 'unused',
  });
  return saml.getAuthorizeUrlAsync(relayState, undefined, {});
}

const MAX_REQUEST_BYTES = 100_000;

/** What a service provider asks an identity provider for. */
export type AskedSignIn = {
  /** Its entity ID. */
  issuer: string;
  /** Where the answer is to go; null leaves that to what is configured. */
  acsUrl: string | null;
  /** The identity provider's address, as the request itself says; null when it does not. */
  destination: string | null;
};

/** The request in an address that a browser is sent to. @throws MetadataError when there is none to be read */
export function readSignInRequest(address: URL): AskedSignIn {
  const unreadable = (why: string) => new MetadataError('no_request', `There is no sign-in request: ${why}`);
  const encoded = address.searchParams.get('SAMLRequest');
  if (encoded === null) throw unreadable('the address has no SAMLRequest.');
  let xml: string;
  try {
    const limit = { maxOutputLength: MAX_REQUEST_BYTES };
    xml = inflateRawSync(Buffer.from(encoded, 'base64'), limit).toString('utf8');
  } catch {
    throw unreadable('the SAMLRequest is not deflated.');
  }
  const request = rootOf(xml);
  if (request.name !== 'AuthnRequest') throw unreadable(`it is a <${request.name.slice(0, 100)}>.`);
  const [issuer] = children(request, ASSERTION, 'Issuer');
  return {
    issuer: issuer === undefined ? '' : textOf(issuer),
    acsUrl: attribute(request, 'AssertionConsumerServiceURL') ?? null,
    destination: attribute(request, 'Destination') ?? null,
  };
}
