/** What contacts read in text messages and e-mails, in English. */
import type { LinkPurpose } from '../links.js';
import type { HandoverReason } from '../rollover.js';
import type { Catalogue, Cause } from './cause.js';

type Task = { request: string; minutes: number | undefined };

const TASKS: Record<LinkPurpose, Task> = {
  consent: { request: 'please approve the changes to your Microsoft Entra ID', minutes: 2 },
  handover: { request: 'please enter the settings in the Hub', minutes: 5 },
  roles: { request: 'please choose who can sign in', minutes: 2 },
  signIn: { request: 'please sign in once to test it', minutes: 1 },
  forceSso: { request: 'sign-in works. Please make SSO the only way to sign in', minutes: 2 },
  all: { request: 'your setup page', minutes: undefined },
};

const CERTIFICATES: Record<HandoverReason, (date: string) => string> = {
  rollover: (date) => `the sign-in certificate expires on ${date}.`,
  addedByOthers: (date) => `a certificate was added, the active one ends on ${date}.`,
  activatedByOthers: () => 'somebody made another certificate active in Azure.',
  signsUnknown: () => 'sign-in is broken: the Hub lacks the certificate in use.',
};
const NEW_VALUES = 'Please enter the new values in the Hub';

const TEST_AGAIN = 'the sign-in certificate was replaced. Please sign in once to test it';

const minutes = (count: number | undefined) => (count === undefined ? undefined : `${String(count)} min`);
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const reminder = (number: number) => (number > 1 ? 'Reminder.' : '');

function wordsFor(cause: Cause): {
  opening: string;
  request: string;
  time: string | undefined;
  else: string;
} {
  switch (cause.about) {
    case 'task': {
      const { request, minutes: count } = TASKS[cause.task];
      return { opening: reminder(cause.number), request, time: minutes(count), else: cause.instruction };
    }
    case 'link': {
      const { request, minutes: count } = TASKS[cause.task];
      const asked = cause.from === undefined ? request : `${cause.from} asks you, ${request}`;
      return { opening: '', request: asked, time: minutes(count), else: 'Please get in touch with us.' };
    }
    case 'certificate': {
      const { number, daysLeft, isUrgent, instruction } = cause;
      const later = number > 1 ? `Reminder, ${String(daysLeft)} days left.` : '';
      return {
        opening: isUrgent ? 'URGENT.' : later,
        request: `${CERTIFICATES[cause.reason](cause.expiresOn)} ${NEW_VALUES}`,
        time: minutes(5),
        else: instruction,
      };
    }
    case 'newCertificateTest':
      return {
        opening: reminder(cause.number),
        request: TEST_AGAIN,
        time: minutes(1),
        else: `${sentence(TEST_AGAIN)}, as one of the assigned users.`,
      };
  }
}

export const ENGLISH: Catalogue = {
  words: ({ cause, companyName, brand }) => {
    const { opening, request, time, else: withoutLink } = wordsFor(cause);
    return { opening, subject: `${brand} SSO for ${companyName}`, request, time, withoutLink };
  },
  email: {
    greeting: (name) => `Hello ${name},`,
    lead: (brand, companyName) =>
      `${brand} is setting up single sign-on (SSO) with Microsoft Entra ID, formerly Azure AD, for ${companyName}.`,
    time: (time) => `It takes about ${time}.`,
    button: 'Open your page',
    personal: (name, until) => `This link is personal to ${name} and works until ${until}.`,
    date: (at, timeZone) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(at),
    stop: 'Stop these messages',
  },
};
