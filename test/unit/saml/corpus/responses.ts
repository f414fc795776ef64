/** The responses of the corpus: one that is right, odd ones, and an attack of each known class. */
import { SignedXml } from 'xml-crypto';
import { rsaCertificate, type Signer } from './certificates.js';

/** What every response of the corpus is held against, besides the signer's certificate. */
export const EXPECTED = {
  entityId: 'https://sts.windows.net/a5d1d5c2-8308-5710-8878-c861608a989d/',
  audience: 'https://hub.messagemedia.com',
  acsUrl: 'https://onboarding.example.com/test-sign-in/acs',
  requestId: '_request',
};

export type ResponseCase = {
  name: string;
  document: string;
  /** Every rule that must fail; those after a hopeless one are not checked at all. */
  fails: string[];
};

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

const attribute = (name: string, value: string) =>
  `<Attribute Name="${name}"><AttributeValue>${value}</AttributeValue></Attribute>`;

const authnStatement = (instant: string, end: string) =>
  `<AuthnStatement AuthnInstant="${instant}" SessionNotOnOrAfter="${end}" SessionIndex="_s1"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext></AuthnStatement>`;

type Changes = Partial<typeof EXPECTED> & {
  id?: string;
  nameId?: string;
  notBefore?: string;
  notOnOrAfter?: string;
  recipient?: string;
  attributes?: string;
  extra?: string;
  method?: string;
};

function assertion(changes: Changes = {}): string {
  const values = { ...EXPECTED, id: '_a1', nameId: 'sam@contoso.example', extra: '', ...changes };
  const { notBefore = '2026-11-30T23:55:00Z', notOnOrAfter = '2026-12-01T01:05:00Z' } = changes;
  const { recipient = values.acsUrl, method = 'urn:oasis:names:tc:SAML:2.0:cm:bearer' } = changes;
  const attributes = changes.attributes ?? attribute(`${XMLSOAP}emailaddress`, 'sam@contoso.example');
  const request = values.requestId === '' ? '' : ` InResponseTo="${values.requestId}"`;
  return `<Assertion xmlns="${SAML}" ID="${values.id}" IssueInstant="2026-12-01T00:00:00Z" Version="2.0"><Issuer>${values.entityId}</Issuer><Subject><NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${values.nameId}</NameID><SubjectConfirmation Method="${method}"><SubjectConfirmationData${request} NotOnOrAfter="${notOnOrAfter}" Recipient="${recipient}"/></SubjectConfirmation></Subject><Conditions NotBefore="${notBefore}" NotOnOrAfter="${notOnOrAfter}"><AudienceRestriction><Audience>${values.audience}</Audience></AudienceRestriction></Conditions><AttributeStatement>${attributes}</AttributeStatement>${values.extra}</Assertion>`;
}

function response(
  content: string,
  changes: Changes & { destination?: string; status?: string } = {},
): string {
  const { destination = EXPECTED.acsUrl, requestId = EXPECTED.requestId } = changes;
  const request = requestId === '' ? '' : ` InResponseTo="${requestId}"`;
  const status = changes.status ?? '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>';
  return `<samlp:Response xmlns:samlp="${SAMLP}" ID="_r1" Version="2.0" IssueInstant="2026-12-01T00:00:00Z" Destination="${destination}"${request}><Issuer xmlns="${SAML}">${EXPECTED.entityId}</Issuer><samlp:Status>${status}</samlp:Status>${content}</samlp:Response>`;
}

function signed(
  xml: string,
  { privateKeyPem, certificatePem }: Signer,
  { element = 'Assertion', algorithm = RSA_SHA256, digest = SHA256, prefixes = '' } = {},
): string {
  const signer = new SignedXml({
    privateKey: privateKeyPem,
    publicCert: certificatePem,
    signatureAlgorithm: algorithm,
    canonicalizationAlgorithm: EXCLUSIVE,
    idAttribute: 'ID',
  });
  signer.addReference({
    xpath: `//*[local-name(.)='${element}']`,
    digestAlgorithm: digest,
    ...(prefixes === '' ? {} : { inclusiveNamespacesPrefixList: prefixes.split(' ') }),
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE],
  });
  const reference = `//*[local-name(.)='${element}']/*[local-name(.)='Issuer']`;
  signer.computeSignature(xml, { location: { reference, action: 'after' } });
  return signer.getSignedXml();
}

