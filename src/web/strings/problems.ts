/** What an operator's page says instead of its content, where they need other words than the customer. */
import type { ProblemKind } from '../problems.js';

type Words = { title: string; text: string };

export const CONSOLE_PROBLEM_TEXTS: Partial<Record<ProblemKind, Words>> = {
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
