/** The metadata documents of the corpus, each with every finding that it must give, in order. */
import { deflateRawSync } from 'node:zlib';
import { body, ellipticCertificate, rsaCertificate } from './certificates.js';
import { kindCases } from './kinds.js';
import {
  BINDING,
  DECLARATION,
  DSIG,
  ENTRA,
  entity,
  idp,
  key,
  logout,
  MD,
  SAML2,
  signOn,
  TENANT,
} from './parts.js';

export type MetadataCase = { name: string; document: string | Uint8Array; findings: string[] };

const wsFederation = (certificate: string) =>
  `<RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706">${key(certificate)}<fed:PassiveRequestorEndpoint><wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:Address>https://login.microsoftonline.com/${TENANT}/wsfed</wsa:Address></wsa:EndpointReference></fed:PassiveRequestorEndpoint></RoleDescriptor>`;

/** @param signing base64 of the certificate of a valid tenant's application */
export function metadataCases(signing: string): MetadataCase[] {
  const next = body(rsaCertificate('MessageMedia SSO contoso 2').certificatePem);
  const expired = body(rsaCertificate('old', { from: '2020-01-01', to: '2023-01-01' }).certificatePem);
  const future = body(rsaCertificate('later', { from: '2028-01-01', to: '2031-01-01' }).certificatePem);
  const ending = body(rsaCertificate('ending', { to: '2026-12-20' }).certificatePem);
  const short = body(rsaCertificate('short', { bits: 1024 }).certificatePem);
  const sha1 = body(rsaCertificate('sha1', { digest: 'sha1' }).certificatePem);
  const elliptic = body(ellipticCertificate('elliptic'));
  const pem = `-----BEGIN CERTIFICATE-----\n${signing}\n-----END CERTIFICATE-----\n`;

  const entraOf = (keys: string, rest = signOn(ENTRA) + signOn(ENTRA, 'HTTP-POST')) =>
    DECLARATION +
    entity(`https://sts.windows.net/${TENANT}/`, wsFederation(signing) + idp(keys + logout(ENTRA) + rest));
  const entra = entraOf(key(signing));
  const okta = `${DECLARATION}<md:EntityDescriptor entityID="http://www.okta.com/exk1fcia6d6EMsf331d8" xmlns:md="${MD}"><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${SAML2}"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${DSIG}"><ds:X509Data><ds:X509Certificate>${signing.replace(/.{64}/g, '$&\n')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:SingleSignOnService Binding="${BINDING}HTTP-POST" Location="https://contoso.okta.com/app/contoso_hub_1/exk1fcia6d6EMsf331d8/sso/saml"/><md:SingleSignOnService Binding="${BINDING}HTTP-Redirect" Location="https://contoso.okta.com/app/contoso_hub_1/exk1fcia6d6EMsf331d8/sso/saml"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
  const keycloakAt = 'https://sso.example.com/realms/contoso';
  const keycloak = `<md:EntityDescriptor xmlns="${MD}" xmlns:md="${MD}" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:ds="${DSIG}" entityID="${keycloakAt}"><md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="${SAML2}"><md:KeyDescriptor use="signing"><ds:KeyInfo><ds:KeyName>Qx3</ds:KeyName><ds:X509Data><ds:X509Certificate>${signing}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:ArtifactResolutionService Binding="${BINDING}SOAP" Location="${keycloakAt}/protocol/saml/resolve" index="0"></md:ArtifactResolutionService><md:SingleLogoutService Binding="${BINDING}HTTP-POST" Location="${keycloakAt}/protocol/saml"></md:SingleLogoutService>${['2.0:nameid-format:persistent', '2.0:nameid-format:transient', '1.1:nameid-format:unspecified', '1.1:nameid-format:emailAddress'].map((format) => `<md:NameIDFormat>urn:oasis:names:tc:SAML:${format}</md:NameIDFormat>`).join('')}<md:SingleSignOnService Binding="${BINDING}HTTP-POST" Location="${keycloakAt}/protocol/saml"></md:SingleSignOnService><md:SingleSignOnService Binding="${BINDING}HTTP-Redirect" Location="${keycloakAt}/protocol/saml"></md:SingleSignOnService><md:SingleSignOnService Binding="${BINDING}SOAP" Location="${keycloakAt}/protocol/saml"></md:SingleSignOnService></md:IDPSSODescriptor></md:EntityDescriptor>`;
  const adfs = entity(
    'http://sts.contoso.example/adfs/services/trust',
    wsFederation(signing) +
      '<SPSSODescriptor WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/>' +
      idp(
        key(next, ' use="encryption"') +
          key(signing) +
          logout('https://sts.contoso.example/adfs/ls/') +
          signOn('https://sts.contoso.example/adfs/ls/') +
          signOn('https://sts.contoso.example/adfs/ls/', 'HTTP-POST'),
      ),
    ' ID="_2f1"',
  );
  const google = `${DECLARATION.replace('?>', ' standalone="no"?>')}<md:EntityDescriptor xmlns:md="${MD}" entityID="https://accounts.google.com/o/saml2?idpid=C01abcdef" validUntil="2031-05-01T00:00:00.000Z"><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${SAML2}"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${DSIG}"><ds:X509Data><ds:X509Certificate>${signing}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:SingleSignOnService Binding="${BINDING}HTTP-Redirect" Location="https://accounts.google.com/o/saml2/idp?idpid=C01abcdef&amp;hl=en"/><md:SingleSignOnService Binding="${BINDING}HTTP-POST" Location="https://accounts.google.com/o/saml2/idp?idpid=C01abcdef"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
  const ping = entity(
    'https://auth.pingone.eu/4e5a6b7c-0000-4000-8000-1234567890ab',
    idp(
      key(signing) +
        signOn('https://auth.pingone.eu/4e5a6b7c/saml20/idp/sso', 'HTTP-POST') +
        signOn('https://auth.pingone.eu/4e5a6b7c/saml20/idp/sso'),
    ),
  );
  const foreign = 'unsupported_by_hub';
  const at = 'https://idp.example.com/sso';
  const plain = (children: string, attributes?: string) =>
    entity('https://idp.example.com', idp(children, attributes));
  const deep = (depth: number) => '<x>'.repeat(depth) + '</x>'.repeat(depth);
  const utf16 = (text: string, mark: boolean) => Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');

  return [
    ...kindCases({ signing, next, expired, future, ending, okta, google }),
    // What vendors serve.
    { name: 'entra', document: entra, findings: [] },
    {
      name: 'entra-two-certificates',
      document: entraOf(key(signing) + key(next)),
      findings: ['several_certificates'],
    },
    {
      name: 'entra-expired-beside-valid',
      document: entraOf(key(expired) + key(signing)),
      findings: ['expired_certificate_listed', 'several_certificates'],
    },
    {
      name: 'entra-common',
      document: entra.replaceAll(TENANT, '{tenantid}'),
      findings: ['no_tenant'],
    },
    {
      name: 'entra-government',
      document: entra.replaceAll('login.microsoftonline.com', 'login.microsoftonline.us'),
      findings: [],
    },
    {
      name: 'entra-mixed-tenants',
      document: entraOf(key(signing), signOn(ENTRA.replace(TENANT, '82072ab1-d69c-5544-86dd-b235c029bc17'))),
      findings: ['mixed_tenants'],
    },
    { name: 'okta', document: okta, findings: [] },
    { name: 'keycloak', document: keycloak, findings: ['wants_signed_requests', foreign] },
    { name: 'adfs', document: adfs, findings: [foreign] },
    { name: 'google', document: google, findings: [foreign] },
    { name: 'ping', document: ping, findings: [foreign] },

    // Certificates.
    { name: 'certificate-expired', document: entraOf(key(expired)), findings: ['certificate_expired'] },
    {
      name: 'certificate-not-yet-valid',
      document: entraOf(key(future)),
      findings: ['certificate_not_yet_valid'],
    },
    { name: 'certificate-ends-soon', document: entraOf(key(ending)), findings: ['certificate_expires_soon'] },
    { name: 'certificate-short-key', document: entraOf(key(short)), findings: ['weak_key'] },
    { name: 'certificate-signed-with-sha1', document: entraOf(key(sha1)), findings: ['weak_signature'] },
    { name: 'certificate-elliptic', document: entraOf(key(elliptic)), findings: ['unusual_key'] },
    { name: 'certificate-without-use', document: entraOf(key(signing, '')), findings: [] },
    { name: 'certificate-twice', document: entraOf(key(signing) + key(signing)), findings: [] },
    { name: 'certificate-as-pem', document: entraOf(key(pem)), findings: [] },
    {
      name: 'certificate-encryption-only',
      document: entraOf(key(signing, ' use="encryption"')),
      findings: ['no_certificate'],
    },
    { name: 'certificate-none', document: entraOf(''), findings: ['no_certificate'] },
    { name: 'certificate-empty', document: entraOf(key('')), findings: ['bad_certificate'] },
    {
      name: 'certificate-cut-off',
      document: entraOf(key(signing.slice(0, 400))),
      findings: ['bad_certificate'],
    },
    {
      name: 'certificate-one-unreadable',
      document: entraOf(key(signing) + key('bm90IGEgY2VydGlmaWNhdGU=')),
      findings: ['bad_certificate'],
    },
    {
      name: 'certificate-junk-in-base64',
      document: entraOf(key(`${signing.slice(0, 400)}@@@!!!${signing.slice(400)}`)),
      findings: ['bad_certificate'],
    },
    {
      name: 'certificate-bytes-after-it',
      document: entraOf(
        key(Buffer.concat([Buffer.from(signing, 'base64'), Buffer.from('junk')]).toString('base64')),
      ),
      findings: ['bad_certificate'],
    },
    {
      name: 'certificate-key-name-only',
      document: entraOf(
        `<KeyDescriptor use="signing"><KeyInfo xmlns="${DSIG}"><KeyName>key-1</KeyName></KeyInfo></KeyDescriptor>`,
      ),
      findings: ['no_certificate'],
    },

    // Facts that are missing or wrong.
    {
      name: 'no-entity-id',
      document: entity('', idp(key(signing) + signOn(at))),
      findings: ['no_entity_id', foreign],
    },
    {
      name: 'entity-id-not-uri',
      document: entity('contoso idp', idp(key(signing) + signOn(at))),
      findings: ['entity_id_not_uri', foreign],
    },
    { name: 'no-sign-on-service', document: plain(key(signing)), findings: ['no_sign_on_url', foreign] },
    {
      name: 'sign-on-soap-only',
      document: plain(key(signing) + signOn(at, 'SOAP')),
      findings: ['no_sign_on_url', foreign],
    },
    {
      name: 'sign-on-artifact-only',
      document: plain(key(signing) + signOn(at, 'HTTP-Artifact')),
      findings: ['no_sign_on_url', foreign],
    },
    {
      name: 'sign-on-http',
      document: plain(key(signing) + signOn('http://idp.example.com/sso')),
      findings: ['sign_on_not_https', foreign],
    },
    {
      name: 'sign-on-javascript',
      document: plain(key(signing) + signOn('javascript:alert(1)')),
      findings: ['sign_on_not_https', foreign],
    },
    {
      name: 'sign-on-without-host',
      document: plain(key(signing) + signOn('https://')),
      findings: ['sign_on_address', foreign],
    },
    {
      name: 'sign-on-space-in-host',
      document: plain(key(signing) + signOn('https://idp example.com/sso')),
      findings: ['sign_on_address', foreign],
    },
    {
      name: 'sign-on-user-name',
      document: plain(key(signing) + signOn('https://login.microsoftonline.com@attacker.example/sso')),
      findings: ['sign_on_address', foreign],
    },
    {
      name: 'sign-on-backslash',
      document: plain(key(signing) + signOn('https:\\\\login.microsoftonline.com')),
      findings: ['sign_on_address', foreign],
    },
    {
      name: 'sign-on-scheme-in-capitals',
      document: plain(key(signing) + signOn('HTTPS://idp.example.com/sso')),
      findings: [foreign],
    },
    {
      name: 'sign-on-redirect-http',
      document: plain(key(signing) + signOn('http://idp.example.com/sso') + signOn(at, 'HTTP-POST')),
      findings: ['sign_on_not_https', foreign],
    },
    {
      name: 'sign-on-post-only',
      document: plain(key(signing) + signOn(at, 'HTTP-POST')),
      findings: ['no_redirect_binding', foreign],
    },
    {
      name: 'saml-1-only',
      document: plain(
        key(signing) + signOn(at),
        ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol"',
      ),
      findings: ['no_saml2', foreign],
    },
    {
      name: 'saml-1-beside-saml-2',
      document: entity(
        'https://idp.example.com',
        idp(
          key(expired) + signOn('https://idp.example.com/saml1'),
          ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol"',
        ) + idp(key(signing) + signOn(at)),
      ),
      findings: [foreign],
    },
    {
      name: 'validity-passed',
      document: entity(
        'https://idp.example.com',
        idp(key(signing) + signOn(at)),
        ' validUntil="2026-01-01T00:00:00Z"',
      ),
      findings: ['metadata_expired', foreign],
    },
    {
      name: 'validity-passed-beside-later',
      document: entity(
        'https://idp.example.com',
        idp(
          key(signing) + signOn(at),
          ` protocolSupportEnumeration="${SAML2}" validUntil="2030-01-01T00:00:00Z"`,
        ),
        ' validUntil="2026-01-01T00:00:00Z"',
      ),
      findings: ['metadata_expired', foreign],
    },
    {
      name: 'everything-wrong',
      document: entity('', idp(key(expired), '')),
      findings: ['no_entity_id', 'no_saml2', 'no_sign_on_url', 'certificate_expired', foreign],
    },

    // Other documents of SAML.
    {
      name: 'assertion',
      document: '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>',
      findings: ['assertion'],
    },
    { name: 'response', document: `<samlp:Response xmlns:samlp="${SAML2}"/>`, findings: ['response'] },
    {
      name: 'authn-request',
      document: `<samlp:AuthnRequest xmlns:samlp="${SAML2}"/>`,
      findings: ['authn_request'],
    },
    {
      name: 'logout-request',
      document: `<samlp:LogoutRequest xmlns:samlp="${SAML2}"/>`,
      findings: ['logout_message'],
    },
    {
      name: 'sp-metadata',
      document: entity(
        'https://hub.messagemedia.com',
        `<SPSSODescriptor protocolSupportEnumeration="${SAML2}"><AssertionConsumerService Binding="${BINDING}HTTP-POST" Location="https://hub.messagemedia.com/login/sso" index="0"/></SPSSODescriptor>`,
      ),
      findings: ['sp_metadata'],
    },
    {
      name: 'ws-federation-only',
      document: entity(`https://sts.windows.net/${TENANT}/`, wsFederation(signing)),
      findings: ['ws_federation_only'],
    },
    {
      name: 'entity-without-roles',
      document: entity('https://idp.example.com', ''),
      findings: ['no_idp_descriptor'],
    },
    {
      name: 'federation',
      document: `<EntitiesDescriptor xmlns="${MD}">${entra.slice(DECLARATION.length)}${entity('https://sp.example.com', '<SPSSODescriptor/>')}</EntitiesDescriptor>`,
      findings: ['entities_descriptor'],
    },
    {
      name: 'federation-nested',
      document: `<EntitiesDescriptor xmlns="${MD}"><EntitiesDescriptor>${entra.slice(DECLARATION.length)}</EntitiesDescriptor></EntitiesDescriptor>`,
      findings: ['entities_descriptor'],
    },
    {
      name: 'idp-descriptor-alone',
      document: idp(key(signing) + signOn(at)),
      findings: ['metadata_fragment'],
    },
    {
      name: 'soap',
      document: '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>',
      findings: ['soap'],
    },
    { name: 'rss', document: '<rss version="2.0"><channel/></rss>', findings: ['other_xml'] },
    {
      name: 'namespace-missing',
      document: entra.replace(` xmlns="${MD}"`, ''),
      findings: ['wrong_namespace'],
    },
    {
      name: 'namespace-https',
      document: okta.replaceAll(`xmlns:md="${MD}"`, 'xmlns:md="https://oasis-open.org/saml/metadata"'),
      findings: ['wrong_namespace'],
    },
    {
      name: 'namespace-in-a-comment',
      document: `<!-- <EntityDescriptor xmlns="${MD}"> -->${entra.slice(DECLARATION.length).replace(` xmlns="${MD}"`, ' xmlns="urn:other"')}`,
      findings: ['wrong_namespace'],
    },
    {
      name: 'namespace-of-the-role',
      document: okta.replace('<md:IDPSSODescriptor', '$& xmlns:md="urn:other"'),
      findings: ['no_idp_descriptor'],
    },
    {
      name: 'namespace-of-attributes',
      document: entity(
        'https://idp.example.com',
        idp(
          key(signing) +
            signOn(at).replace('/>', ' xmlns:x="urn:x" x:Location="https://attacker.example/sso"/>'),
        ),
        ' xmlns:x="urn:x" x:entityID="https://attacker.example"',
      ),
      findings: [foreign],
    },
    {
      name: 'namespace-of-the-entity-id',
      document: entra.replace(' entityID=', ' xmlns:x="urn:x" x:entityID='),
      findings: ['no_entity_id'],
    },
    {
      name: 'namespace-after-an-angle-bracket',
      document: entra.replace('<EntityDescriptor', '$& ID="a>b"'),
      findings: [],
    },
    {
      name: 'namespace-undeclared',
      document: okta.replace(` xmlns:ds="${DSIG}"`, ''),
      findings: ['not_xml'],
    },

    // No XML at all.
    { name: 'empty', document: '', findings: ['empty'] },
    { name: 'blank', document: ' \r\n\t\n', findings: ['empty'] },
    {
      name: 'url',
      document: `https://login.microsoftonline.com/${TENANT}/federationmetadata/2007-06/federationmetadata.xml?appid=1\n`,
      findings: ['url'],
    },
    {
      name: 'url-in-angle-brackets',
      document: '<https://login.microsoftonline.com/x/federationmetadata.xml>',
      findings: ['url'],
    },
    {
      name: 'urls',
      document: 'https://login.microsoftonline.com/x\nhttps://login.microsoftonline.com/y\n',
      findings: ['url'],
    },
    { name: 'pem', document: pem, findings: ['pem'] },
    { name: 'der', document: Buffer.from(signing, 'base64'), findings: ['certificate'] },
    {
      name: 'pkcs7',
      document: '-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n',
      findings: ['pem'],
    },
    {
      name: 'private-key',
      document: '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n',
      findings: ['private_key'],
    },
    {
      name: 'html',
      document: '<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body/></html>',
      findings: ['html'],
    },
    {
      name: 'xhtml',
      document: `${DECLARATION}\n<!-- proxy -->\n<html xmlns="http://www.w3.org/1999/xhtml"/>`,
      findings: ['html'],
    },
    {
      name: 'browser-view',
      document: `This XML file does not appear to have any style information associated with it. The document tree is shown below.\n${entra}`,
      findings: ['browser_view'],
    },
    {
      name: 'escaped',
      document: entra.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      findings: ['escaped_xml'],
    },
    {
      name: 'json',
      document: '{"issuer":"https://login.microsoftonline.com/","jwks_uri":""}',
      findings: ['json'],
    },
    { name: 'rich-text', document: '{\\rtf1\\ansi <EntityDescriptor/>}', findings: ['rich_text'] },
    { name: 'prose', document: 'Please find attached the metadata you asked for.', findings: ['not_xml'] },
    { name: 'markdown', document: `\`\`\`xml\n${entra}\n\`\`\`\n`, findings: ['markdown'] },
    {
      name: 'words-before',
      document: `Hi, here is our metadata:\n${entra}`,
      findings: ['text_before_xml'],
    },
    {
      name: 'json-web-token',
      document: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLmNvbSJ9.c2lnbmF0dXJl',
      findings: ['jwt'],
    },
    { name: 'base64-metadata', document: Buffer.from(entra).toString('base64'), findings: ['base64'] },
    { name: 'base64-certificate', document: signing, findings: ['base64'] },
    {
      name: 'base64-response',
      document: `SAMLResponse=${encodeURIComponent(Buffer.from(`<samlp:Response xmlns:samlp="${SAML2}"/>`).toString('base64'))}`,
      findings: ['base64'],
    },
    {
      name: 'base64-response-form',
      document: `SAMLResponse=${encodeURIComponent(Buffer.from(`<samlp:Response xmlns:samlp="${SAML2}"/>`).toString('base64'))}&RelayState=abc`,
      findings: ['base64'],
    },
    {
      name: 'base64-deflated-request',
      document: deflateRawSync(`<samlp:AuthnRequest xmlns:samlp="${SAML2}"/>`).toString('base64'),
      findings: ['base64'],
    },
    { name: 'zip', document: Buffer.from('504b03041400000008ff', 'hex'), findings: ['binary'] },
    {
      name: 'latin1',
      document: Buffer.from(entity('https://idp.example.com/\u00e9', ''), 'latin1'),
      findings: ['binary'],
    },
    {
      name: 'shift-jis',
      document: Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><a>'),
        Buffer.from('8376', 'hex'),
        Buffer.from('</a>'),
      ]),
      findings: ['binary'],
    },

    // Encodings that are well.
    { name: 'utf8-mark', document: `\uFEFF${entra}`, findings: [] },
    { name: 'utf16-mark', document: utf16(entra.replace('utf-8', 'utf-16'), true), findings: [] },
    { name: 'utf16-without-mark', document: utf16(entra.replace('utf-8', 'utf-16'), false), findings: [] },
    {
      name: 'utf16-big-endian',
      document: utf16(entra.replace('utf-8', 'utf-16'), true).swap16(),
      findings: [],
    },
    {
      name: 'latin1-declared',
      document: Buffer.from(
        entra.replace('utf-8', 'ISO-8859-1').replace('</EntityDescriptor>', '<!-- M\u00fcller -->$&'),
        'latin1',
      ),
      findings: [],
    },
    { name: 'windows-line-ends', document: entra.replaceAll('><', '>\r\n<'), findings: [] },
    {
      name: 'comments-and-instructions',
      document: `${DECLARATION}<!-- a & b <EntitiesDescriptor> --><?xml-stylesheet href="x"?>${entra.slice(DECLARATION.length)}<!-- end -->`,
      findings: [],
    },
    {
      name: 'entity-references',
      document: plain(key(signing) + signOn('https://idp.example.com/sso?a=1&amp;b=2&#38;c=3&#x26;d=4')),
      findings: [foreign],
    },
    { name: 'cdata-certificate', document: entraOf(key(`<![CDATA[${signing}]]>`)), findings: [] },

    // Encodings that are not.
    {
      name: 'utf8-declared-utf16',
      document: entra.replace('utf-8', 'utf-16'),
      findings: ['encoding_contradicted'],
    },
    {
      name: 'utf16-declared-utf8',
      document: utf16(entra, true),
      findings: ['encoding_contradicted'],
    },

    // Malformed.
    { name: 'cut-off', document: entra.slice(0, -30), findings: ['not_xml'] },
    {
      name: 'tags-crossed',
      document: entra.replace('</X509Data></KeyInfo>', '</KeyInfo></X509Data>'),
      findings: ['not_xml'],
    },
    {
      name: 'quotes-curled',
      document: entra.replace(/entityID="([^"]*)"/, 'entityID=\u201c$1\u201d'),
      findings: ['not_xml'],
    },
    {
      name: 'attribute-twice',
      document: entra.replace(' entityID=', ' entityID="urn:a" entityID='),
      findings: ['not_xml'],
    },
    {
      name: 'ampersand-bare',
      document: plain(key(signing) + signOn('https://idp.example.com/sso?a=1&b=2')),
      findings: ['not_xml'],
    },
    {
      name: 'entity-undefined',
      document: plain(key(signing) + signOn('https://idp.example.com/&sso;')),
      findings: ['not_xml'],
    },
    {
      name: 'control-character',
      document: entra.replace('sts.windows.net', 'sts\u0000.windows.net'),
      findings: ['not_xml'],
    },
    { name: 'two-roots', document: entra + entra.slice(DECLARATION.length), findings: ['not_xml'] },
    { name: 'text-after', document: `${entra}\nregards, Anna`, findings: ['not_xml'] },
    { name: 'blank-before-declaration', document: `\n${entra}`, findings: ['not_xml'] },

    // Hostile.
    {
      name: 'doctype',
      document: entra.replace('?>', '?><!DOCTYPE EntityDescriptor>'),
      findings: ['doctype'],
    },
    {
      name: 'external-entity',
      document: entra
        .replace('?>', '?><!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>')
        .replace('sts.windows.net', '&xxe;'),
      findings: ['doctype'],
    },
    {
      name: 'external-dtd',
      document: entra.replace('?>', '?><!DOCTYPE x SYSTEM "https://attacker.example/evil.dtd">'),
      findings: ['doctype'],
    },
    {
      name: 'billion-laughs',
      document: `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i] ?? ''} "${`&${'abcdefghi'[i] ?? ''};`.repeat(10)}">`).join('')}]><l>&j;</l>`,
      findings: ['doctype'],
    },
    { name: 'deep', document: entity('https://idp.example.com', deep(200)), findings: ['too_deep'] },
    {
      name: 'many-tags',
      document: entity('https://idp.example.com', '<x/>'.repeat(20_001)),
      findings: ['too_many_tags'],
    },
    {
      name: 'prototype',
      document: entity('https://idp.example.com', '<__proto__><IDPSSODescriptor/></__proto__>'),
      findings: ['no_idp_descriptor'],
    },
    {
      name: 'constructor',
      document: entity('https://idp.example.com', '<constructor><prototype/></constructor>'),
      findings: ['no_idp_descriptor'],
    },
    {
      name: 'terminal-escape',
      document: entity('https://idp.example.com/&#27;[2J', idp(key(signing) + signOn(at))),
      findings: ['not_xml'],
    },
  ];
}
