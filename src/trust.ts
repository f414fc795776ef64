/** Trust in a certificate authority of one's own besides the usual ones. */
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

const contexts = new Map<string, SecureContext>();

/**
 * For the `secureContext` of a TLS connection. All usual roots are parsed once for each authority: for each connection
 * it would take tens of milliseconds of the main thread.
 * @param ca PEM
 */
export function trusting(ca: string): SecureContext {
  const known = contexts.get(ca) ?? createSecureContext({ ca: [...rootCertificates, ca] });
  contexts.set(ca, known);
  return known;
}
