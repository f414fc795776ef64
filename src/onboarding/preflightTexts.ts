/** What is said of a tenant before anything is written to it, with blanks. */
export const PREFLIGHT_TEXTS = {
  nothingWritten: 'Nothing was written yet. {found}',
  several: 'Nothing was written yet. {count} things in the tenant stand in the way.',
  licenceUnseen:
    'Whether the tenant has Entra ID P1, which groups need, cannot be seen with these permissions.',
  noLicence: 'The tenant has no Microsoft Entra ID P1: groups cannot be assigned.',
  noLicenceRemedy: 'Have users chosen instead of groups.',
  identifierPolicyUnread: 'The policy on identifiers cannot be read.',
  credentialPolicyUnread: 'The policy on certificates cannot be read.',
  identifierForbidden:
    'A policy of the tenant forbids this identifier (Entity ID), also to SAML applications.',
  identifierForbiddenWithExemptions:
    'A policy of the tenant forbids this identifier (Entity ID), also to SAML applications. It has exemptions, which may be ours.',
  exemptSaml:
    'Have an administrator exempt SAML applications (excludeSaml) in the app management policy "identifierUris".',
  exemptOurs:
    'Have a Cloud Application Administrator of the tenant open Enterprise applications > Application policies and exempt our application.',
  shortCertificates:
    'A policy of the tenant allows certificates for {days} days at most: each needs a handover to the Hub.',
  credentialsRestricted:
    'An application management policy of the tenant restricts credentials ({names}), and may refuse the signing certificate.',
  identifierUnread: 'Whether the identifier is free cannot be read.',
  identifierTaken:
    'The application "{name}" ({id}) of the tenant already has the identifier (Entity ID) {identifier}.',
  freeIdentifier:
    'In Enterprise applications, find the one with this identifier. Remove the identifier there, or delete that application.',
  nameUnread: 'Whether the name is free cannot be read.',
  sameName: 'Another application is called "{name}" too: administrators may take one for the other.',
  sameNameRemedy: 'It has the id {ids}: rename or delete it where it is not needed.',
  deletedUnread: 'What was deleted in the last 30 days cannot be read.',
} as const;
