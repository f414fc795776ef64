/** What is said of what a test sign-in shows, with blanks. */
import type { SignInRule } from '../onboarding/testSignIn.js';

/** O15: Microsoft's own page is locked while a policy is assigned, so it is a remedy only where there is none of ours. */
export const WHERE_CLAIMS_ARE = {
  defaults:
    'Or choose another Unique User Identifier in Single sign-on > Attributes & Claims; if that page is locked, remove the claims mapping policy with Microsoft Graph or PowerShell.',
  policy:
    'A change of the claims policy takes some minutes to count: test again. If another policy is assigned, put ours in its place with Microsoft Graph or PowerShell.',
} as const;

/** By code; a remedy that begins with `{where}` is said of `WHERE_CLAIMS_ARE`. */
export const FINDINGS = {
  name_id_source: {
    message: 'The NameID is {nameId}, and not the {name} {wanted}, as agreed.',
  },
  name_id_format: {
    message: 'The NameID has the format {found}; agreed is {format}.',
  },
  name_id_not_address: {
    message: 'The NameID "{nameId}" is no e-mail address, by which the Hub knows its users.',
    remedy: 'Give the user a {name} that is an e-mail address (Microsoft Entra ID > Users). {where}',
  },
  guest: {
    message: "{nameId} is a guest in this tenant: the Hub gets this name, not the guest's address.",
    remedy:
      'Let guests sign in with their own company, have the NameID filled from the mail address (nameId of the request), or create the user in the Hub under this name.',
  },
  domains_differ: {
    message: 'The NameID {nameId} and the mail address {mail} are in different domains.',
    remedy: 'List both domains in the Hub, or change the user so that both agree.',
  },
  domain_not_listed: {
    message: "The domain of the {what} {address} is not on the Hub's list ({domains}).",
    remedy:
      "Add {domain} to the e-mail domains in the Hub's single sign-on settings, if it is the customer's.",
  },
  mail_empty: {
    message: '{nameId} has no mail address in Entra ID, so the claim {claim} is missing.',
    remedy:
      "Fill in the user's Email in Entra ID (Contact information), or give the claim user.userprincipalname as its source in the request.",
    remedyOfDefaults:
      "Fill in the user's Email in Entra ID (Contact information), or give the claim user.userprincipalname as its source in Single sign-on > Attributes & Claims.",
  },
  claim_missing: {
    message: '{nameId} has no {attribute} in Entra ID, so the claim {claim} is missing.',
    remedy: "Fill it in at the user's properties in Entra ID, if the Hub is to know it.",
  },
  role_missing: {
    message: '{nameId} comes without a role, although the application offers {roles}.',
    remedy: 'Assign the user, or a group the user is directly a member of, with a role in Users and groups.',
  },
  role_unknown: {
    message: '{nameId} comes with a role that was not agreed: {roles}.',
    remedy: 'Assign one of the agreed roles instead, in Users and groups.',
  },
  several_roles: {
    message: '{nameId} comes with several roles: {roles}.',
    remedy: 'Assign one role only, since it is not known which one counts.',
  },
  unknown_error: {
    message: 'Entra ID refused the sign-in with AADSTS{digits}.',
    remedy: 'See what it means at https://login.microsoftonline.com/error?code={digits}',
  },
  other_certificate: {
    message: 'Entra ID signed with another certificate than the active one.',
    remedy:
      'Test again in a few minutes; if it stays, see which certificate is active in SAML Signing Certificate.',
  },
  refused: {
    message: 'Not so: {rule}. {detail}',
  },
} as const;

/** What to do about a rule that the response breaks; what fails together has one cause, so only the first is told. */
export const RULE_REMEDIES = {
  size: 'Assign the user fewer groups, or take group claims out of the token.',
  document: 'Start the test again; if it stays, something between Entra ID and here changes what it sends.',
  status: "Look up the error in the tenant's sign-in logs.",
  assertion: 'Switch token encryption off for the application, then start the test again.',
  algorithms:
    'Set Signing Option "Sign SAML assertion" and Signing Algorithm SHA-256 in SAML Signing Certificate.',
  signature: 'Retry the steps certificate and metadata, then hand the new metadata over to the Hub.',
  issuer: "Sign in with an account of the customer's own tenant.",
  audience: 'Compare Identifier (Entity ID) in Basic SAML Configuration with what was agreed.',
  recipient: 'Start the test again from its page, not from My Apps.',
  destination: 'Start the test again from its page, not from My Apps.',
  request: 'Start the test again from its page: each start is good for one sign-in, for an hour.',
  time: 'Start the test again; if it stays, the clock of this machine is wrong.',
  subject: 'See that the NameID is filled for this user. It is to be the {name}. {where}',
} as const satisfies Record<SignInRule, string>;

/** Of causes that the rule alone does not tell. */
export const CAUSE_REMEDIES = {
  signing_option:
    'Set Signing Option to "Sign SAML assertion" or "Sign SAML response and assertion" in SAML Signing Certificate, then start the test again.',
  issuers_differ:
    'Start the test again; if it stays, something between Entra ID and here changes what it sends.',
  session_over: 'Sign out of Microsoft, or open a new private window, then start the test again.',
} as const;
