/** What a page says instead of its content. */
export const PROBLEM_TEXTS = {
  notFound: {
    title: 'There is nothing here',
    text: 'The address may be incomplete. Open the link in your text message again.',
  },
  linkUnknown: {
    title: 'This link is not known',
    text: 'The link may be incomplete. Open it from the text message, or copy all of it. Nothing was changed.',
  },
  linkExpired: {
    title: 'This link has expired',
    text: 'Ask the person who sent it for a new link. Everything that was done with this link is kept.',
  },
  linkRevoked: {
    title: 'This link was withdrawn',
    text: 'A newer text message may have another link. If not, ask the person who sent it for a new link.',
  },
  linkOver: {
    title: 'This link is no longer of use',
    text: 'The setup has ended or was started again. Ask the person who sent the link.',
  },
  linkAgain: {
    title: 'Open your link again',
    text: 'This page opens only from the link in your text message, in the browser in which you opened the link. Open the link again.',
  },
  otherPurpose: {
    title: 'Your link is for something else',
    text: 'Another person was asked to do this step. If you should do it, ask the person who sent your link for another one.',
  },
  callbackRefused: {
    title: 'That did not come from here',
    text: 'Microsoft sent you here, but not from a page that you opened a moment ago in this browser. Nothing was recorded. Open the link in your text message to see the current state and to try again.',
  },
  refused: {
    title: 'That was not accepted',
    text: 'Another person may have answered already. Open the link in your text message to see the current state.',
  },
  foreignForm: {
    title: 'That form is out of date',
    text: 'Nothing was changed. Open the link in your text message again and repeat the step.',
  },
  badInput: {
    title: 'That could not be read',
    text: 'Nothing was changed. Go back and try again.',
  },
  signInAgain: {
    title: 'You are not signed in any more',
    text: 'A sign-in lasts one hour. Nothing was changed, and nothing is lost. Sign in in another tab, then send the form again here.',
  },
  readOnly: {
    title: 'You may look, not act',
    text: 'Nothing was changed. To act, you need the role Onboarding.Operate.',
  },
  tooLarge: {
    title: 'That is too large',
    text: 'Nothing was changed. Send a shorter list.',
  },
  tooMany: {
    title: 'Too many requests',
    text: 'Wait a minute, then reload the page.',
  },
  unavailable: {
    title: 'Not available just now',
    text: 'Nothing is lost. Wait a minute, then reload the page. If the problem continues, write to us.',
  },
  busy: {
    title: 'Too busy just now',
    text: 'Nothing is lost. Wait a few seconds, then try again.',
  },
  noSignIn: {
    title: 'Microsoft does not answer just now',
    text: 'Nothing was changed, and nothing is lost. Wait a minute, then try again. If the problem continues, write to us.',
  },
  failed: {
    title: 'Something went wrong here',
    text: 'The error was recorded. Reload the page. If the problem continues, write to us.',
  },
} as const;

/** Of what failed, to be quoted when somebody writes to us. */
export const REFERENCE = 'Reference';

export const SEND_AGAIN = {
  text: 'What you entered is kept here.',
  button: 'Send it again',
} as const;

type Words = { title: string; text: string };

/** Where an operator needs other words than the customer. */
export const CONSOLE_PROBLEM_TEXTS: Partial<Record<keyof typeof PROBLEM_TEXTS, Words>> = {
  notFound: {
    title: 'There is nothing here',
    text: 'There is no such page, or no onboarding of this customer that Temporal still has.',
  },
  callbackRefused: {
    title: 'You were not signed in',
    text: 'The sign-in was not begun in this browser, took too long, or was given up. Nothing was changed.',
  },
  foreignForm: {
    title: 'That form is out of date',
    text: 'Nothing was changed. Go back, reload the page, and repeat what you wanted to do.',
  },
  tooLarge: {
    title: 'That is too large',
    text: 'Nothing was changed. Send a shorter document: users and groups can be chosen later, as a list.',
  },
  refused: { title: 'That was not accepted', text: 'It is not possible as things stand.' },
  badInput: { title: 'That could not be read', text: 'Nothing was changed. Go back, and try again.' },
  unavailable: {
    title: 'Not available just now',
    text: 'Temporal, its workers or Microsoft Entra ID do not answer. Nothing is lost: see that a worker is running, then reload the page.',
  },
  busy: {
    title: 'Too busy just now',
    text: 'Temporal answers only so many requests per second, and others came first. Nothing was changed. Wait a few seconds, then try again.',
  },
  noSignIn: {
    title: 'Nobody can be signed in just now',
    text: 'Microsoft Entra ID does not answer the web process, whose log says why. Try again in a minute; if it stays so, look at AUTHORITY_HOST, OPERATOR_TENANT_ID, and the way to Entra ID from there.',
  },
  failed: {
    title: 'Something went wrong here',
    text: 'It was recorded in the log of the web process. Reload the page.',
  },
};
