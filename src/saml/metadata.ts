/** An identity provider's federation metadata: the facts of it, read from its bytes. `diagnose.ts` judges them. */
import { createHash } from 'node:crypto';
import { domainToUnicode } from 'node:url';
import { certificatesOf, type MetadataCertificates } from './certificates.js';
import { rootOf } from './document.js';
import { timeOf } from './conditions.js';
import { decode } from './encoding.js';
import { MetadataError } from './metadataError.js';
import {
  attribute,
  children,
  DSIG,
  type Element,
  foreignAttribute,
  METADATA,
  PROTOCOL,
  textOf,
  XSI,
} from './namespaces.js';
import { KINDS } from './kinds.js';
import { type Endpoint, type KnownVendor, vendorOf } from './vendors.js';

export type IdpMetadata = MetadataCertificates & {
  /** Null when the document has none. */
  entityId: string | null;
  vendor: KnownVendor;
  /** Of Entra ID: the tenant whose metadata this is. */
  tenantId: string | null;
  supportsSaml2: boolean;
  singleSignOn: Endpoint[];
  singleLogout: Endpoint[];
  nameIdFormats: string[];
  wantsSignedRequests: boolean;
  /** The earlier one of the document and of its IDPSSODescriptor. */
  validUntil: Date | null;
  /** What stands in `validUntil` and is no time. */
  unreadableTimes: string[];
  /** As it was decoded, such as `utf-8`. */
  encoding: string;
  /** As the XML declaration says; null without. */
  declaredEncoding: string | null;
  /** Whether the document carries a signature; it is not checked, because Entra ID's is by a key nobody has. */
  signed: boolean;
  /** Of the bytes, in hex. */
  sha256: string;
};

const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:';
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/**
 * Reads the metadata of one SAML 2.0 identity provider, however incomplete.
 * @throws MetadataError naming what the document is when it is something else
 */
