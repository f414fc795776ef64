/** What is wrong with a metadata document, what would break sign-in first, and what to do about each. */
import {
  flawOfAddress,
  type IdpMetadata,
  isBrowserBinding,
  readIdpMetadata,
  singleSignOnUrl,
} from './metadata.js';
import { MetadataError } from './metadataError.js';

/** `breaks`: nobody can sign in. `risk`: somebody may not, or soon will not. `note`: good to know. */
export type Severity = 'breaks' | 'risk' | 'note';

export type MetadataProblem = {
  /** Stable, for programs. */
  code: string;
  severity: Severity;
  message: string;
  remedy: string;
};

/** What the document is to be; each is checked only where it is given. */
export type Expected = {
  now: Date;
  tenantId?: string | undefined;
  /** SHA-1 of the certificate that must be among the signing certificates, in hex. */
  thumbprint?: string | undefined;
  /** Where the document came from. */
  url?: string | undefined;
};

export type Diagnosis = {
  /** Null when the document is not one identity provider's metadata. */
  metadata: IdpMetadata | null;
  /** The worst first. */
  problems: MetadataProblem[];
};

const DAY_MS = 86_400_000;
const SOON_DAYS = 60;

/** Reads and judges the document. Never throws for anything in it. */
export function diagnose(document: Uint8Array | string, expected: Expected): Diagnosis {
  try {
    const metadata = readIdpMetadata(document);
    return { metadata, problems: metadataProblems(metadata, expected) };
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    const { code, message, remedy } = error;
    return { metadata: null, problems: [{ code, severity: 'breaks', message, remedy }] };
  }
}

/** In the order in which they would break sign-in. */
export function metadataProblems(metadata: IdpMetadata, expected: Expected): MetadataProblem[] {
  const problems = [
    ...identity(metadata, expected),
    ...protocol(metadata),
    ...signing(metadata, expected),
    ...lifetime(metadata, expected),
    ...encoding(metadata),
    ...use(metadata),
  ];
  const order: Severity[] = ['breaks', 'risk', 'note'];
  return problems.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const problem = (severity: Severity, code: string, message: string, remedy: string): MetadataProblem => ({
  code,
  severity,
  message: message.slice(0, 1000),
  remedy,
});

const FETCH_APPLICATION =
  "Fetch it from the application's own App Federation Metadata Url, which ends in ?appid=<application id>.";

function identity(
  { entityId, vendor, tenantId, ...rest }: IdpMetadata,
  expected: Expected,
): MetadataProblem[] {
  if (entityId === null) {
    const remedy = 'Fetch the metadata again: every identity provider has an entity ID.';
    return [problem('breaks', 'no_entity_id', 'The EntityDescriptor has no entityID.', remedy)];
  }
  const problems: MetadataProblem[] = [];
  if (/\{tenantid\}/i.test(entityId)) {
    const message = `The entity ID ${entityId} names no tenant: this is the metadata of /common or /organizations.`;
    problems.push(
      problem('breaks', 'no_tenant', message, "Fetch it with the tenant's id in the address instead."),
    );
  } else if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(entityId)) {
    const message = `The entity ID "${entityId}" is not a URI; some service providers refuse it.`;
    problems.push(
      problem('risk', 'entity_id_not_uri', message, 'Set a URI as entity ID at the identity provider.'),
    );
  }
  // The issuer's host differs between clouds, so the tenant's id in its path is what is compared.
  const wanted = expected.tenantId?.toLowerCase();
  if (wanted !== undefined && !entityId.toLowerCase().split('/').includes(wanted)) {
    const message = `The entity ID ${entityId} is not tenant ${wanted}'s.`;
    problems.push(problem('breaks', 'wrong_tenant', message, 'Fetch the metadata of the right tenant.'));
  }
  const foreign = rest.singleSignOn.find(
    ({ location }) =>
      tenantId !== null && !location.toLowerCase().includes(tenantId) && /\/saml2/.test(location),
  );
  if (foreign !== undefined && !/\{tenantid\}/i.test(entityId)) {
    const message = `The entity ID is tenant ${tenantId ?? ''}'s, but sign-in goes to ${foreign.location}.`;
    problems.push(
      problem('breaks', 'mixed_tenants', message, 'Fetch the metadata again; this one was edited.'),
    );
  }
  const tenantWide =
    vendor === 'Entra ID' && expected.url !== undefined && !new URL(expected.url).searchParams.has('appid');
  if (tenantWide) {
    const message =
      "The address has no ?appid=: Entra ID then lists the tenant's certificates, not those of the application.";
    problems.push(problem('breaks', 'tenant_wide', message, FETCH_APPLICATION));
  }
  return problems;
}

