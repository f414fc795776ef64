/** Writes the corpus anew: `npx tsx test/saml/corpus/generate.ts`. Certificates and signatures differ each time. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { body, rsaCertificate } from './certificates.js';
import { metadataCases } from './metadata.js';

const folder = (name: string) => fileURLToPath(new URL(`./${name}/`, import.meta.url));

const signer = rsaCertificate('MessageMedia SSO contoso');
const metadata = metadataCases(body(signer.certificatePem));

rmSync(folder('documents'), { recursive: true, force: true });
mkdirSync(folder('documents'), { recursive: true });
const manifest = metadata.map(({ name, document, findings }) => {
  writeFileSync(`${folder('documents')}${name}.xml`, document);
  return { file: `${name}.xml`, findings };
});
writeFileSync(
  fileURLToPath(new URL('./manifest.json', import.meta.url)),
  `${JSON.stringify({ metadata: manifest }, null, 2)}\n`,
);