export function readIdpMetadata(document: Uint8Array | string): IdpMetadata {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  const { text, encoding, declaredEncoding } = decode(bytes);
  const element = rootOf(text);
  if (element.name !== 'EntityDescriptor') throw wrongRoot(element);
  if (element.namespace !== METADATA) throw wrongNamespace(element.namespace);
  // There may be one for each protocol.
  const idps = children(element, METADATA, 'IDPSSODescriptor');
  const idp = idps.find(supportsSaml2) ?? idps[0];
  if (idp === undefined) throw withoutIdp(element);
  const entityId = attribute(element, 'entityID')?.trim() ?? '';
  const singleSignOn = endpoints(idp, 'SingleSignOnService');
  const vendor = vendorOf(entityId, singleSignOn);
  return {
    entityId: entityId === '' ? null : entityId,
    vendor,
    tenantId: vendor === 'Entra ID' ? (GUID.exec(entityId)?.[0].toLowerCase() ?? null) : null,
    supportsSaml2: supportsSaml2(idp),
    singleSignOn,
    singleLogout: endpoints(idp, 'SingleLogoutService'),
    ...certificatesOf(idp),
    nameIdFormats: children(idp, METADATA, 'NameIDFormat').map(textOf),
    wantsSignedRequests: /^(true|1)$/.test(attribute(idp, 'WantAuthnRequestsSigned') ?? ''),
    ...validityOf(element, idp),
    encoding,
    declaredEncoding,
    signed: children(element, DSIG, 'Signature').length > 0,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

const supportsSaml2 = (idp: Element) =>
  (attribute(idp, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(PROTOCOL);

/** Where a browser is sent to sign in: the first usable address of a binding that browsers speak. */
export const singleSignOnUrl = ({ singleSignOn }: Pick<IdpMetadata, 'singleSignOn'>): string | undefined =>
  singleSignOn.find(
    ({ binding, location }) => isBrowserBinding(binding) && flawOfAddress(location) === undefined,
  )?.location;

export const isBrowserBinding = (binding: string) => ['HTTP-Redirect', 'HTTP-POST'].includes(binding);

/** Why nobody should be sent to this address. Programs must not differ in which host they read from it. */
export function flawOfAddress(
  location: string,
):
  | 'is not https'
  | 'is not a URL'
  | 'carries a user name or a password'
  | 'has letters that programs read as others'
  | undefined {
  if (/[\s\\]/.test(location) || !URL.canParse(location)) return 'is not a URL';
  const { protocol, username, password, hostname } = new URL(location);
  if (protocol !== 'https:') return 'is not https';
  const written =
    /^https:\/\/(?:[^/?#]*@)?([^/?#:]*)/i.exec(location)?.[1]?.normalize('NFC').toLowerCase() ?? '';
  if (written !== domainToUnicode(hostname) && !/^[\x21-\x7e]*$/.test(written)) {
    return 'has letters that programs read as others';
  }
  return username === '' && password === '' ? undefined : 'carries a user name or a password';
}

function wrongRoot(root: Element): MetadataError {
  const known = KINDS.get(root.name);
  if (known?.code === 'entities_descriptor') {
    const entities = entitiesIn(root);
    const idps = entities.filter((entity) => children(entity, METADATA, 'IDPSSODescriptor').length > 0);
    return new MetadataError(
      known.code,
      `This is metadata of ${String(entities.length)} entities, ${String(idps.length)} of them identity providers.`,
      'Take the one <EntityDescriptor> of the identity provider out of it.',
    );
  }
  return new MetadataError(
    known?.code ?? 'other_xml',
    `The root element is <${root.name.slice(0, 100)}>: this is ${known?.what ?? 'another document'}. Metadata has the root element <EntityDescriptor>.`,
  );
}

/** Groups of entities may hold groups. */
const entitiesIn = (group: Element): Element[] => [
  ...children(group, METADATA, 'EntityDescriptor'),
  ...children(group, METADATA, 'EntitiesDescriptor').flatMap(entitiesIn),
];

function wrongNamespace(namespace: string | undefined): MetadataError {
  const found = namespace === undefined ? 'no namespace' : `the namespace ${namespace.slice(0, 200)}`;
  return new MetadataError(
    'wrong_namespace',
    `The EntityDescriptor has ${found} instead of ${METADATA}; no service provider will read it.`,
    'Fetch the metadata again from the identity provider; this one was edited.',
  );
}

function withoutIdp(entity: Element): MetadataError {
  if (children(entity, METADATA, 'SPSSODescriptor').length > 0) {
    return new MetadataError(
      'sp_metadata',
      "This is a service provider's metadata (SPSSODescriptor), not an identity provider's.",
    );
  }
  const roles = children(entity, METADATA, 'RoleDescriptor').filter(isOfWebServices);
  if (roles.length > 0) return withoutSaml(entity, roles);
  const others = entity.children.filter(({ name }) => name.endsWith('Descriptor')).map(({ name }) => name);
  const instead = others.length === 0 ? '' : ` It has ${[...new Set(others)].join(', ').slice(0, 200)} only.`;
  return new MetadataError(
    'no_idp_descriptor',
    `The EntityDescriptor has no IDPSSODescriptor: nobody can sign in by it.${instead}`,
  );
}

/** WS-Federation and WS-Trust: by the kind of the role, and by the protocols that it lists. */
const isOfWebServices = (role: Element) =>
  /wsfed|ws-trust|\/ws\/2005\/02\/trust/.test(attribute(role, 'protocolSupportEnumeration') ?? '') ||
  kindOf(role) !== '';

/** WS-Federation 1.2, 3.1.2: `SecurityTokenServiceType` issues tokens, `ApplicationServiceType` consumes them. */
const kindOf = (role: Element) =>
  /(?:^|:)((?:SecurityToken|Application|PseudonymService|Attribute)\w*Type)$/.exec(
    foreignAttribute(role, XSI, 'type')?.trim() ?? '',
  )?.[1] ?? '';

function withoutSaml(entity: Element, roles: Element[]): MetadataError {
  if (roles.every((role) => kindOf(role) === 'ApplicationServiceType')) {
    return new MetadataError(
      'sp_metadata',
      "This is an application's own metadata, of WS-Federation (ApplicationServiceType), not an identity provider's.",
    );
  }
  const vendor = vendorOf((attribute(entity, 'entityID') ?? '').trim(), []);
  const whose = vendor === 'unknown' ? 'the identity provider' : vendor;
  return new MetadataError(
    'ws_federation_only',
    'This metadata is for WS-Federation or WS-Trust only: it has no IDPSSODescriptor.',
    vendor === 'Entra ID'
      ? 'Choose SAML as the single sign-on method of the application, then fetch its metadata again.'
      : `Set up a SAML 2.0 application at ${whose}, and pass on the metadata of that one.`,
  );
}

function endpoints(idp: Element, name: string): Endpoint[] {
  return children(idp, METADATA, name).map((service) => ({
    binding: (attribute(service, 'Binding') ?? '').trim().replace(BINDINGS, ''),
    location: (attribute(service, 'Location') ?? '').trim(),
  }));
}

function validityOf(...elements: Element[]): Pick<IdpMetadata, 'validUntil' | 'unreadableTimes'> {
  const values = elements.flatMap((element) => attribute(element, 'validUntil') ?? []);
  const times = values.map(timeOf).filter((time) => !Number.isNaN(time));
  return {
    validUntil: times.length === 0 ? null : new Date(Math.min(...times)),
    unreadableTimes: values.filter((value) => Number.isNaN(timeOf(value))),
  };
}