function protocol(metadata: IdpMetadata): MetadataProblem[] {
  const problems: MetadataProblem[] = [];
  if (!metadata.supportsSaml2) {
    const message =
      'The IDPSSODescriptor does not support the SAML 2.0 protocol (protocolSupportEnumeration).';
    problems.push(problem('breaks', 'no_saml2', message, 'Switch SAML 2.0 on at the identity provider.'));
  }
  const usable = singleSignOnUrl(metadata) !== undefined;
  const offered = metadata.singleSignOn.filter(({ binding }) => isBrowserBinding(binding));
  if (offered.length === 0) {
    const message = 'The metadata names no SingleSignOnService over HTTP-Redirect or HTTP-POST.';
    const remedy = 'Switch one of these bindings on at the identity provider.';
    problems.push(problem('breaks', 'no_sign_on_url', message, remedy));
  }
  for (const { binding, location } of offered) {
    const flaw = flawOfAddress(location);
    if (flaw === undefined) continue;
    const code = flaw === 'is not https' ? 'sign_on_not_https' : 'sign_on_address';
    const message = `The sign-on address "${location.slice(0, 500)}" (${binding}) ${flaw}.`;
    const remedy = 'Give the identity provider an https address, then fetch the metadata again.';
    problems.push(problem(usable ? 'risk' : 'breaks', code, message, remedy));
  }
  if (usable && !offered.some(({ binding }) => binding === 'HTTP-Redirect')) {
    const message = 'Sign-in is offered over HTTP-POST only; service providers mostly use HTTP-Redirect.';
    problems.push(problem('risk', 'no_redirect_binding', message, 'Switch HTTP-Redirect on if you can.'));
  }
  return problems;
}

function signing(metadata: IdpMetadata, expected: Expected): MetadataProblem[] {
  const { signingCertificates: all, unreadableCertificates, encryptionCertificates } = metadata;
  const problems: MetadataProblem[] = [];
  if (unreadableCertificates > 0) {
    const message = `${String(unreadableCertificates)} of the signing certificates cannot be read.`;
    const severity = all.length === 0 ? 'breaks' : 'risk';
    problems.push(
      problem(severity, 'bad_certificate', message, 'Fetch the metadata again; it was cut or edited.'),
    );
  }
  if (all.length + unreadableCertificates === 0) {
    const only = encryptionCertificates > 0 ? ', only one for encryption' : '';
    const message = `The metadata has no signing certificate${only}.`;
    const remedy = 'Add a signing certificate at the identity provider, then fetch the metadata again.';
    return [...problems, problem('breaks', 'no_certificate', message, remedy)];
  }
  const wanted = expected.thumbprint?.toLowerCase();
  const ours = all.find(({ thumbprint }) => thumbprint.toLowerCase() === wanted);
  if (wanted !== undefined && ours === undefined) {
    const message = `The certificate ${expected.thumbprint ?? ''} is not among the metadata's signing certificates.`;
    problems.push(problem('breaks', 'certificate_missing', message, FETCH_APPLICATION));
  }
  for (const { thumbprint, algorithm, keySize, signatureAlgorithm } of all) {
    if (algorithm === 'rsa' && keySize < 2048) {
      const message = `The certificate ${thumbprint} has an RSA key of ${String(keySize)} bits.`;
      const remedy = 'Replace it by one of 2048 bits or more: libraries refuse shorter keys.';
      problems.push(problem('risk', 'weak_key', message, remedy));
    } else if (algorithm !== 'rsa') {
      const message = `The certificate ${thumbprint} has a key of the kind ${algorithm}.`;
      problems.push(problem('risk', 'unusual_key', message, 'Use RSA: few service providers verify others.'));
    }
    if (/^(sha-?1|md\d)|sha1$/i.test(signatureAlgorithm)) {
      const message = `The certificate ${thumbprint} is itself signed with ${signatureAlgorithm}.`;
      const remedy = 'Replace it by one signed with SHA-256: libraries refuse older digests.';
      problems.push(problem('risk', 'weak_signature', message, remedy));
    }
  }
  return [...problems, ...validity(metadata, expected, ours?.thumbprint)];
}

