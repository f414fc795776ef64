/** Whose identity provider a document describes, and whether all of its addresses are that vendor's. */
import {
  allowsOwnDomains,
  hostOf,
  looksLike,
  mixesScripts,
  shownHost,
  type Vendor,
  vendorAt,
} from './hosts.js';

export type Endpoint = { binding: string; location: string };

export type KnownVendor = Vendor | 'AD FS' | 'Keycloak' | 'unknown';

/** By its hosts, else by the shapes of its addresses: AD FS and Keycloak stand at their customers' own hosts. */
export function vendorOf(entityId: string, singleSignOn: readonly Endpoint[]): KnownVendor {
  const signOn = singleSignOn[0]?.location ?? '';
  const [own, there] = [entityId, signOn].map((address) => vendorAt(hostOf(address) ?? ''));
  const vendor = own ?? there;
  if (vendor !== undefined) return vendor;
  if (/\/adfs\/(services\/trust|ls)\/?$/i.test(signOn) || /\/adfs\/services\/trust$/i.test(entityId))
    return 'AD FS';
  if (/\/realms\/[^/]+(\/protocol\/saml)?$/i.test(signOn)) return 'Keycloak';
  return /\/idp\/SSO\.saml2$|pingfederate/i.test(`${entityId}\n${signOn}`) ? 'Ping' : 'unknown';
}

/** An address that does not fit the document, and why. */
export type ForeignHost = { kind: 'lookAlike' | 'foreign' | 'ownDomain'; message: string };

/**
 * @param trusted where the document was fetched from: what serves it may sign people in, as a sandbox of Entra ID does
 */
export function foreignHosts(
  entityId: string,
  all: readonly Endpoint[],
  trusted: string | undefined,
): ForeignHost[] {
  return untrustedHosts(
    entityId,
    all.filter(({ location }) => trusted === undefined || hostOf(location) !== trusted),
  );
}

/** The hosts of one vendor's document are that vendor's, or of a customer whom the vendor allows a domain of their own. */
function untrustedHosts(entityId: string, endpoints: readonly Endpoint[]): ForeignHost[] {
  const own = hostOf(entityId);
  const hosts = [...new Set(endpoints.flatMap(({ location }) => hostOf(location) ?? []))];
  const seen = [...new Set([...(own === undefined ? [] : [own]), ...hosts])];
  const disguised = seen.flatMap((host): ForeignHost[] => {
    const like = looksLike(host);
    if (like !== undefined) {
      return [{ kind: 'lookAlike', message: `${shownHost(host)} looks like ${like}, but is another host.` }];
    }
    const message = `${shownHost(host)} is written in letters of several alphabets, as names are that imitate others.`;
    return mixesScripts(host) ? [{ kind: 'lookAlike', message }] : [];
  });
  if (disguised.length > 0) return disguised;
  const found = endpoints.flatMap(({ location }) => {
    const host = hostOf(location);
    return host === undefined ? [] : foreignHost(entityId, vendorAt(own ?? ''), host, location);
  });
  // One address may be there for each binding.
  return [...new Map(found.map((one) => [one.message, one])).values()];
}

/** Their entity IDs are always at their own hosts; others let customers choose them. */
const FIXED_ENTITY_ID: readonly Vendor[] = ['Entra ID', 'Google'];

function foreignHost(
  entityId: string,
  own: Vendor | undefined,
  host: string,
  location: string,
): ForeignHost[] {
  const there = vendorAt(host);
  if (own === there) {
    const [idp, at] = [/[?&]idpid=([^&]+)/.exec(entityId)?.[1], /[?&]idpid=([^&]+)/.exec(location)?.[1]];
    if (own !== 'Google' || idp === at) return [];
    return [
      {
        kind: 'foreign',
        message: `The entity ID is of Google's customer ${idp ?? '?'}, but sign-in goes to ${at ?? '?'}.`,
      },
    ];
  }
  if (own === undefined) {
    if (there === undefined || !FIXED_ENTITY_ID.includes(there)) return [];
    return [
      {
        kind: 'foreign',
        message: `Sign-in goes to ${there} (${host}), but the entity ID ${entityId} is not ${there}'s.`,
      },
    ];
  }
  const goes = `The entity ID is ${own}'s, but sign-in goes to ${shownHost(host)}`;
  if (there === undefined && allowsOwnDomains(own)) {
    // Okta writes the id of its entity ID into the address, at customers' own domains too.
    const id = own === 'Okta' ? /\/(exk\w+)$/.exec(entityId)?.[1] : undefined;
    if (id === undefined || location.includes(`/${id}/`)) {
      return [{ kind: 'ownDomain', message: `${goes}, which may be the customer's own domain at ${own}.` }];
    }
  }
  return [{ kind: 'foreign', message: there === undefined ? `${goes}.` : `${goes}, which is ${there}'s.` }];
}
