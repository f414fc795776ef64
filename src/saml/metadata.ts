/** An identity provider's federation metadata: the facts of it, read from its bytes. `diagnose.ts` judges them. */
import { createHash, X509Certificate } from 'node:crypto';
import {
  attribute,
  children,
  type Element,
  KINDS,
  MetadataError,
  rootOf,
  textOf,
  textOfBytes,
} from './document.js';

export type MetadataCertificate = {
  /** SHA-1 of the DER, upper-case hex: what Entra ID and Graph call it. */
  thumbprint: string;
  subject: string;
  algorithm: string;
  /** In bits; 0 where the kind of key has no such size. */
  keySize: number;
  validFrom: Date;
  validTo: Date;
  pem: string;
};

export type Endpoint = { binding: string; location: string };

export const VENDORS = ['Entra ID', 'AD FS', 'Okta', 'Keycloak', 'Google', 'Ping', 'unknown'] as const;

export type IdpMetadata = {
  /** Null when the document has none. */
  entityId: string | null;
  vendor: (typeof VENDORS)[number];
  /** Of Entra ID: the tenant whose metadata this is. */
  tenantId: string | null;
  supportsSaml2: boolean;
  singleSignOn: Endpoint[];
  singleLogout: Endpoint[];
  /** Each once, in the document's order. */
  signingCertificates: MetadataCertificate[];
  /** Signing certificates that cannot be read. */
  unreadableCertificates: number;
  encryptionCertificates: number;
  nameIdFormats: string[];
  wantsSignedRequests: boolean;
  validUntil: Date | null;
  /** Whether the document carries a signature; it is not checked, because Entra ID's is by a key nobody has. */
  signed: boolean;
  /** Of the bytes, in hex. */
  sha256: string;
};

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:';
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/**
 * Reads the metadata of one SAML 2.0 identity provider, however incomplete.
 * @throws MetadataError naming what the document is when it is something else
 */