/** Of the certificate that must be there, else of all of them together. */
function validity(metadata: IdpMetadata, { now }: Expected, ours: string | undefined): MetadataProblem[] {
  const all = metadata.signingCertificates;
  const counted = all.filter(({ thumbprint }) => ours === undefined || thumbprint === ours);
  const valid = counted.filter(({ validFrom, validTo }) => validFrom <= now && now < validTo);
  const day = (at: Date) => at.toISOString();
  if (counted.length > 0 && valid.length === 0) {
    const latest = counted.toSorted((a, b) => b.validTo.getTime() - a.validTo.getTime())[0] ?? counted[0];
    if (latest === undefined) return [];
    const expired = latest.validTo <= now;
    const when = expired
      ? `expired on ${day(latest.validTo)}`
      : `is valid only from ${day(latest.validFrom)}`;
    return [
      problem(
        'breaks',
        expired ? 'certificate_expired' : 'certificate_not_yet_valid',
        `The certificate ${latest.thumbprint} ${when}${counted.length > 1 ? ', and no other is valid' : ''}.`,
        'Add and activate a valid certificate at the identity provider, then hand the metadata over again.',
      ),
    ];
  }
  const problems: MetadataProblem[] = [];
  const last = Math.max(0, ...valid.map(({ validTo }) => validTo.getTime()));
  if (valid.length > 0 && last - now.getTime() < SOON_DAYS * DAY_MS) {
    const days = Math.floor((last - now.getTime()) / DAY_MS);
    const message = `The last valid certificate expires on ${day(new Date(last))}, in ${String(days)} days.`;
    const remedy = 'Add the next certificate now, and hand the metadata over again before you activate it.';
    problems.push(problem('risk', 'certificate_expires_soon', message, remedy));
  }
  for (const { thumbprint, validTo } of all.filter((certificate) => certificate.validTo <= now)) {
    if (counted.length === all.length || thumbprint !== ours) {
      const message = `The certificate ${thumbprint} expired on ${day(validTo)}; others are valid.`;
      const remedy = 'Remove it at the identity provider once nothing signs with it.';
      problems.push(problem('note', 'expired_certificate_listed', message, remedy));
    }
  }
  if (all.length > 1) {
    const message = `The metadata has ${String(all.length)} signing certificates; some service providers take only the first.`;
    problems.push(
      problem('note', 'several_certificates', message, 'Sign in once after each change of certificate.'),
    );
  }
  return problems;
}

function lifetime({ validUntil }: IdpMetadata, { now }: Expected): MetadataProblem[] {
  if (validUntil === null || now < validUntil) return [];
  const message = `The document was valid until ${validUntil.toISOString()} only.`;
  return [problem('breaks', 'metadata_expired', message, 'Fetch the metadata again.')];
}

/** Strict parsers believe the declaration, or refuse what contradicts it. */
function encoding({ encoding, declaredEncoding }: IdpMetadata): MetadataProblem[] {
  const isWide = (name: string) => /^(utf-?16|ucs-?2|iso-10646-ucs)/.test(name);
  if (declaredEncoding === null || isWide(declaredEncoding) === isWide(encoding)) return [];
  const message = `The document declares the encoding ${declaredEncoding}, but is ${encoding}.`;
  return [
    problem('risk', 'encoding_contradicted', message, 'Fetch the metadata again, and pass it on unedited.'),
  ];
}

function use({ vendor, wantsSignedRequests }: IdpMetadata): MetadataProblem[] {
  const problems: MetadataProblem[] = [];
  if (wantsSignedRequests) {
    const message = 'The identity provider wants signed requests; nothing is known of the Hub signing any.';
    problems.push(problem('risk', 'wants_signed_requests', message, 'Switch that off for this application.'));
  }
  if (vendor !== 'Entra ID' && vendor !== 'Okta') {
    // MessageMedia's help pages: the Hub takes Azure AD and Okta; Sinch ID any SAML 2.0 identity provider.
    const named = vendor === 'unknown' ? 'an identity provider we do not know' : vendor;
    const message = `This is ${named}; the Hub supports Azure AD and Okta only, Sinch ID any.`;
    problems.push(
      problem('risk', 'unsupported_by_hub', message, 'Ask MessageMedia support before you go on.'),
    );
  }
  return problems;
}
