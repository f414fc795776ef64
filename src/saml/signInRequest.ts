/** SAML sign-in requests, as service providers send them. */
import { inflateRawSync } from 'node:zlib';
import { attribute, children, MetadataError, rootOf, textOf } from './document.js';

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
  const { name, element } = rootOf(xml);
  if (name !== 'AuthnRequest') throw unreadable(`it is a <${name.slice(0, 100)}>.`);
  const [issuer] = children(element, 'Issuer');
  return {
    issuer: issuer === undefined ? '' : (textOf(issuer) ?? ''),
    acsUrl: attribute(element, 'AssertionConsumerServiceURL') ?? null,
    destination: attribute(element, 'Destination') ?? null,
  };
}
