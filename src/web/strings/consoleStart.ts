/** What the console says where an onboarding is started. */
export const START = {
  title: 'Start an onboarding',
  lead: 'The customer is asked by text message as soon as it is started.',
  fromDocument: 'Or start from a document.',
  documentTitle: 'Start from a document',
  documentLead:
    'YAML or JSON, as “sso-onboard start” takes it. It can say everything; the form has what is needed most.',
  backToForm: '← The form',
  document: 'Document',
  file: 'Or take it from a file',
  fileReplaces: 'The document is replaced by what is in the file. Go on?',
  line: (line: number) => `line ${String(line)}`,
  tooMany: (most: number) => `at most ${String(most)} here: start it from a document instead`,
  tooMuch: 'It is too large, or too deeply nested, to be read within 10 seconds. Nothing was changed.',
  wrong: (count: number) =>
    count === 1
      ? 'One thing is wrong. Nothing was started.'
      : `${String(count)} things are wrong. Nothing was started.`,
  otherGroup:
    'You may not start an onboarding of this customer: the customer id belongs to another group than yours.',
  unavailable:
    'Temporal does not answer just now. Nothing is lost: send the form again in a minute; it starts one onboarding only.',
  button: 'Start the onboarding',
  groups: {
    customer: 'The customer',
    contacts: 'Who is asked there',
    hub: 'In the Hub',
    how: 'How',
    serviceProvider: 'White-label brand or Sinch ID',
  },
  contactsHint: 'Same person? Leave “Hub administrator” blank.',
  serviceProviderHint:
    'Leave it as it is for the MessageMedia Hub. Else copy the values from “Connection Info”.',
  anyLanguage: 'English, and pages as their browser asks',
  needed: 'is needed',
  fields: {
    customerId: { label: 'Customer id', hint: 'Yours: lower-case letters, digits, hyphens' },
    companyName: { label: 'Company name', hint: 'The application is called “MessageMedia SSO for” this' },
    tenant: {
      label: 'Microsoft Entra ID tenant',
      hint: 'A verified domain such as contoso.com, or the tenant id',
    },
    azureName: { label: 'Azure administrator', hint: 'Agrees to the changes, and chooses users' },
    azureMobile: {
      label: 'Their mobile number or e-mail address',
      hint: 'A number is international, such as +61491570156',
    },
    azureLanguage: { label: 'Their language', hint: 'Of what they are sent, and of their pages' },
    hubName: { label: 'Hub administrator', hint: 'Fills in the form of the Hub' },
    hubMobile: {
      label: 'Mobile or e-mail of the Hub administrator',
      hint: 'A number is international',
    },
    hubLanguage: { label: 'Language of the Hub administrator', hint: '' },
    timeZone: { label: 'Time zone', hint: 'Reminders come by day there: Australia/Melbourne' },
    emailDomains: { label: 'E-mail domains', hint: 'Whose users sign in by SSO; several with commas' },
    accounts: { label: 'Accounts', hint: 'That such users reach, one per line' },
    appRoles: {
      label: 'Roles',
      hint: 'One per line: Sender, or Sender,What it is called. None: Default Access',
    },
    initiatedBy: { label: 'Sign-in starts', hint: '' },
    permissionProfile: { label: 'Permissions', hint: '' },
    profile: { label: 'Service provider', hint: '' },
    entityId: { label: 'Entity ID', hint: '' },
    replyUrls: { label: 'Reply URLs', hint: 'One per line; the first is the default' },
    signOnUrl: { label: 'Sign-on URL', hint: '' },
  },
  initiatedBy: [
    { value: 'sp', text: 'at the Hub, and in My Apps' },
    { value: 'idp', text: 'in My Apps only' },
  ],
  permissionProfiles: {
    full: 'full: users are assigned for them',
    minimal: 'minimal: they assign users themselves',
  },
  checks: {
    testSignIn: 'Somebody tests the sign-in before the Hub is tried',
    watch: 'Watch over the certificate and the configuration afterwards',
  },
} as const;

/** Where a start leads to. */
export const STARTED = 'The onboarding is started.';