const part = (xml: string, name: string) =>
  new RegExp(`<(?:\\w+:)?${name}[ >].*</(?:\\w+:)?${name}>`, 's').exec(xml)?.[0] ?? '';

/** Every attack begins with what an attacker may well have: a response that was really signed. */
export function responseCases(signer: Signer): ResponseCase[] {
  const attacker = rsaCertificate('attacker');
  const right = signed(response(assertion()), signer);
  const original = part(right, 'Assertion');
  const signature = part(original, 'Signature');
  const bare = original.replace(signature, '');
  const evil = assertion({ id: '_evil', nameId: 'admin@contoso.example' });
  const withChanges = (changes: Changes) => signed(response(assertion(changes), changes), signer);
  const digest = /<DigestValue>(.*?)<\/DigestValue>/.exec(signature)?.[1] ?? '';
  const signedInfo = part(signature, 'SignedInfo');
  const noHandle = [
    ['document-empty', ''],
    ['document-html', '<!DOCTYPE html><html/>'],
    ['document-metadata', `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>`],
    ['document-cut-off', right.slice(0, -40)],
    ['document-two-roots', right + right],
    ['document-other-namespace', right.replace(`xmlns:samlp="${SAMLP}"`, 'xmlns:samlp="urn:other"')],
    ['document-doctype', `<!DOCTYPE r>${right}`],
    [
      'document-external-entity',
      `<!DOCTYPE r [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>${right.replace('sam@', '&xxe;@')}`,
    ],
    [
      'document-billion-laughs',
      `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${right.replace('sam@', '&b;@')}`,
    ],
    ['document-deep', response('<x>'.repeat(200) + '</x>'.repeat(200))],
    ['document-response-in-response', response(right)],
    // The signature holds: canonicalisation leaves comments out.
    [
      'comment-in-name',
      signed(response(assertion({ nameId: 'sam@contoso.example.attacker.example' })), signer).replace(
        'example.attacker',
        'example<!-- -->.attacker',
      ),
    ],
    ['comment-in-digest', right.replace(digest, `AAAA<!-- -->${digest}`)],
    ['instruction-in-name', right.replace('sam@', 'sam<?x ?>@')],
  ] as const;
  return [
    { name: 'right', document: right, fails: [] },
    {
      name: 'right-response-signed-too',
      document: signed(right, signer, { element: 'Response' }),
      fails: [],
    },
    {
      name: 'right-response-signed-only',
      document: signed(response(assertion()), signer, { element: 'Response' }),
      fails: ['signature'],
    },
    {
      name: 'right-clock-of-a-minute-ago',
      document: withChanges({ notBefore: '2026-12-01T00:00:30Z' }),
      fails: [],
    },
    {
      name: 'right-two-audiences',
      document: withChanges({
        audience: `https://other.example.com</Audience><Audience>${EXPECTED.audience}`,
      }),
      fails: [],
    },
    {
      name: 'two-restrictions-one-not-ours',
      document: withChanges({
        audience: `${EXPECTED.audience}</Audience></AudienceRestriction><AudienceRestriction><Audience>https://other.example.com`,
      }),
      fails: ['audience'],
    },
    {
      name: 'right-conditions-without-times',
      document: signed(response(assertion().replace(/<Conditions [^>]*>/, '<Conditions>')), signer),
      fails: [],
    },
    {
      name: 'confirmation-without-end',
      document: signed(
        response(assertion().replace(/(<SubjectConfirmationData[^>]*) NotOnOrAfter="[^"]*"/, '$1')),
        signer,
      ),
      fails: ['time'],
    },
    ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((name) => ({
      name: `right-attribute-named-${name.replaceAll('_', '')}`,
      document: withChanges({ attributes: attribute(name, 'v') }),
      fails: [],
    })),
    {
      name: 'right-session-still-open',
      document: withChanges({ extra: authnStatement('2026-11-30T23:00:00Z', '2026-12-01T08:00:00Z') }),
      fails: [],
    },
    {
      name: 'session-over',
      document: withChanges({ extra: authnStatement('2026-11-30T20:00:00Z', '2026-11-30T23:00:00Z') }),
      fails: ['time'],
    },
    {
      name: 'session-end-is-no-time',
      document: withChanges({ extra: authnStatement('2026-11-30T20:00:00Z', 'later') }),
      fails: ['time'],
    },
    {
      name: 'signed-in-tomorrow',
      document: withChanges({ extra: authnStatement('2026-12-02T00:00:00Z', '2026-12-03T00:00:00Z') }),
      fails: ['time'],
    },
    {
      name: 'issuer-of-response-another',
      document: right.replace(`>${EXPECTED.entityId}<`, '>https://attacker.example/<'),
      fails: ['issuer'],
    },
    {
      name: 'right-issuer-of-response-missing',
      document: right.replace(/<Issuer xmlns="[^"]*">[^<]*<\/Issuer>(?=<samlp:Status>)/, ''),
      fails: [],
    },
    {
      name: 'many-tags-in-key-info',
      document: right.replace('<KeyInfo>', `<KeyInfo>${'<a/>'.repeat(100)}`),
      fails: ['signature'],
    },
    {
      name: 'document-many-tags',
      document: right.replace('<KeyInfo>', `<KeyInfo>${'<a/>'.repeat(5000)}`),
      fails: ['document'],
    },
    {
      name: 'right-prefixes-signed-too',
      document: signed(
        response(assertion(), {}).replace(
          '<samlp:Response ',
          '<samlp:Response xmlns:xs="http://www.w3.org/2001/XMLSchema" ',
        ),
        signer,
        { prefixes: 'xs' },
      ),
      fails: [],
    },
    ...noHandle.map(([name, document]) => ({ name, document, fails: ['document'] })),

    // Refused by Entra ID.
    {
      name: 'status-refused',
      document: response('', {
        status: `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/><samlp:StatusMessage>AADSTS50105: Your administrator has configured the application to block users.</samlp:StatusMessage>`,
      }),
      fails: ['status', 'assertion'],
    },
    {
      name: 'status-failed-with-assertion',
      document: signed(
        response(assertion(), {
          status: '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester"/>',
        }),
        signer,
      ),
      fails: ['status'],
    },

    // Signature wrapping, in its known shapes.
    { name: 'wrapping-evil-sibling-first', document: response(evil + original), fails: ['assertion'] },
    { name: 'wrapping-evil-sibling-last', document: response(original + evil), fails: ['assertion'] },
    {
      name: 'wrapping-signed-in-advice',
      document: response(
        assertion({ id: '_evil', nameId: 'admin@contoso.example', extra: `<Advice>${original}</Advice>` }),
      ),
      fails: ['assertion'],
    },
    {
      name: 'wrapping-signed-in-object',
      document: response(
        evil.replace(
          '</Issuer>',
          `</Issuer>${signature.replace('</Signature>', `<Object>${bare}</Object></Signature>`)}`,
        ),
      ),
      fails: ['assertion'],
    },
    {
      name: 'wrapping-in-extensions',
      document: response(evil).replace(
        '<samlp:Status>',
        `<samlp:Extensions>${original}</samlp:Extensions><samlp:Status>`,
      ),
      fails: ['assertion'],
    },
    {
      name: 'wrapping-signature-moved',
      document: response(evil.replace('</Issuer>', `</Issuer>${signature}`)),
      fails: ['signature'],
    },
    {
      name: 'wrapping-same-id',
      document: response(
        assertion({ nameId: 'admin@contoso.example' }).replace('</Issuer>', `</Issuer>${signature}`),
      ),
      fails: ['signature'],
    },
    {
      name: 'wrapping-assertion-in-status',
      document: response('').replace(
        '</samlp:Status>',
        `<samlp:StatusDetail>${original}</samlp:StatusDetail></samlp:Status>`,
      ),
      fails: ['assertion'],
    },
    {
      name: 'wrapping-other-case',
      document: response(
        evil + original.replaceAll('<Assertion', '<assertion').replaceAll('</Assertion', '</assertion'),
      ),
      fails: ['signature'],
    },

    // Signatures that do not hold.
    { name: 'unsigned', document: response(assertion()), fails: ['algorithms'] },
    { name: 'signature-removed-from-signed', document: right.replace(signature, ''), fails: ['algorithms'] },
    {
      name: 'signature-emptied',
      document: right.replace(/<SignatureValue>.*?<\/SignatureValue>/s, '<SignatureValue></SignatureValue>'),
      fails: ['signature'],
    },
    { name: 'wrong-certificate', document: signed(response(assertion()), attacker), fails: ['signature'] },
    { name: 'doctored-name', document: right.replace('>sam@', '>admin@'), fails: ['signature'] },
    {
      name: 'doctored-attribute',
      document: right.replace('<AttributeValue>sam@', '<AttributeValue>admin@'),
      fails: ['signature'],
    },
    {
      name: 'doctored-audience',
      document: right.replace(`<Audience>${EXPECTED.audience}`, '<Audience>https://other.example'),
      fails: ['signature'],
    },
    {
      name: 'attribute-added',
      document: right.replace('</AttributeStatement>', `${attribute('role', 'Admin')}</AttributeStatement>`),
      fails: ['signature'],
    },
    // CVE-2025-29774: which SignedInfo is verified, and which is read?
    {
      name: 'two-signed-infos',
      document: right
        .replace(signedInfo, signedInfo + signedInfo.replace(digest, 'AAAA'))
        .replace('>sam@', '>admin@'),
      fails: ['signature'],
    },
    {
      name: 'two-references',
      document: right.replace(
        '</Reference>',
        `</Reference><Reference URI="#_evil"><DigestMethod Algorithm="${SHA256}"/><DigestValue>AAAA</DigestValue></Reference>`,
      ),
      fails: ['signature'],
    },
    {
      name: 'reference-to-everything',
      document: right.replace('URI="#_a1"', 'URI=""'),
      fails: ['signature'],
    },
    {
      name: 'rsa-sha1',
      document: signed(response(assertion()), signer, {
        algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      }),
      fails: ['algorithms'],
    },
    {
      name: 'digest-sha1',
      document: signed(response(assertion()), signer, { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
      fails: ['algorithms'],
    },
    {
      name: 'hmac-with-the-public-key',
      document: right.replaceAll(RSA_SHA256, 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'),
      fails: ['algorithms'],
    },
    {
      name: 'encrypted',
      document: response(
        `<EncryptedAssertion xmlns="${SAML}"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></EncryptedAssertion>`,
      ),
      fails: ['assertion'],
    },
    {
      name: 'encrypted-beside-signed',
      document: response(`${original}<EncryptedAssertion xmlns="${SAML}"/>`),
      fails: ['assertion'],
    },

    // Rightly signed, but not for us, not now, or not asked for.
    {
      name: 'wrong-issuer',
      document: withChanges({ entityId: 'https://sts.windows.net/82072ab1-d69c-5544-86dd-b235c029bc17/' }),
      fails: ['issuer'],
    },
    {
      name: 'wrong-audience',
      document: withChanges({ audience: 'https://other.example.com' }),
      fails: ['audience'],
    },
    {
      name: 'audience-with-ours-in-it',
      document: withChanges({ audience: `${EXPECTED.audience}.attacker.example` }),
      fails: ['audience'],
    },
    {
      name: 'audience-missing',
      document: signed(
        response(assertion().replace(/<AudienceRestriction>.*<\/AudienceRestriction>/, '')),
        signer,
      ),
      fails: ['audience'],
    },
    {
      name: 'wrong-recipient',
      document: withChanges({ recipient: 'https://hub.messagemedia.com/login/sso' }),
      fails: ['recipient'],
    },
    {
      name: 'wrong-destination',
      document: signed(
        response(assertion(), { destination: 'https://hub.messagemedia.com/login/sso' }),
        signer,
      ),
      fails: ['destination'],
    },
    { name: 'no-destination', document: right.replace(/ Destination="[^"]*"/, ''), fails: ['destination'] },
    {
      name: 'not-bearer',
      document: withChanges({ method: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches' }),
      fails: ['recipient', 'request', 'time'],
    },
    { name: 'unsolicited', document: withChanges({ requestId: '' }), fails: ['request'] },
    { name: 'replayed', document: withChanges({ requestId: '_answered' }), fails: ['request'] },
    {
      name: 'answers-two-requests',
      document: right.replace('InResponseTo="_request"', 'InResponseTo="_other"'),
      fails: ['request'],
    },
    { name: 'expired', document: withChanges({ notOnOrAfter: '2026-11-30T22:00:00Z' }), fails: ['time'] },
    { name: 'not-yet-valid', document: withChanges({ notBefore: '2026-12-01T02:00:00Z' }), fails: ['time'] },
    {
      name: 'without-end',
      document: signed(response(assertion().replaceAll(/ NotOnOrAfter="[^"]*"/g, '')), signer),
      fails: ['time'],
    },
    { name: 'time-is-no-time', document: withChanges({ notOnOrAfter: 'tomorrow' }), fails: ['time'] },
    { name: 'without-name', document: withChanges({ nameId: '' }), fails: ['subject'] },
    {
      name: 'two-names',
      document: withChanges({ nameId: 'sam@contoso.example</NameID><NameID>admin@contoso.example' }),
      fails: ['subject'],
    },
  ];
}
