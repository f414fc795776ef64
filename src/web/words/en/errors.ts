/** What a page says instead of its content. */
export const errors = {
  notFound: {
    title: 'There is nothing here',
    text: 'The address may be incomplete. Open the link in your message again.',
  },
  linkUnknown: {
    title: 'This link is not known',
    text: 'The link may be incomplete. Open it from the message, or copy all of it. Nothing was changed.',
  },
  linkExpired: {
    title: 'This link has expired',
    text: 'Ask the person who sent it for a new link. Everything that was done with this link is kept.',
  },
  linkRevoked: {
    title: 'This link was withdrawn',
    text: 'A newer message may have another link. If not, ask the person who sent it for a new link.',
  },
  linkOver: {
    title: 'This link is no longer of use',
    text: 'The setup has ended or was started again. Ask the person who sent the link.',
  },
  linkAgain: {
    title: 'Open your link again',
    text: 'This page opens only from the link in your message, in the browser in which you opened the link. Open the link again.',
  },
  otherPurpose: {
    title: 'Your link is for something else',
    text: 'Another person was asked to do this step. If you should do it, ask the person who sent your link for another one.',
  },
  callbackRefused: {
    title: 'That did not come from here',
    text: 'Microsoft sent you here, but not from a page that you opened a moment ago in this browser. Nothing was recorded. Open the link in your message to see the current state and to try again.',
  },
  refused: {
    title: 'That was not accepted',
    text: 'Another person may have answered already. Open the link in your message to see the current state.',
  },
  foreignForm: {
    title: 'That form is out of date',
    text: 'Nothing was changed. Open the link in your message again and repeat the step.',
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

export const sendAgain = {
  text: 'What you entered is kept here.',
  button: 'Send it again',
} as const;
