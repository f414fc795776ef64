import Table from 'cli-table3';
import { Command } from 'commander';
import colors from 'picocolors';
import { readTrustedCa } from '../config/files.js';
import type { Diagnosis } from '../saml/diagnose.js';
import type { Severity } from '../saml/problem.js';
import type { MetadataCertificate } from '../saml/certificates.js';
import type { IdpMetadata } from '../saml/metadata.js';
import { print } from './context.js';
import { readBytes } from './document.js';
import { UsageError } from './errors.js';
import { parseTenant, parseThumbprint } from './parseOptions.js';
import { plain } from './render.js';

type MetadataOptions = { tenant?: string; thumbprint?: string; allowHost: string[] };

export const metadataCommand = () =>
  new Command('metadata')
    .description("say what an identity provider's metadata is, what is wrong with it, and what to do")
    .argument('<source>', 'a file, an https address, or - for standard input')
    .option('--tenant <guid>', 'the Entra ID tenant whose metadata it must be', parseTenant)
    .option(
      '--thumbprint <sha1>',
      'the certificate that must be among its signing certificates',
      parseThumbprint,
    )
    .option(
      '--allow-host <host>',
      "a host to fetch from, besides Microsoft's; again for more",
      (host: string, hosts: string[]) => [...hosts, host],
      [],
    )
    .addHelpText(
      'after',
      `
Needs neither settings nor Temporal. An address must be https, at an allowed host, and lead to public addresses;
--allow-host localhost allows this machine's own. TRUSTED_CA_FILE names a certificate authority to trust besides.

Exit codes: 0 nothing in it breaks sign-in, 1 something does, 2 it cannot be read or fetched.

Examples:
  sso-onboard metadata metadata.xml
  sso-onboard metadata --tenant a5d1d5c2-8308-5710-8878-c861608a989d - < metadata.xml
  sso-onboard metadata --allow-host idp.example.com https://idp.example.com/saml/metadata --json`,
    )
    .action(async (source: string, options: MetadataOptions, command: Command) => {
      const fetched = /^[a-z][a-z0-9+.-]*:\/\//i.test(source);
      const bytes = fetched ? await fetchFrom(source, options.allowHost) : readBytes(source);
      // Loaded for this command alone: it would take every other one half as long again to start.
      const { diagnose } = await import('../saml/diagnose.js');
      const { tenant, thumbprint } = options;
      const url = fetched ? source : undefined;
      const diagnosis = diagnose(bytes, { now: new Date(), tenantId: tenant, thumbprint, url });
      const marked = marking(diagnosis, thumbprint);
      print(command, marked, renderDiagnosis(marked));
      if (diagnosis.problems.some(({ severity }) => severity === 'breaks')) process.exitCode = 1;
    });

async function fetchFrom(url: string, allowHosts: string[]): Promise<Uint8Array> {
  const problems: string[] = [];
  const ca = readTrustedCa(process.env['TRUSTED_CA_FILE'], problems);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  const { fetchDocument, FetchRefusedError } = await import('../saml/fetchDocument.js');
  try {
    return await fetchDocument(url, { allowHosts, ca });
  } catch (error) {
    if (error instanceof FetchRefusedError) throw new UsageError(error.message);
    throw error;
  }
}

type MarkedMetadata = IdpMetadata & {
  /** `ours` is the certificate of `--thumbprint`. */
  signingCertificates: (MetadataCertificate & { ours: boolean })[];
};
type MarkedDiagnosis = Diagnosis & { metadata: MarkedMetadata | null };

function marking({ metadata, problems }: Diagnosis, thumbprint: string | undefined): MarkedDiagnosis {
  if (metadata === null) return { metadata, problems };
  const signingCertificates = metadata.signingCertificates.map((certificate) => ({
    ...certificate,
    ours: certificate.thumbprint === thumbprint,
  }));
  return { metadata: { ...metadata, signingCertificates }, problems };
}

const MARKS: Record<Severity, string> = {
  breaks: colors.red('✖ breaks sign-in'),
  risk: colors.yellow('! risk'),
  note: colors.dim('· note'),
};

/** The facts as a table, then the problems, the worst first. */
function renderDiagnosis(diagnosis: MarkedDiagnosis): string {
  const { problems } = plain(diagnosis);
  const { metadata } = diagnosis;
  const lines = metadata === null ? [] : [factsOf(metadata), ''];
  for (const { severity, code, message, remedy } of problems) {
    lines.push(`${MARKS[severity]} (${code}): ${message}`, `  To do: ${remedy}`);
  }
  if (problems.length === 0) lines.push(`${colors.green('✔')} Nothing is wrong with it.`);
  return lines.join('\n');
}

function factsOf(metadata: MarkedMetadata): string {
  const table = new Table({ style: { head: [], border: [] }, wordWrap: true, wrapOnWordBoundary: false });
  const row = (name: string, value: string) => table.push([name, plain(value)]);
  row('identity provider', metadata.vendor);
  row('entity ID', metadata.entityId ?? 'none');
  if (metadata.tenantId !== null) row('tenant', metadata.tenantId);
  for (const { binding, location } of metadata.singleSignOn) row(`sign-on, ${binding}`, location);
  for (const { binding, location } of metadata.singleLogout) row(`logout, ${binding}`, location);
  for (const certificate of metadata.signingCertificates) {
    const { thumbprint, subject, algorithm, keySize, signatureAlgorithm, validFrom, validTo } = certificate;
    const key = keySize === 0 ? algorithm : `${algorithm} ${String(keySize)}`;
    row(
      certificate.ours ? 'signing certificate, yours' : 'signing certificate',
      `${thumbprint}\n${subject}\n${key}, ${signatureAlgorithm}\n${validFrom.toISOString()} to ${validTo.toISOString()}`,
    );
  }
  if (metadata.validUntil !== null) row('document valid until', metadata.validUntil.toISOString());
  row('document signed', metadata.signed ? 'yes (not checked)' : 'no');
  row('SHA-256', metadata.sha256);
  return table.toString();
}
