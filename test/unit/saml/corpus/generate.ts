/**
 * Writes the corpus anew: `npx tsx test/unit/saml/corpus/generate.ts && npx prettier --write test/unit/saml/corpus`.
 * Certificates and signatures differ each time.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { body, rsaCertificate } from './certificates.js';
import { metadataCases } from './metadata.js';
import { responseCases } from './responses.js';

const at = (path: string) => fileURLToPath(new URL(`./${path}`, import.meta.url));

function write(folder: string, documents: { name: string; document: string | Uint8Array }[]): void {
  rmSync(at(folder), { recursive: true, force: true });
  mkdirSync(at(folder), { recursive: true });
  for (const { name, document } of documents) writeFileSync(at(`${folder}/${name}.xml`), document);
}

/** Its certificate is the one in `documents/entra.xml`, so that the responses can be held against that. */
const signer = rsaCertificate('MessageMedia SSO contoso');
const metadata = metadataCases(body(signer.certificatePem));
const responses = responseCases(signer);
write('documents', metadata);
write('responses', responses);
const manifest = {
  metadata: metadata.map(({ name, findings }) => ({ file: `${name}.xml`, findings })),
  responses: responses.map(({ name, fails }) => ({ file: `${name}.xml`, fails })),
};
writeFileSync(at('manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
