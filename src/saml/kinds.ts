/** Root elements that are known not to be one identity provider's metadata. */
const NAMED: Record<string, { code: string; what: string }> = {
  EntityDescriptor: { code: 'metadata', what: 'metadata' },
  EntitiesDescriptor: { code: 'entities_descriptor', what: 'metadata of several entities' },
  Assertion: { code: 'assertion', what: 'a SAML assertion' },
  Response: { code: 'response', what: 'a SAML response' },
  AuthnRequest: { code: 'authn_request', what: 'a SAML sign-in request' },
  LogoutRequest: { code: 'logout_message', what: 'a SAML logout request' },
  LogoutResponse: { code: 'logout_message', what: 'a SAML logout response' },
  IDPSSODescriptor: { code: 'metadata_fragment', what: 'a part of metadata' },
  SPSSODescriptor: { code: 'metadata_fragment', what: "a part of a service provider's metadata" },
  X509Data: { code: 'metadata_fragment', what: 'a certificate cut out of metadata' },
  X509Certificate: { code: 'metadata_fragment', what: 'a certificate cut out of metadata' },
  Envelope: { code: 'soap', what: 'a SOAP message' },
  html: { code: 'html', what: 'an HTML page' },
  Error: { code: 'error_reply', what: "a server's error message" },
};
/** By the name of the root element, which may be `constructor`. */
export const KINDS = new Map(Object.entries(NAMED));
