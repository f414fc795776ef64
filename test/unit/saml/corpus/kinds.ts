/** Kinds of trouble that people report, each with several inputs. */
import { body, issuedCertificate, rsaCertificate } from './certificates.js';
import type { MetadataCase } from './metadata.js';
import { BINDING, DECLARATION, DSIG, ENTRA, entity, idp, key, MD, SAML2, signOn, TENANT } from './parts.js';

type Given = Record<'signing' | 'next' | 'expired' | 'future' | 'ending' | 'okta' | 'google', string>;

const FOREIGN = 'unsupported_by_hub';
const AT = 'https://idp.example.com/sso';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const WS_FEDERATION = 'http://docs.oasis-open.org/wsfed/federation/200706';
const RESPONSE = Buffer.from(`<samlp:Response xmlns:samlp="${SAML2}" ID="_x" Version="2.0"/>`).toString(
  'base64',
);

const x509 = (...certificates: string[]) =>
  `<KeyDescriptor use="signing"><KeyInfo xmlns="${DSIG}"><X509Data>${certificates.map((one) => `<X509Certificate>${one}</X509Certificate>`).join('')}</X509Data></KeyInfo></KeyDescriptor>`;
const role = (type: string, protocols: string) =>
  `<RoleDescriptor xmlns:xsi="${XSI}" xmlns:fed="${WS_FEDERATION}" xsi:type="fed:${type}" protocolSupportEnumeration="${protocols}"/>`;
const format = (name: string) => `<NameIDFormat>urn:oasis:names:tc:SAML:${name}</NameIDFormat>`;
const form = (field: string) => `<form method="post" action="https://sp.example.com/acs">${field}</form>`;

