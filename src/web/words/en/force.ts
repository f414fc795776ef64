/** What the customer's pages say of the last task, of names, and when somebody has signed out. */
export const signOut = {
  title: 'You are signed out',
  text: 'This browser no longer opens these pages. To return, open the link in your message again.',
} as const;

export const name = {
  label: 'Your name',
  missing: 'Say who you are.',
  /** Behind a name that is not the contact's. */
  withLinkOf: '{name} (with the link of {contact})',
} as const;

export const force = {
  /** Its hyphen breaks no line. */
  title: 'Make single sign\u2011on the only way in',
  early: 'This comes last, after the first confirmed sign-in. The page with all steps says when.',
  over: 'This setup has ended. Nothing is left to do here.',
  lead: 'After this, users with an address on {domains} can no longer sign in with a password.',
  checkTitle: '1. Check who can still get in',
  check:
    'Have an administrator of the account whose address is not on {domains} sign in with a password. If single sign-on breaks, only they can repair it. If there is no such administrator, create one first.',
  switchTitle: '2. Change the switch',
  open: 'Open {location}, change this value, and save.',
  doneTitle: '3. Confirm',
  administrator: 'E-mail address of the administrator who signed in with a password',
  administratorWrong:
    'Enter an e-mail address that is not on {domains}: users there can no longer sign in with a password.',
  confirm: 'Confirm Force SSO',
  confirmed: '{by} has confirmed it. {administrator} can still sign in with a password.',
} as const;

/** The page at the end of every e-mail. */
export const stop = {
  ask: {
    title: 'Stop messages?',
    text: 'You then get no more text messages and e-mails about this setup. Your link still works.',
    button: 'Stop messages',
  },
  stopped: {
    title: 'Messages are stopped',
    text: 'You get no more text messages and e-mails about this setup. Your link still works.',
    button: 'Start messages again',
  },
  started: {
    title: 'Messages are on again',
    text: 'You get a message when you have something to do in this setup.',
    button: 'Stop messages',
  },
} as const;
