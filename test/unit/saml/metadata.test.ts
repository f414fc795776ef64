import { describe, expect, it } from '@jest/globals';
import { createHook } from 'node:async_hooks';
import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { diagnose } from '../../../src/saml/diagnose.js';
import { readIdpMetadata, singleSignOnUrl } from '../../../src/saml/metadata.js';
import { CORPUS_NOW } from './corpus/certificates.js';

const TENANT = 'a5d1d5c2-8308-5710-8878-c861608a989d';
const corpus = (path: string) => fileURLToPath(new URL(`./corpus/${path}`, import.meta.url));
const document = (file: string) => readFileSync(corpus(`documents/${file}`));
const manifest = JSON.parse(readFileSync(corpus('manifest.json'), 'utf8')) as {
  metadata: { file: string; findings: string[] }[];
};
const entra = document('entra.xml');
const now = CORPUS_NOW;

describe('the corpus of metadata', () => {
  it('is of at least 60 documents, each there once', () => {
    const files = manifest.metadata.map(({ file }) => file);
    expect(files.length).toBeGreaterThanOrEqual(60);
    expect(new Set(files).size).toBe(files.length);
    expect(files.filter((file) => !existsSync(corpus(`documents/${file}`)))).toEqual([]);
  });

  it.each(manifest.metadata)('gives for $file: $findings', ({ file, findings }) => {
    const { problems } = diagnose(document(file), { now });
    expect(problems.map(({ code }) => code)).toEqual(findings);
    for (const problem of problems) {
      expect(problem.message).toMatch(/\.$/);
      expect(problem.remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("an identity provider's metadata", () => {
  it('is read with all that a service provider needs', () => {
    const metadata = readIdpMetadata(entra);
    expect(metadata).toMatchObject({
      entityId: `https://sts.windows.net/${TENANT}/`,
      vendor: 'Entra ID',
      tenantId: TENANT,
      supportsSaml2: true,
      singleLogout: [{ binding: 'HTTP-Redirect' }],
      signingCertificates: [
        {
          thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
          subject: 'CN=MessageMedia SSO contoso',
          algorithm: 'rsa',
          keySize: 2048,
          signatureAlgorithm: 'sha256WithRSAEncryption',
          validTo: new Date('2029-01-01T00:00:00Z'),
        },
      ],
    });
    expect(singleSignOnUrl(metadata)).toBe(`https://login.microsoftonline.com/${TENANT}/saml2`);
  });

  it.each([
    ['okta.xml', 'Okta'],
    ['keycloak.xml', 'Keycloak'],
    ['adfs.xml', 'AD FS'],
    ['google.xml', 'Google'],
    ['ping.xml', 'Ping'],
    ['sign-on-post-only.xml', 'unknown'],
  ])('in %s is known to be of: %s', (file, vendor) => {
    expect(readIdpMetadata(document(file)).vendor).toBe(vendor);
  });

  it('has the same facts however it is encoded', () => {
    const { sha256, encoding, declaredEncoding, ...facts } = readIdpMetadata(entra);
    for (const file of [
      'utf8-mark.xml',
      'utf16-mark.xml',
      'utf16-without-mark.xml',
      'utf16-big-endian.xml',
      'latin1-declared.xml',
    ]) {
      expect(readIdpMetadata(document(file))).toMatchObject(facts);
    }
  });

  it('has its references decoded once', () => {
    const { singleSignOn } = readIdpMetadata(document('entity-references.xml'));
    expect(singleSignOn[0]!.location).toBe('https://idp.example.com/sso?a=1&b=2&c=3&d=4');
  });

  it('is read by its namespaces: attributes with a prefix are others', () => {
    expect(readIdpMetadata(document('namespace-of-attributes.xml'))).toMatchObject({
      entityId: 'https://idp.example.com',
      singleSignOn: [{ location: 'https://idp.example.com/sso' }],
    });
  });

  it('of two protocols is that of SAML 2.0', () => {
    const { supportsSaml2, singleSignOn } = readIdpMetadata(document('saml-1-beside-saml-2.xml'));
    expect({ supportsSaml2, singleSignOn }).toEqual({
      supportsSaml2: true,
      singleSignOn: [{ binding: 'HTTP-Redirect', location: 'https://idp.example.com/sso' }],
    });
  });

  it('for WS-Federation only is mended at its own vendor', () => {
    const remedy = (file: string) => diagnose(document(file), { now }).problems[0]!.remedy;
    expect(remedy('ws-federation-only.xml')).toContain('Choose SAML as the single sign-on method');
    expect(remedy('ws-federation-trust-only.xml')).toContain('SAML 2.0 application at Okta');
    expect(remedy('ws-federation-application.xml')).not.toContain('single sign-on method');
  });

  it('takes the first certificate of an X509Data for its key, and names ours that stands behind it', () => {
    const { signingCertificates, chainCertificates } = readIdpMetadata(document('chain-unrelated.xml'));
    expect(signingCertificates.map(({ subject }) => subject)).toEqual(['CN=MessageMedia SSO contoso']);
    const [behind] = chainCertificates;
    const { problems } = diagnose(document('chain-unrelated.xml'), { now, thumbprint: behind!.thumbprint });
    expect(problems[0]).toMatchObject({
      code: 'certificate_missing',
      message: expect.stringContaining('stands behind another'),
    });
  });

  it('says from when the next certificate is valid', () => {
    const { problems } = diagnose(document('ends-soon-next-listed.xml'), { now });
    const next = problems.find(({ code }) => code === 'next_certificate_listed');
    expect(next!.message).toContain('valid from 2026-12-10T00:00:00.000Z');
  });

  it('of 8 bits is read by the encoding that it declares', () => {
    const text = (file: string) => readIdpMetadata(document(file)).encoding;
    expect(['encoding-iso-8859-2.xml', 'encoding-windows-1250.xml', 'encoding-koi8-r.xml'].map(text)).toEqual(
      ['iso-8859-2', 'windows-1250', 'koi8-r'],
    );
  });

  it('is not well-formed at the line that is named', () => {
    const lines = document('malformed-hyphens-in-comment.xml').toString().replaceAll('><', '>\n<');
    const line = lines.slice(0, lines.indexOf('<!-- a')).split('\n').length;
    expect(diagnose(lines, { now }).problems[0]!.message).toContain(`(line ${String(line)})`);
  });

  it.each([
    ['sign-on-user-name.xml', 'carries a user name or a password'],
    ['sign-on-redirect-http.xml', '"http://idp.example.com/sso" (HTTP-Redirect) is not https'],
    ['certificate-signed-with-sha1.xml', 'is itself signed with sha1WithRSAEncryption'],
    ['federation-nested.xml', '1 entities, 1 of them identity providers'],
    ['namespace-undeclared.xml', 'prefix ds is not declared'],
    ['urls.xml', '2 URLs'],
    ['words-before.xml', '"Hi, here is our metadata:"'],
    ['shift-jis.xml', 'declares shift_jis'],
    ['malformed-hyphens-in-comment.xml', 'malformed comment (line 1)'],
    ['malformed-declaration-inside.xml', '(line 1)'],
    ['ws-federation-trust-only.xml', 'WS-Trust only'],
    ['form-page.xml', 'the HTML form that carries a SAML response'],
    ['base64-line-breaks-in-json.xml', 'base64 of a SAML response'],
    ['look-alike-cyrillic-punycode.xml', 'looks like login.microsoftonline.com'],
    ['look-alike-as-a-part.xml', 'looks like login.microsoftonline.com'],
    ['sign-on-two-hosts.xml', 'https://idp.example.com/sso, https://idp.example.net/sso'],
    ['use-wrong-case.xml', 'use="Signing"'],
    ['sign-on-binding-in-lower-case.xml', 'http-redirect only'],
    ['utf8-declared-utf16.xml', 'declares the encoding utf-16, but is utf-8'],
  ])('in %s is told to be wrong in words: %s', (file, words) => {
    expect(diagnose(document(file), { now }).problems[0]!.message).toContain(words);
  });

  const { thumbprint } = readIdpMetadata(entra).signingCertificates[0]!;
  const codes = (file: string, expected: object) =>
    diagnose(document(file), { now, ...expected }).problems.map(({ code }) => code);

  it("is right when it is the tenant's and has our certificate", () => {
    expect(codes('entra.xml', { tenantId: TENANT, thumbprint: thumbprint.toLowerCase() })).toEqual([]);
  });

  it("is wrong when it is another tenant's, lacks our certificate, or ours has expired", () => {
    expect(codes('entra.xml', { tenantId: 'windows.net' })).toEqual(['wrong_tenant']);
    const other = { tenantId: '82072ab1-d69c-5544-86dd-b235c029bc17', thumbprint: 'AB' };
    expect(codes('entra.xml', other)).toEqual(['wrong_tenant', 'certificate_missing']);
    const later = { thumbprint, now: new Date('2029-01-02T00:00:00Z') };
    expect(codes('entra-two-certificates.xml', later)).toContain('certificate_expired');
    const [old] = readIdpMetadata(document('entra-expired-beside-valid.xml')).signingCertificates;
    expect(codes('entra-expired-beside-valid.xml', { thumbprint: old!.thumbprint })).toContain(
      'certificate_expired',
    );
  });

  it("is the tenant's and not the application's when its address has no appid", () => {
    const url = `https://login.microsoftonline.com/${TENANT}/federationmetadata/2007-06/federationmetadata.xml`;
    expect(codes('entra.xml', { url })).toEqual(['tenant_wide']);
    expect(codes('entra.xml', { url: `${url}?appid=1` })).toEqual([]);
  });

  it('that was fetched from where it signs people in is right, whatever the host', () => {
    const elsewhere = 'https://login.attacker.example/metadata?appid=1';
    expect(codes('hosts-entra-elsewhere.xml', { url: elsewhere })).toEqual([]);
    const entraUrl = 'https://login.microsoftonline.com/metadata?appid=1';
    expect(codes('hosts-entra-elsewhere.xml', { url: entraUrl })).toEqual(['foreign_host']);
  });

  it('of 50 MB is refused before it is read', () => {
    const [problem] = diagnose(Buffer.alloc(50 * 1024 * 1024, 'x'), { now }).problems;
    expect(problem).toMatchObject({ code: 'too_large', message: expect.stringContaining('52428800 bytes') });
  });

  it('in base64 is told from other things in base64', () => {
    const inside = (file: string) => diagnose(document(file), { now }).problems[0]!.message;
    expect(inside('base64-metadata.xml')).toContain('base64 of metadata');
    expect(inside('base64-certificate.xml')).toContain('base64 of a certificate');
    expect(inside('base64-response.xml')).toContain('base64 of a SAML response');
    expect(inside('base64-response-form.xml')).toContain('base64 of a SAML response');
    expect(inside('base64-deflated-request.xml')).toContain('base64 of a SAML sign-in request');
  });

  it('is diagnosed without a socket, a lookup or a timer', async () => {
    const begun: string[] = [];
    const hook = createHook({ init: (_, type) => begun.push(type) });
    hook.enable();
    for (const bytes of manifest.metadata.map(({ file }) => document(file))) diagnose(bytes, { now });
    // Inflating base64 is what is allowed.
    const duringDiagnoses = begun.splice(0).filter((type) => type !== 'ZLIB' && type !== 'TickObject');
    // What the hook would have seen.
    const found = lookup('localhost');
    hook.disable();
    await found;
    expect(duringDiagnoses).toEqual([]);
    expect(begun).toContain('GETADDRINFOREQWRAP');
  });
});
