/** What a page says instead of its content. */
export const PROBLEM_TEXTS = {
  notFound: {
    title: 'There is nothing here',
    text: 'The address may be incomplete. Open the link in your text message again.',
  },
  linkUnknown: {
    title: 'This link is not known',
    text: 'It may be incomplete: open it from the text message, or copy all of it. Nothing was changed.',
  },
  linkExpired: {
    title: 'This link has expired',
    text: 'Ask your contact at MessageMedia for a new one. What was done with this one stays done.',
  },
  linkRevoked: {
    title: 'This link was withdrawn',
    text: 'A newer text message may hold another link. If not, ask your contact at MessageMedia for one.',
  },
  linkOver: {
    title: 'This link is no longer of use',
    text: 'The setup that it was for is over, or was begun anew. Ask your contact at MessageMedia.',
  },
  linkAgain: {
    title: 'Open your link again',
    text: 'This page opens from the link in your text message, in the browser where you opened it. Open the link again.',
  },
  otherPurpose: {
    title: 'Your link is for something else',
    text: 'Somebody else was asked to do this. If it should be you, ask your contact at MessageMedia for a link.',
  },
  callbackRefused: {
    title: 'That did not come from here',
    text: 'Microsoft sent you here, but not from a page that you opened a moment ago in this browser. That counts for nothing. Open the link in your text message: it shows what was recorded, and you can begin again there.',
  },
  refused: {
    title: 'That was not accepted',
    text: 'Somebody may have answered already. Open the link in your text message to see how it stands.',
  },
  foreignForm: {
    title: 'That form is out of date',
    text: 'Nothing was changed. Open the link in your text message again, and repeat what you wanted to do.',
  },
  badInput: {
    title: 'That could not be read',
    text: 'Nothing was changed. Go back, and try again.',
  },
  signInAgain: {
    title: 'You are not signed in any more',
    text: 'A sign-in lasts an hour. Nothing was changed, and nothing is lost: sign in in another tab, then send it again here.',
  },
  readOnly: {
    title: 'You may look, not act',
    text: 'Nothing was changed. To act takes the role Onboarding.Operate.',
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
    text: 'Nothing is lost. Wait a minute, then reload the page. If it stays so, tell your contact at MessageMedia.',
  },
  busy: {
    title: 'Too busy just now',
    text: 'Nothing is lost. Wait a few seconds, then try again.',
  },
  noSignIn: {
    title: 'Microsoft does not answer just now',
    text: 'Nothing was changed, and nothing is lost. Wait a minute, then try again. If it stays so, tell your contact at MessageMedia.',
  },
  failed: {
    title: 'Something went wrong here',
    text: 'It was recorded. Reload the page; if it stays so, tell your contact at MessageMedia.',
  },
} as const;

export const SEND_AGAIN = {
  text: 'What you sent is kept here, as it was.',
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
