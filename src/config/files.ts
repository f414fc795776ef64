/** What settings name by file: proofs of a client, secrets, a certificate authority. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClientCredentials } from '../graph/entra.js';

export type Environment = Record<string, string | undefined>;

/** One of secret, certificate and federated token; their names are those that @azure/identity knows. */
export function readClient(
  prefix: string,
  given: Environment,
  problems: string[],
): ClientCredentials | undefined {
  const clientId = given[`${prefix}_CLIENT_ID`];
  if (clientId === undefined) return undefined;
  const secret = given[`${prefix}_CLIENT_SECRET`];
  const certificatePath = given[`${prefix}_CLIENT_CERTIFICATE_PATH`];
  const tokenFile = given[`${prefix}_FEDERATED_TOKEN_FILE`];
  const proofs = [secret, certificatePath, tokenFile].filter((value) => value !== undefined);
  if (proofs.length !== 1) {
    problems.push(
      `${prefix}_CLIENT_ID: needs exactly one of ${prefix}_CLIENT_CERTIFICATE_PATH, ${prefix}_FEDERATED_TOKEN_FILE and ${prefix}_CLIENT_SECRET; ${String(proofs.length)} are set`,
    );
    return undefined;
  }
  if (secret !== undefined) return { clientId, kind: 'secret', secret };
  // Only looked at: both are read again for each token, since they are renewed under the same name.
  const check = (name: string, file: string, flawOf: (text: string) => string | undefined) => {
    const text = readText(`${prefix}_${name}`, file, problems);
    const flaw = text === undefined ? undefined : flawOf(text);
    if (flaw !== undefined) problems.push(`${prefix}_${name}: ${flaw}`);
  };
  if (tokenFile !== undefined) {
    check('FEDERATED_TOKEN_FILE', tokenFile, (text) => (text.trim() === '' ? 'is empty' : undefined));
    return { clientId, kind: 'federatedToken', tokenFile };
  }
  const password = given[`${prefix}_CLIENT_CERTIFICATE_PASSWORD`];
  const path = certificatePath ?? '';
  check('CLIENT_CERTIFICATE_PATH', path, (text) => flawOfCertificate(text, password));
  return { clientId, kind: 'certificate', certificatePath: path, password };
}

/** Of a PEM with a certificate and its private key. Never repeats what is in it. */
function flawOfCertificate(pem: string, password: string | undefined): string | undefined {
  try {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey({ key: pem, ...(password === undefined ? {} : { passphrase: password }) });
    return certificate.checkPrivateKey(key) ? undefined : 'its private key belongs to another certificate';
  } catch {
    return 'must be a PEM with a certificate and its private key, which opens with the password if one is set';
  }
}

/** The file's text; undefined when it cannot be read, which is added to the problems. */
export function readText(name: string, file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(`${name}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** PEM of a private certificate authority; what is wrong with the file is added to the problems. */
export function readTrustedCa(file: string | undefined, problems: string[]): string | undefined {
  if (file === undefined || file === '') return undefined;
  const pem = readText('TRUSTED_CA_FILE', file, problems);
  if (pem === undefined || pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  problems.push('TRUSTED_CA_FILE: is not a PEM certificate');
  return undefined;
}
