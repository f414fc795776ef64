/**
 * Entra ID's errors by their AADSTS numbers (Microsoft: error codes reference): what each means here, and who mends it
 * how. The one table for all parts: sign-in, consent, and the tokens of this service.
 */
export type EntraError = { message: string; remedy: string };

export const ENTRA_ERRORS = {
  50003: {
    message: 'The application has no signing key.',
    remedy: 'Retry the step certificate, or add and activate a SAML signing certificate in the portal.',
  },
  50011: {
    message: 'The reply URL of the request is not among those of the application.',
    remedy:
      'Start the test again from its link; if it stays, compare the reply URLs in Basic SAML Configuration.',
  },
  50020: {
    message: 'The user belongs to another company and is no guest of this tenant.',
    remedy: "Sign in with an account of the customer's own tenant.",
  },
  50034: {
    message: 'The user does not exist in this tenant.',
    remedy: "Sign in with an account of the customer's own tenant.",
  },
  50053: {
    message: 'The account is locked after too many wrong passwords.',
    remedy: 'Wait, or have an administrator unlock it; or test with another user.',
  },
  50057: {
    message: 'The account is disabled.',
    remedy: 'Enable it in Entra ID, or test with another user.',
  },
  50076: {
    message: 'The user must pass multi-factor authentication.',
    remedy: 'Start the test again and complete it when you are asked to.',
  },
  50105: {
    message: 'The user is not assigned to the application.',
    remedy:
      'Assign the user, or a group the user is directly a member of, in Users and groups; nested groups do not count.',
  },
  50126: {
    message: 'The user name or the password is wrong.',
    remedy: 'Try again, or reset the password.',
  },
  50146: {
    message: 'The application needs a signing key of its own, and has none that is valid.',
    remedy: 'Retry the step certificate, or add and activate a SAML signing certificate in the portal.',
  },
  501241: {
    message: 'The attribute that fills the NameID is empty for this user.',
    remedy: "Fill it in at the user's properties in Entra ID, or choose another source for the NameID.",
  },
  53003: {
    message: 'A Conditional Access policy blocks the sign-in.',
    remedy:
      'Have an administrator look at Sign-in logs > Conditional Access, and exclude or satisfy the policy for this application.',
  },
  650056: {
    message:
      'The application is misconfigured: SAML is not its sign-on method, or the identifier is another one.',
    remedy:
      'Retry the steps samlMode and samlSettings, or compare Basic SAML Configuration with what was agreed.',
  },
  700016: {
    message: 'No application with this identifier is in the tenant.',
    remedy:
      'Compare Identifier (Entity ID) in Basic SAML Configuration with what was agreed, and the tenant with the right one.',
  },
  75005: {
    message: 'Entra ID does not understand the request.',
    remedy: 'Start the test again from its link; if it stays, report it to us with the correlation id.',
  },
  75011: {
    message: 'The way the user signed in is not the one that the request asks for (authentication context).',
    remedy: 'Sign in in a new private window; the Hub must not ask for a particular context.',
  },
  750054: {
    message: 'The request carried no SAMLRequest.',
    remedy: 'Start the test again from its link, not from a bookmark of the sign-in page.',
  },
  76021: {
    message: 'The application takes signed requests only.',
    remedy:
      'Switch "Require verification certificates" off in SAML Signing Certificate: nobody here signs requests.',
  },
  7000112: {
    message: 'The application is disabled.',
    remedy: 'Set "Enabled for users to sign-in?" to Yes in its Properties.',
  },
  90002: {
    message: 'The tenant was not found.',
    remedy: 'Compare the tenant with the right one.',
  },
  16000: {
    message: 'The browser is signed in with an account that this tenant does not know, or with several.',
    remedy: 'Sign in in a new private window.',
  },
  50055: {
    message: 'The password of the account has expired.',
    remedy: 'Set a new password at Microsoft, then sign in again.',
  },
  50074: {
    message: 'The user must pass multi-factor authentication.',
    remedy: 'Start again and complete it when you are asked to.',
  },
  50079: {
    message: 'The user must set up multi-factor authentication first.',
    remedy: 'Sign in at https://aka.ms/mfasetup once, then start again.',
  },
  50196: {
    message: 'Entra ID saw too many of the same requests in a short time.',
    remedy: 'Wait a few minutes, then try again.',
  },
  53000: {
    message: 'A Conditional Access policy requires a compliant device.',
    remedy: 'Sign in on a device that the company manages, or exclude the application from the policy.',
  },
  53001: {
    message: 'A Conditional Access policy requires a device that is joined to the domain.',
    remedy: 'Sign in on a device that the company manages, or exclude the application from the policy.',
  },
  65001: {
    message: 'The tenant has not consented to the application, or consent was revoked.',
    remedy: 'Have a Privileged Role Administrator or Global Administrator of the tenant consent again.',
  },
  65004: {
    message: 'The administrator declined consent, or closed the window.',
    remedy: 'Open the consent page again and choose Accept; see there what each permission is for.',
  },
  70002: {
    message: "Entra ID refused the service's own credentials.",
    remedy: "Correct the secret, certificate or federated token of the service's application.",
  },
  700024: {
    message: 'The client assertion of the service is outside its time.',
    remedy: 'Set the clock of the machine on which the service runs (NTP), then try again.',
  },
  700027: {
    message: "Entra ID cannot verify the signature of the service's client assertion.",
    remedy: "Register the certificate at the service's application, or give the service the registered one.",
  },
  7000215: {
    message: "The service's client secret is wrong.",
    remedy: "Give the service the value of a secret of its application, not the secret's id.",
  },
  7000222: {
    message: "The service's client secret or certificate has expired.",
    remedy: "Add a new one at the service's application, and give it to the service.",
  },
  7000229: {
    message: 'The service has no service principal in the tenant: nobody has consented there yet.',
    remedy: 'Have a Privileged Role Administrator or Global Administrator of the tenant consent.',
  },
  75008: {
    message: 'The request has a Destination that is not the address of Entra ID.',
    remedy: 'Compare the sign-on address at the service provider with the Login URL of the application.',
  },
  750161: {
    message: 'The request asks for a NameID format that Entra ID does not offer.',
    remedy:
      'Have the service provider ask for no NameIDPolicy, or for the format emailAddress or unspecified.',
  },
  900023: {
    message: 'The tenant was not found: what names it is neither an id nor a domain.',
    remedy: 'Compare the tenant with the right one.',
  },
  90033: {
    message: 'Entra ID is temporarily unavailable.',
    remedy: 'Wait a few minutes, then try again.',
  },
  90038: {
    message: 'The tenant lives in another Microsoft cloud.',
    remedy: 'Use the sign-in address of the cloud of the tenant.',
  },
} as const satisfies Record<number, EntraError>;
const BY_NUMBER = new Map<string, EntraError>(Object.entries(ENTRA_ERRORS));

/** @param code such as `AADSTS50105`, or its number alone */
export const entraError = (code: string): EntraError | undefined =>
  BY_NUMBER.get(code.replace(/^AADSTS/i, ''));
