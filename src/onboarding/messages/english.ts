import type { Catalogue } from './words.js';

export const ENGLISH: Catalogue = {
  subject: (brand, companyName) => `${brand} SSO for ${companyName}`,
  colon: ': ',
  tasks: {
    consent: 'please approve the changes to your Microsoft Entra ID',
    handover: 'please enter the settings in the Hub',
    roles: 'please choose who can sign in',
    signIn: 'please sign in once to test it',
    forceSso: 'sign-in works. Please make SSO the only way to sign in',
    all: 'your setup page',
  },
  askedBy: {
    consent: (from) => `${from} asks you to approve the changes to your Microsoft Entra ID`,
    handover: (from) => `${from} asks you to enter the settings in the Hub`,
    roles: (from) => `${from} asks you to choose who can sign in`,
    signIn: (from) => `${from} asks you to sign in once to test it`,
    forceSso: (from) => `${from} asks you to make SSO the only way to sign in`,
    all: (from) => `${from} asks you to open your setup page`,
  },
  certificates: {
    rollover: (date) => `the sign-in certificate expires on ${date}.`,
    addedByOthers: (date) => `a certificate was added, the active one ends on ${date}.`,
    activatedByOthers: () => 'somebody made another certificate active in Azure.',
    signsUnknown: () => 'sign-in is broken: the Hub lacks the certificate in use.',
  },
  newValues: 'Please enter the new values in the Hub',
  testAgain: 'the sign-in certificate was replaced. Please sign in once to test it',
  getInTouch: 'Please get in touch with us.',
  asAssigned: 'as one of the assigned users.',
  reminder: 'Reminder.',
  daysLeft: (days) => `Reminder, ${String(days)} ${days === 1 ? 'day' : 'days'} left.`,
  urgent: 'URGENT.',
  minutes: (count) => `${String(count)} min`,
  unwritten: { company: 'your company', colleague: 'your colleague' },
  day: (expiresOn) => expiresOn,
  email: {
    greeting: (name) => `Hello ${name},`,
    lead: (brand, companyName) =>
      `${brand} is setting up single sign-on (SSO) with Microsoft Entra ID, formerly Azure AD, for ${companyName}.`,
    time: (minutes) => `It takes about ${String(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    button: 'Open your page',
    personal: (name, until) => `This link is personal to ${name} and works until ${until}.`,
    date: (at, timeZone) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(at),
    stop: 'Stop these messages',
  },
};
