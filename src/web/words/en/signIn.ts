/** What the page of the test sign-in says. */
const SYSTEM = '{system, select, hub {the Hub} other {{system}}}';

export const signIn = {
  title: 'Test the sign-in',
  lead: `Sign in once as a person you have chosen, best in a private window. The result comes here, not to ${SYSTEM}.`,
  early: 'No test is open now. The page with all steps says when there is one.',
  closed: 'No test is open now. These are the results.',
  worked: 'It works. We do the rest automatically.',
  goOn: 'Show all steps',
  who: 'Any person you have chosen will do. The first one who signs in without a problem ends the test.',
  start: 'Sign in at Microsoft',
  again: 'Sign in again',
  stillOpen: 'This page updates automatically when somebody has signed in.',
  asAnother: 'Not one of them yourself? Send a link',
  asAnotherText:
    'You cannot sign in as somebody else. Make a link for one of the people you chose. When they have signed in, the result shows here.',
  errorTitle: 'Microsoft showed an error?',
  errorText:
    'Microsoft then does not send you back here. Paste the error, or only its number, and we tell you what to do.',
  errorLabel: 'The error, such as AADSTS50105',
  errorButton: 'Explain the error',
  notUnderstood: 'There is no AADSTS number in that. Copy the whole text that Microsoft shows.',
  refused: 'Sign-in was blocked.',
  signedIn: '{user} signed in.',
  signedInAs: '{user} signed in as {roles}.',
  sent: 'What Microsoft Entra ID sent',
  rows: { name: 'User name', mail: 'E-mail address', role: 'Role' },
  present: 'sent',
  missing: 'missing',
  noRole: 'Default Access',
  earlier: 'Earlier attempts ({count})',
  checks: 'What was checked',
} as const;