export function kindCases({ signing, next, expired, future, ending, okta, google }: Given): MetadataCase[] {
  const { authority, leaf, oldLeaf } = issuedCertificate();
  const following = body(
    rsaCertificate('following', { from: '2026-12-10', to: '2029-12-10' }).certificatePem,
  );
  const plain = (children: string) => entity('https://idp.example.com', idp(children));
  const good = key(signing) + signOn(AT);
  const entra = (location: string, entityId = `https://sts.windows.net/${TENANT}/`) =>
    entity(entityId, idp(key(signing) + signOn(location)));
  const named = (
    prefix: string,
    findings: string[],
    documents: Record<string, string | Uint8Array>,
  ): MetadataCase[] =>
    Object.entries(documents).map(([name, document]) => ({ name: `${prefix}-${name}`, document, findings }));
  const latin = (encoding: string, bytes: string) =>
    Buffer.concat([
      Buffer.from(
        `<?xml version="1.0" encoding="${encoding}"?>${plain(good).replace('</EntityDescriptor>', '<Organization>')}`,
      ),
      Buffer.from(bytes, 'hex'),
      Buffer.from('</Organization></EntityDescriptor>'),
    ]);

  return [
    ...named('hosts', ['foreign_host'], {
      'entra-elsewhere': entra(`https://login.attacker.example/${TENANT}/saml2`),
      'entra-at-okta': entra('https://contoso.okta.com/app/x/sso/saml'),
      'entra-second-address': entity(
        `https://sts.windows.net/${TENANT}/`,
        idp(key(signing) + signOn(ENTRA) + signOn('https://attacker.example/saml2', 'HTTP-POST')),
      ),
    }),
    ...named('hosts', ['foreign_host', FOREIGN], {
      'google-elsewhere': google.replaceAll(
        'https://accounts.google.com/o/saml2/idp',
        'https://attacker.example/idp',
      ),
      'google-of-another': google.replace(
        'entityID="https://accounts.google.com/o/saml2?idpid=C01abcdef',
        'entityID="https://accounts.google.com/o/saml2?idpid=C09other',
      ),
    }),
    ...named('hosts', ['foreign_host'], {
      'okta-with-another-id': okta.replaceAll(
        'https://contoso.okta.com/app/contoso_hub_1/exk1fcia6d6EMsf331d8',
        'https://login.contoso.example/app/x/exk9',
      ),
    }),
    ...named('hosts', ['foreign_host'], { 'entra-for-another': entra(ENTRA, 'https://idp.example.com') }),
    ...named('hosts', ['own_domain'], {
      'okta-own-domain': okta.replaceAll('https://contoso.okta.com', 'https://login.contoso.example'),
    }),
    ...named('look-alike', ['look_alike_host'], {
      zero: entra(ENTRA.replace('microsoft', 'micros0ft')),
      'r-and-n': entra(ENTRA.replace('microsoft', 'rnicrosoft')),
      cyrillic: entra(ENTRA.replace('microsoft', 'micr\u043esoft')),
      'cyrillic-punycode': entra(
        ENTRA.replace(
          'login.microsoftonline.com',
          new URL('https://login.micr\u043esoftonline.com').hostname,
        ),
      ),
      'as-a-part': entra(
        ENTRA.replace('login.microsoftonline.com', 'login.microsoftonline.com.attacker.example'),
      ),
      dash: entra(ENTRA.replace('login.microsoftonline.com', 'login-microsoftonline.com')),
      typing: entra(ENTRA.replace('microsoft', 'mircosoft')),
      'entity-id': entra(ENTRA, `https://sts.wind0ws.net/${TENANT}/`),
    }),
    ...named('look-alike', ['look_alike_host', FOREIGN], {
      'several-alphabets': entity(
        'https://idp.example.com',
        idp(key(signing) + signOn('https://l\u043egin.example.com/sso')),
      ),
    }),
    ...named('tenant', ['tenant_by_domain'], {
      'by-domain': entra('https://login.microsoftonline.com/contoso.onmicrosoft.com/saml2'),
    }),
    ...named('tenant', ['mixed_tenants'], {
      common: entra('https://login.microsoftonline.com/common/saml2'),
    }),

    ...named('chain', [FOREIGN], { right: plain(x509(leaf, authority) + signOn(AT)) }),
    ...named('chain', ['certificate_expired', FOREIGN], {
      'leaf-expired': plain(x509(oldLeaf, authority) + signOn(AT)),
    }),
    ...named('chain', ['chain_order', FOREIGN], {
      'wrong-way-round': plain(x509(authority, leaf) + signOn(AT)),
    }),
    ...named('chain', ['certificate_behind_another', FOREIGN], {
      unrelated: plain(x509(signing, next) + signOn(AT)),
    }),
    ...named('ends-soon', [FOREIGN, 'next_certificate_listed', 'several_certificates'], {
      'next-listed': plain(key(ending) + key(following) + signOn(AT)),
    }),
    ...named('ends-soon', ['certificate_expires_soon', FOREIGN, 'several_certificates'], {
      'next-too-late': plain(key(ending) + key(future) + signOn(AT)),
    }),
    ...named('use', ['key_use_unknown', FOREIGN], {
      'wrong-case': plain(key(signing, ' use="Signing"') + signOn(AT)),
      empty: plain(key(signing, ' use=""') + signOn(AT)),
    }),
    ...named('use', ['key_use_unknown', FOREIGN, 'expired_certificate_listed', 'several_certificates'], {
      'wrong-case-beside-right': plain(
        key(next, ' use="SIGNING"') + key(signing) + key(expired) + signOn(AT),
      ),
    }),

    ...named('ws-federation', ['ws_federation_only'], {
      'trust-only': entity(
        'http://www.okta.com/exk1',
        role('SecurityTokenServiceType', 'http://docs.oasis-open.org/ws-sx/ws-trust/200512'),
      ),
      'old-trust': entity(
        'https://sts.example.com',
        role('SecurityTokenServiceType', 'http://schemas.xmlsoap.org/ws/2005/02/trust'),
      ),
    }),
    ...named('ws-federation', ['sp_metadata'], {
      application: entity('https://app.example.com/', role('ApplicationServiceType', WS_FEDERATION)),
    }),

    ...named('malformed', ['not_xml'], {
      'hyphens-in-comment': plain(`${good}<!-- a -- b -->`),
      'comment-end': plain(`${good}<!-- a --->`),
      'declaration-inside': plain(`${good}<?xml version="1.0"?>`),
      'declaration-without-version': `<?xml encoding="utf-8"?>${plain(good)}`,
      'cdata-end': plain(`${good}<Extensions>]]></Extensions>`),
      'angle-bracket-in-attribute': plain(good).replace('entityID="', 'ID="a<b" entityID="'),
      'attributes-unseparated': plain(good).replace('" Location=', '"Location='),
      'attribute-unquoted': plain(good).replace(/Location="([^"]*)"/, 'Location=$1'),
      'attribute-twice-by-namespace': plain(good).replace(
        'entityID=',
        'xmlns:a="u" xmlns:b="u" a:x="" b:x="" entityID=',
      ),
      'name-with-digit': plain(`${good}<1/>`),
      'reference-to-surrogate': plain(`${good}<Extensions>&#xD800;</Extensions>`),
      'entity-in-capitals': plain(`${good}<Extensions>&AMP;</Extensions>`),
      'prefix-undeclared-again': plain(`${good}<Extensions xmlns:a=""/>`),
    }),

    ...named('base64', ['base64'], {
      'line-breaks-in-percent': RESPONSE.replace(/.{40}/g, '$&%0D%0A'),
      'line-breaks-in-percent-twice': RESPONSE.replace(/.{40}/g, '$&%250a'),
      'line-breaks-in-html': RESPONSE.replace(/.{40}/g, '$&&#13;&#xA;'),
      'line-breaks-in-json': `"${RESPONSE.replace(/.{40}/g, '$&\\r\\n')}"`,
      'data-address': `data:text/xml;charset=utf-8;base64,${RESPONSE}`,
    }),
    ...named('form', ['saml_form'], {
      alone: form(`<input type="hidden" name="SAMLResponse" value="${RESPONSE}">`),
      page: `<!DOCTYPE html><html><body onload="document.forms[0].submit()">${form(`<input type="hidden" name="RelayState" value="a"/><input value='${RESPONSE.replaceAll('=', '&#x3d;')}' type='hidden' name='SAMLResponse'/>`)}</body></html>`,
      capitals: form(`<INPUT TYPE=hidden NAME=SAMLResponse VALUE="${RESPONSE}">`),
      'text-area': form(`<textarea name="SAMLResponse">${RESPONSE}</textarea>`),
      'ws-federation': form(
        '<input type="hidden" name="wresult" value="&lt;t:RequestSecurityTokenResponse/&gt;">',
      ),
    }),
    ...named('encoding', [FOREIGN], {
      'iso-8859-2': latin('ISO-8859-2', '4d fc 6c 6c 65 72'.replaceAll(' ', '')),
      'windows-1250': latin('windows-1250', '9a9e'),
      'koi8-r': latin('KOI8-R', 'f2d5'),
    }),

    ...named('validity', ['validity_unreadable', FOREIGN], {
      words: plain(good).replace('entityID=', 'validUntil="next year" entityID='),
      'other-order': plain(good).replace('entityID=', 'validUntil="31/12/2030" entityID='),
      'no-such-day': plain(good).replace('entityID=', 'validUntil="2030-13-45T00:00:00Z" entityID='),
      empty: plain(good).replace('entityID=', 'validUntil="" entityID='),
    }),
    ...named('sign-on', ['several_sign_on_addresses', FOREIGN], {
      'two-hosts': plain(good + signOn('https://idp.example.net/sso')),
      'two-paths': plain(good + signOn('https://idp.example.com/sso2')),
    }),
    ...named('sign-on', [FOREIGN], { 'same-twice': plain(good + signOn(AT)) }),
    ...named('sign-on', ['no_sign_on_url', FOREIGN], {
      'binding-in-lower-case': plain(
        key(signing) + `<SingleSignOnService Binding="${BINDING}http-redirect" Location="${AT}"/>`,
      ),
    }),
    ...named('sign-on', ['foreign_host', 'sign_on_address'], {
      'full-width': `${DECLARATION}${entity('https://idp.example.com', idp(key(signing) + signOn('https://\uff4cogin.microsoftonline.com/x/saml2')))}`,
    }),
    ...named('name-id', ['name_id_format', FOREIGN], {
      transient: plain(key(signing) + format('2.0:nameid-format:transient') + signOn(AT)),
      'transient-and-persistent': plain(
        key(signing) +
          format('2.0:nameid-format:transient') +
          format('2.0:nameid-format:persistent') +
          signOn(AT),
      ),
      windows: plain(key(signing) + format('1.1:nameid-format:WindowsDomainQualifiedName') + signOn(AT)),
    }),
    ...named('name-id', [FOREIGN], {
      'transient-and-address': plain(
        key(signing) +
          format('2.0:nameid-format:transient') +
          format('1.1:nameid-format:emailAddress') +
          signOn(AT),
      ),
    }),
    ...named('roles', ['no_idp_descriptor'], {
      'attribute-authority': `<EntityDescriptor xmlns="${MD}" entityID="https://idp.example.com"><AttributeAuthorityDescriptor/></EntityDescriptor>`,
    }),
  ];
}
