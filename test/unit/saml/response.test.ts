import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SignInRule } from '../../../src/onboarding/testSignIn.js';
import { refusalFinding } from '../../../src/saml/findings.js';
import { readIdpMetadata } from '../../../src/saml/metadata.js';
import { verifyResponse } from '../../../src/saml/response.js';
import { MAX_RESPONSE_CHARS } from '../../../src/saml/responseDocument.js';
import { CORPUS_NOW } from './corpus/certificates.js';
import { EXPECTED } from './corpus/responses.js';

const corpus = (path: string) => readFileSync(fileURLToPath(new URL(`./corpus/${path}`, import.meta.url)));
const manifest = JSON.parse(corpus('manifest.json').toString()) as {
  responses: { file: string; fails: SignInRule[] }[];
};
const { signingCertificates } = readIdpMetadata(corpus('documents/entra.xml'));
const certificates = signingCertificates.map(({ pem }) => pem);

const verify = (document: Buffer | string, changes: object = {}) =>
  verifyResponse(Buffer.from(document).toString('base64'), {
    idp: { entityId: EXPECTED.entityId, certificates },
    audience: EXPECTED.audience,
    acsUrl: EXPECTED.acsUrl,
    isOpenRequest: (id) => id === EXPECTED.requestId,
    now: CORPUS_NOW,
    ...changes,
  });
const right = corpus('responses/right.xml');

describe('the corpus of responses', () => {
  it.each(manifest.responses)('in $file fails: $fails', ({ file, fails }) => {
    const { checks, signIn } = verify(corpus(`responses/${file}`));
    const failed = checks.filter(({ result }) => result === 'failed').map(({ rule }) => rule);
    expect({ failed, why: checks.filter(({ result }) => result === 'failed') }).toMatchObject({
      failed: fails,
    });
    expect(signIn === null).toBe(fails.length > 0);
  });
});

describe('a response', () => {
  it('that is right tells who signed in, and that every rule was met', () => {
    const { checks, signIn, requestId } = verify(right);
    expect(checks.map(({ result }) => result)).toEqual(checks.map(() => 'passed'));
    expect(signIn).toEqual({
      nameId: 'sam@contoso.example',
      nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      claims: {
        'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': ['sam@contoso.example'],
      },
      roles: [],
    });
    expect(requestId).toBe(EXPECTED.requestId);
  });

  it('is accepted once: the second time its request is answered', () => {
    const answered = new Set<string>();
    const isOpenRequest = (id: string) => id === EXPECTED.requestId && !answered.has(id);
    const first = verify(right, { isOpenRequest });
    answered.add(first.requestId!);
    const second = verify(right, { isOpenRequest });
    expect(first.signIn).not.toBeNull();
    expect(second.checks).toContainEqual({
      rule: 'request',
      result: 'failed',
      detail: 'the request is unknown, too old or answered',
    });
  });

  it('is accepted by the next certificate as well, while the metadata shows both', () => {
    const two = readIdpMetadata(corpus('documents/entra-two-certificates.xml')).signingCertificates;
    const { signIn } = verify(right, {
      idp: { entityId: EXPECTED.entityId, certificates: two.map(({ pem }) => pem).reverse() },
    });
    expect(signIn).not.toBeNull();
  });

  it('that is larger than 256 KiB is refused before it is decoded', () => {
    const { checks } = verifyResponse('A'.repeat(MAX_RESPONSE_CHARS + 1), {
      idp: { entityId: EXPECTED.entityId, certificates },
      audience: EXPECTED.audience,
      acsUrl: EXPECTED.acsUrl,
      isOpenRequest: () => true,
      now: CORPUS_NOW,
    });
    expect(checks[0]).toMatchObject({ rule: 'size', result: 'failed' });
    expect(checks.slice(1).every(({ result }) => result === 'notChecked')).toBe(true);
  });

  it.each([
    ['right-response-signed-only.xml', 'response_signing_option', 'Signing Option'],
    ['session-over.xml', 'response_session_over', 'private window'],
    ['issuer-of-response-another.xml', 'response_issuers_differ', 'changes what it sends'],
    ['wrong-issuer.xml', 'response_issuer', "customer's own tenant"],
    ['expired.xml', 'response_time', 'clock'],
    ['wrong-certificate.xml', 'response_signature', 'certificate and metadata'],
  ])('like %s is refused with its true cause: %s', (file, code, words) => {
    const { checks } = verify(corpus(`responses/${file}`));
    expect(refusalFinding(checks, { claims: [] })).toMatchObject({
      code,
      remedy: expect.stringContaining(words),
    });
  });

  it("in which Entra ID refuses the user carries Entra ID's own words", () => {
    const { refusal } = verify(corpus('responses/status-refused.xml'));
    expect(refusal).toContain('AADSTS50105');
  });
});
