/** Pieces of metadata. */

export const TENANT = 'a5d1d5c2-8308-5710-8878-c861608a989d';
export const MD = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const SAML2 = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:';
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const ENTRA = `https://login.microsoftonline.com/${TENANT}/saml2`;
export const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

export const key = (certificate: string, use = ' use="signing"') =>
  `<KeyDescriptor${use}><KeyInfo xmlns="${DSIG}"><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`;
export const signOn = (location: string, binding = 'HTTP-Redirect') =>
  `<SingleSignOnService Binding="${BINDING}${binding}" Location="${location}"/>`;
export const logout = (location: string) =>
  `<SingleLogoutService Binding="${BINDING}HTTP-Redirect" Location="${location}"/>`;
export const entity = (entityId: string, children: string, attributes = '') =>
  `<EntityDescriptor xmlns="${MD}" entityID="${entityId}"${attributes}>${children}</EntityDescriptor>`;
export const idp = (children: string, attributes = ` protocolSupportEnumeration="${SAML2}"`) =>
  `<IDPSSODescriptor${attributes}>${children}</IDPSSODescriptor>`;
