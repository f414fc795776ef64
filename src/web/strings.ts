/** What the pages say, in one place. */

export const PRODUCT = 'Single sign-on setup';

export const PROBLEM_TEXTS = {
  notFound: {
    title: 'There is nothing here',
    text: 'The address may be incomplete. Open the link in your text message again.',
  },
  foreignForm: {
    title: 'That form is out of date',
    text: 'Nothing was changed. Open the link in your text message again, and repeat what you wanted to do.',
  },
  badInput: {
    title: 'That could not be read',
    text: 'Nothing was changed. Go back, and try again.',
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
  failed: {
    title: 'Something went wrong here',
    text: 'It was recorded. Reload the page; if it stays so, tell your contact at MessageMedia.',
  },
} as const;
