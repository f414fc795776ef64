/** What is wrong with a metadata document, what would break sign-in first, and what to do about each. */
import { hostOf } from './hosts.js';
import {
  flawOfAddress,
  type IdpMetadata,
  isBrowserBinding,
  readIdpMetadata,
  singleSignOnUrl,
} from './metadata.js';
import { MetadataError } from './metadataError.js';
import { identity } from './diagnoseIdentity.js';
import { signing } from './diagnoseCertificates.js';
import { type Expected, type MetadataProblem, problem, type Severity } from './problem.js';

export type Diagnosis = {
  /** Null when the document is not one identity provider's metadata. */
  metadata: IdpMetadata | null;
  /** The worst first. */
  problems: MetadataProblem[];
};

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

function protocol(metadata: IdpMetadata): MetadataProblem[] {
  const problems: MetadataProblem[] = [];
  if (!metadata.supportsSaml2) {
    const message =
      'The IDPSSODescriptor does not support the SAML 2.0 protocol (protocolSupportEnumeration).';
    problems.push(problem('breaks', 'no_saml2', message, 'Switch SAML 2.0 on at the identity provider.'));
  }
  const usable = singleSignOnUrl(metadata) !== undefined;
  problems.push(...ambiguous(metadata));
  const offered = metadata.singleSignOn.filter(({ binding }) => isBrowserBinding(binding));
  if (offered.length === 0) {
    const others = [...new Set(metadata.singleSignOn.map(({ binding }) => binding))].join(', ').slice(0, 200);
    const only = others === '' ? '' : ` It has ${others} only.`;
    const message = `The metadata names no SingleSignOnService over HTTP-Redirect or HTTP-POST.${only}`;
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

function lifetime({ validUntil, unreadableTimes }: IdpMetadata, { now }: Expected): MetadataProblem[] {
  const problems = unreadableTimes.map((value) => {
    const message = `The document has validUntil="${value.slice(0, 100)}", which is no time such as 2030-01-31T00:00:00Z; strict service providers refuse it.`;
    const remedy = 'Correct it at the identity provider, or fetch the metadata again unedited.';
    return problem('risk', 'validity_unreadable', message, remedy);
  });
  if (validUntil === null || now < validUntil) return problems;
  const message = `The document was valid until ${validUntil.toISOString()} only.`;
  return [problem('breaks', 'metadata_expired', message, 'Fetch the metadata again.'), ...problems];
}

/** Of several addresses for one binding, each service provider takes which it likes. */
function ambiguous({ singleSignOn }: IdpMetadata): MetadataProblem[] {
  const bindings = [...new Set(singleSignOn.map(({ binding }) => binding))].filter(isBrowserBinding);
  return bindings.flatMap((binding) => {
    const all = singleSignOn.filter((one) => one.binding === binding).map(({ location }) => location);
    const locations = [...new Set(all)];
    if (locations.length < 2) return [];
    const hosts = new Set(locations.map(hostOf));
    const shown = locations.slice(0, 5).map((location) => location.slice(0, 100));
    const message = `${binding} has ${String(locations.length)} sign-on addresses${hosts.size > 1 ? ', at different hosts' : ''}: ${shown.join(', ')}. Which one counts is up to the service provider.`;
    const remedy =
      'Ask the customer which address is right, and fetch the metadata again with that one only.';
    return [problem(hosts.size > 1 ? 'breaks' : 'risk', 'several_sign_on_addresses', message, remedy)];
  });
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

/** Those that may carry an address; `unspecified` leaves it open. */
const MAY_BE_ADDRESS = /:nameid-format:(emailAddress|unspecified)$/;

function use({ vendor, wantsSignedRequests, nameIdFormats }: IdpMetadata): MetadataProblem[] {
  const problems: MetadataProblem[] = [];
  if (nameIdFormats.length > 0 && !nameIdFormats.some((format) => MAY_BE_ADDRESS.test(format))) {
    const names = nameIdFormats.map((format) => format.split(':').at(-1) ?? format);
    const message = `The NameID is offered only as ${[...new Set(names)].join(', ')}; the Hub knows its users by their e-mail address.`;
    const remedy = 'Offer the format emailAddress, and fill the NameID with the address of the user.';
    problems.push(problem('risk', 'name_id_format', message, remedy));
  }
  if (wantsSignedRequests) {
    const message = 'The identity provider wants signed requests; nothing is known of the Hub signing any.';
    problems.push(problem('risk', 'wants_signed_requests', message, 'Switch that off for this application.'));
  }
  if (vendor !== 'Entra ID' && vendor !== 'Okta') {
    // MessageMedia's help pages: the Hub takes Microsoft Entra ID and Okta; Sinch ID any SAML 2.0 identity provider.
    const named = vendor === 'unknown' ? 'an identity provider we do not know' : vendor;
    const message = `This is ${named}; the Hub supports Microsoft Entra ID and Okta only, Sinch ID any.`;
    problems.push(
      problem('risk', 'unsupported_by_hub', message, 'Ask MessageMedia support before you go on.'),
    );
  }
  return problems;
}