export function readIdpMetadata(document: Uint8Array | string): IdpMetadata {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  const { name, namespace, element } = rootOf(textOfBytes(bytes));
  if (name !== 'EntityDescriptor') throw wrongRoot(name, element);
  if (namespace !== METADATA) throw wrongNamespace(namespace);
  const [idp] = children(element, 'IDPSSODescriptor');
  if (idp === undefined) throw withoutIdp(element);
  const entityId = attribute(element, 'entityID')?.trim() ?? '';
  const singleSignOn = endpoints(idp, 'SingleSignOnService');
  const vendor = vendorOf(entityId, singleSignOn);
  return {
    entityId: entityId === '' ? null : entityId,
    vendor,
    tenantId: vendor === 'Entra ID' ? (GUID.exec(entityId)?.[0].toLowerCase() ?? null) : null,
    supportsSaml2: (attribute(idp, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(PROTOCOL),
    singleSignOn,
    singleLogout: endpoints(idp, 'SingleLogoutService'),
    ...certificates(idp),
    nameIdFormats: children(idp, 'NameIDFormat').flatMap((format) => textOf(format) ?? []),
    wantsSignedRequests: /^(true|1)$/.test(attribute(idp, 'WantAuthnRequestsSigned') ?? ''),
    validUntil: date(attribute(idp, 'validUntil') ?? attribute(element, 'validUntil')),
    signed: children(element, 'Signature').length > 0,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** Where a browser is sent to sign in: the first https address of a binding that browsers speak. */
export const singleSignOnUrl = ({ singleSignOn }: Pick<IdpMetadata, 'singleSignOn'>): string | undefined =>
  singleSignOn.find(({ binding, location }) => isBrowserBinding(binding) && location.startsWith('https://'))
    ?.location;

export const isBrowserBinding = (binding: string) => ['HTTP-Redirect', 'HTTP-POST'].includes(binding);

function wrongRoot(name: string, element: Element): MetadataError {
  const known = KINDS[name];
  if (known?.code === 'entities_descriptor') {
    const entities = children(element, 'EntityDescriptor');
    const idps = entities.filter((entity) => children(entity, 'IDPSSODescriptor').length > 0).length;
    return new MetadataError(
      known.code,
      `This is metadata of ${String(entities.length)} entities, ${String(idps)} of them identity providers.`,
      'Take the one <EntityDescriptor> of the identity provider out of it.',
    );
  }
  return new MetadataError(
    known?.code ?? 'other_xml',
    `The root element is <${name.slice(0, 100)}>: this is ${known?.what ?? 'another document'}. Metadata has the root element <EntityDescriptor>.`,
  );
}

function wrongNamespace(namespace: string | undefined): MetadataError {
  const found = namespace === undefined ? 'no namespace' : `the namespace ${namespace.slice(0, 200)}`;
  return new MetadataError(
    'wrong_namespace',
    `The EntityDescriptor has ${found} instead of ${METADATA}; no service provider will read it.`,
    'Fetch the metadata again from the identity provider; this one was edited.',
  );
}

function withoutIdp(entity: Element): MetadataError {
  if (children(entity, 'SPSSODescriptor').length > 0) {
    return new MetadataError(
      'sp_metadata',
      "This is a service provider's metadata (SPSSODescriptor), not an identity provider's.",
    );
  }
  const wsFederation = children(entity, 'RoleDescriptor').some((role) =>
    (attribute(role, 'protocolSupportEnumeration') ?? '').includes('wsfed'),
  );
  return wsFederation
    ? new MetadataError(
        'ws_federation_only',
        'This metadata is for WS-Federation only: it has no IDPSSODescriptor.',
        'Choose SAML as the single sign-on method of the application, then fetch its metadata again.',
      )
    : new MetadataError(
        'no_idp_descriptor',
        'The EntityDescriptor has no IDPSSODescriptor: nobody can sign in by it.',
      );
}

function endpoints(idp: Element, name: string): Endpoint[] {
  return children(idp, name).map((service) => ({
    binding: (attribute(service, 'Binding') ?? '').replace(BINDINGS, ''),
    location: (attribute(service, 'Location') ?? '').trim(),
  }));
}

function certificates(idp: Element) {
  const keys = children(idp, 'KeyDescriptor');
  // A key without `use` is for both.
  const signing = keys.filter((key) => (attribute(key, 'use') ?? 'signing') === 'signing');
  const encoded = signing.flatMap((key) =>
    children(key, 'KeyInfo')
      .flatMap((info) => children(info, 'X509Data'))
      .flatMap((data) => children(data, 'X509Certificate'))
      .map((certificate) => (textOf(certificate) ?? '').replace(/-----[^-]+-----|\s+/g, '')),
  );
  const unique = [...new Set(encoded)];
  const signingCertificates = unique.flatMap((base64) => certificate(base64) ?? []);
  return {
    signingCertificates,
    unreadableCertificates: unique.length - signingCertificates.length,
    encryptionCertificates: keys.filter((key) => attribute(key, 'use') === 'encryption').length,
  };
}

function certificate(base64: string): MetadataCertificate | undefined {
  try {
    const x509 = new X509Certificate(Buffer.from(base64, 'base64'));
    const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
    const [validFrom, validTo] = [new Date(x509.validFrom), new Date(x509.validTo)];
    if (Number.isNaN(validFrom.getTime()) || Number.isNaN(validTo.getTime())) return undefined;
    return {
      thumbprint: x509.fingerprint.replaceAll(':', ''),
      subject: x509.subject.replaceAll('\n', ', '),
      algorithm: asymmetricKeyType ?? 'unknown',
      keySize: asymmetricKeyDetails?.modulusLength ?? 0,
      validFrom,
      validTo,
      pem: x509.toString(),
    };
  } catch {
    return undefined;
  }
}

function date(value: string | undefined): Date | null {
  const found = new Date(value ?? '');
  return Number.isNaN(found.getTime()) ? null : found;
}

/** By the shapes of their addresses, as each vendor writes them. */
function vendorOf(entityId: string, singleSignOn: Endpoint[]): IdpMetadata['vendor'] {
  const signOn = singleSignOn[0]?.location ?? '';
  if (/^https:\/\/(sts\.windows\.net|sts\.chinacloudapi\.cn)\//i.test(entityId)) return 'Entra ID';
  if (
    /^https:\/\/login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn)\//i.test(
      signOn,
    )
  )
    return 'Entra ID';
  if (
    /\/adfs\/(services\/trust|ls)\/?$/i.test(`${entityId}\n${signOn}`) ||
    /\/adfs\/services\/trust$/i.test(entityId)
  )
    return 'AD FS';
  if (/^https?:\/\/www\.okta\.com\//i.test(entityId) || /\.okta(preview|-emea)?\.com\//i.test(signOn))
    return 'Okta';
  if (/^https:\/\/accounts\.google\.com\/o\/saml2/i.test(entityId)) return 'Google';
  if (/\/realms\/[^/]+(\/protocol\/saml)?$/i.test(signOn)) return 'Keycloak';
  if (/pingone\.|pingidentity\.|\/idp\/SSO\.saml2$|pingfederate/i.test(`${entityId}\n${signOn}`))
    return 'Ping';
  return 'unknown';
}
