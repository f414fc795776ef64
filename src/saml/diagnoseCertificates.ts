/** Whether the signing certificates can verify what the identity provider signs, now and in some weeks. */
import type { MetadataCertificate } from './certificates.js';
import type { IdpMetadata } from './metadata.js';
import { type Expected, FETCH_APPLICATION, type MetadataProblem, problem } from './problem.js';

const DAY_MS = 86_400_000;
const SOON_DAYS = 60;

export function signing(metadata: IdpMetadata, expected: Expected): MetadataProblem[] {
  const { signingCertificates: all, unreadableCertificates, encryptionCertificates, unknownUses } = metadata;
  const problems: MetadataProblem[] = [...uses(metadata), ...chains(metadata, expected)];
  if (unreadableCertificates > 0) {
    const message = `${String(unreadableCertificates)} of the signing certificates cannot be read.`;
    const severity = all.length === 0 ? 'breaks' : 'risk';
    problems.push(
      problem(severity, 'bad_certificate', message, 'Fetch the metadata again; it was cut or edited.'),
    );
  }
  if (all.length + unreadableCertificates === 0 && unknownUses.length > 0) return problems;
  if (all.length + unreadableCertificates === 0) {
    const only = encryptionCertificates > 0 ? ', only one for encryption' : '';
    const message = `The metadata has no signing certificate${only}.`;
    const remedy = 'Add a signing certificate at the identity provider, then fetch the metadata again.';
    return [...problems, problem('breaks', 'no_certificate', message, remedy)];
  }
  const wanted = expected.thumbprint?.toLowerCase();
  const ours = all.find(({ thumbprint }) => thumbprint.toLowerCase() === wanted);
  const behind = metadata.chainCertificates.some(({ thumbprint }) => thumbprint.toLowerCase() === wanted);
  if (wanted !== undefined && ours === undefined && !behind) {
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
  if (valid.length > 0) problems.push(...nextOne(metadata, valid, now));
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

/** Whether one certificate follows the other without a gap, for long enough. */
function nextOne(
  { signingCertificates }: IdpMetadata,
  valid: readonly MetadataCertificate[],
  now: Date,
): MetadataProblem[] {
  const inDays = (time: number) => String(Math.floor((time - now.getTime()) / DAY_MS));
  const soon = (time: number) => time - now.getTime() < SOON_DAYS * DAY_MS;
  const last = Math.max(...valid.map(({ validTo }) => validTo.getTime()));
  if (!soon(last)) return [];
  let end = last;
  const later = signingCertificates
    .filter(({ validTo }) => validTo.getTime() > last)
    .toSorted((a, b) => a.validFrom.getTime() - b.validFrom.getTime());
  for (const { validFrom, validTo } of later) {
    if (validFrom.getTime() <= end) end = Math.max(end, validTo.getTime());
  }
  const [next] = later;
  const ends = `The last valid certificate expires on ${new Date(last).toISOString()}, in ${inDays(last)} days`;
  if (next === undefined || soon(end)) {
    const gap =
      next === undefined
        ? '.'
        : `; the next one, ${next.thumbprint}, is valid from ${next.validFrom.toISOString()} to ${next.validTo.toISOString()}.`;
    const remedy =
      next !== undefined && next.validFrom.getTime() > last
        ? 'Add a certificate that is valid before this one expires, and hand the metadata over again.'
        : 'Add the next certificate now, and hand the metadata over again before you activate it.';
    return [problem('risk', 'certificate_expires_soon', ends + gap, remedy)];
  }
  const message = `${ends}; the next one, ${next.thumbprint}, is listed and valid from ${next.validFrom.toISOString()}.`;
  const remedy =
    'Activate the next certificate at the identity provider once it is valid and the Hub has it.';
  return [problem('note', 'next_certificate_listed', message, remedy)];
}

/** The XML schema of SAML knows two words, in lower case: strict service providers refuse or ignore others. */
function uses({ unknownUses, signingCertificates }: IdpMetadata): MetadataProblem[] {
  return unknownUses.map((use) => {
    const message = `A KeyDescriptor has use="${use.slice(0, 100)}"; SAML knows only "signing" and "encryption", in lower case.`;
    const severity = signingCertificates.length === 0 ? 'breaks' : 'risk';
    const remedy = 'Correct it at the identity provider, or fetch the metadata again unedited.';
    return problem(severity, 'key_use_unknown', message, remedy);
  });
}

/** Only the first certificate of an X509Data verifies signatures; what stands behind it is its chain. */
function chains({ chainCertificates }: IdpMetadata, { thumbprint: wanted }: Expected): MetadataProblem[] {
  const problems = chainCertificates.flatMap(({ thumbprint, subject, relation }): MetadataProblem[] => {
    const which = `The certificate ${thumbprint} (${subject})`;
    if (relation === 'unrelated') {
      const message = `${which} stands behind another in one X509Data without being its issuer: service providers take only the first.`;
      const remedy = 'Give it a KeyDescriptor of its own, if the identity provider signs with it.';
      return [problem('risk', 'certificate_behind_another', message, remedy)];
    }
    if (relation === 'issuer') return [];
    const message = `${which} stands behind the certificate of its issuer in one X509Data: service providers take only the first.`;
    const remedy = 'Put the signing certificate first, and those of its issuers behind it.';
    return [problem('risk', 'chain_order', message, remedy)];
  });
  const ours = chainCertificates.find(({ thumbprint }) => thumbprint.toLowerCase() === wanted?.toLowerCase());
  if (ours === undefined) return problems;
  const message = `The certificate ${ours.thumbprint} stands behind another in one X509Data: it verifies no signature there.`;
  return [...problems, problem('breaks', 'certificate_missing', message, FETCH_APPLICATION)];
}
