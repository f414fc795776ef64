import { describe, expect, it } from '@jest/globals';
import { MetadataError, metadataProblems, parseIdpMetadata } from '../../src/saml/metadata.js';
import { makeCertificate } from '../../src/sandbox/tls.js';

const TENANT = 'a5d1d5c2-8308-5710-8878-c861608a989d';
const { certificatePem } = makeCertificate({
  commonName: 'test',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
});
const certificate = certificatePem.replace(/-----[^-]+-----|\s/g, '');
const keyDescriptor = `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`;
const signOn =
  '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://login.example/saml2"/>';
const entity = (children: string) =>
  `<?xml version="1.0"?><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sts.windows.net/${TENANT}/">${children}</EntityDescriptor>`;
const idp = entity(`<IDPSSODescriptor>${keyDescriptor}${signOn}</IDPSSODescriptor>`);

function refusal(document: string): MetadataError {
  try {
    parseIdpMetadata(document);
  } catch (error) {
    if (error instanceof MetadataError) return error;
  }
  throw new Error('was accepted');
}

describe('federation metadata', () => {
  it('of an identity provider is read', () => {
    expect(parseIdpMetadata(idp)).toMatchObject({
      entityId: `https://sts.windows.net/${TENANT}/`,
      singleSignOnUrl: 'https://login.example/saml2',
      signingCertificates: [{ validTo: new Date('2027-01-01T00:00:00Z') }],
    });
  });

  it.each([
    [
      'an assertion',
      '<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"/>',
      'wrong_root',
      '<Assertion>',
    ],
    [
      'a response',
      '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>',
      'wrong_root',
      '<Response>',
    ],
    [
      "a service provider's metadata",
      entity('<SPSSODescriptor/>'),
      'no_idp_descriptor',
      "service provider's",
    ],
    ['an HTML page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'html', 'HTML page'],
    [
      'a bare URL',
      'https://login.microsoftonline.com/x/federationmetadata.xml',
      'url',
      'not the XML behind it',
    ],
    ['a PEM certificate', certificatePem, 'pem', 'PEM certificate'],
    ['nothing', '  \n', 'empty', 'empty'],
    ['50 MB', `<a>${'x'.repeat(50 * 1024 * 1024)}</a>`, 'too_large', '52428807 bytes'],
    ['XML with a DOCTYPE', `<!DOCTYPE a [<!ENTITY b "c">]>${idp}`, 'doctype', 'DOCTYPE'],
    ['XML that is cut off', idp.slice(0, -20), 'not_xml', 'not well-formed'],
    [
      'metadata without a certificate',
      entity(`<IDPSSODescriptor>${signOn}</IDPSSODescriptor>`),
      'no_certificate',
      'no signing certificate',
    ],
    [
      'metadata without a sign-on address',
      entity(`<IDPSSODescriptor>${keyDescriptor}</IDPSSODescriptor>`),
      'no_sign_on_url',
      'SingleSignOnService',
    ],
  ])('that is %s is refused, and named', (_, document, code, words) => {
    const error = refusal(document);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  const metadata = parseIdpMetadata(idp);
  const thumbprint = metadata.signingCertificates[0]!.thumbprint;
  const now = new Date('2026-06-01T00:00:00Z');

  it("is right when it is the tenant's and has our certificate, which is not expired", () => {
    expect(metadataProblems(metadata, { tenantId: TENANT, thumbprint, now })).toEqual([]);
  });

  it.each([
    [
      "of another tenant's",
      { tenantId: '82072ab1-d69c-5544-86dd-b235c029bc17', thumbprint, now },
      'wrong_tenant',
    ],
    ['without our certificate', { tenantId: TENANT, thumbprint: 'ABCD', now }, 'certificate_missing'],
    [
      'with our certificate expired',
      { tenantId: TENANT, thumbprint, now: new Date('2028-01-01') },
      'certificate_expired',
    ],
  ])('%s is a problem', (_, expected, code) => {
    expect(metadataProblems(metadata, expected).map((problem) => problem.code)).toEqual([code]);
  });
});
