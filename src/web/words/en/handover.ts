/** What the pages say on which the settings are copied into the service provider's form. */
const SYSTEM = '{system, select, hub {the Hub} other {{system}}}';
const SUBJECT = '{system, select, hub {The Hub} other {{system}}}';

export const handover = {
  title: `Enter the settings in ${SYSTEM}`,
  early: 'The values are not ready yet. This page shows them as soon as they are.',
  lead: 'Open {location} and enter each setting, from top to bottom.',
  open: `Open ${SYSTEM} in a new tab`,
  elsewhere: 'Continue on a computer',
  before: 'Before you begin',
  values: 'Settings',
  copy: 'Copy',
  copied: 'Copied',
  xmlLabel: 'Federation metadata',
  showXml: 'Show the XML',
  download: 'Download the XML',
  doneTitle: 'When everything is saved',
  doneText: 'Confirm below. Then we check what can be checked from outside.',
  saved: 'Entered and saved?',
  confirm: `I have saved it in ${SYSTEM}`,
  confirmed: `{by} has confirmed that this was entered in ${SYSTEM}.`,
  check: {
    running: `We are checking ${SYSTEM}. This page shows the result.`,
    differs: `Some settings in ${SYSTEM} are different`,
    correct: 'Correct these in {location} and save. Then confirm again.',
    notOn: `Single sign-on is not on in ${SYSTEM} yet`,
    switchOn: `${SUBJECT} does not start a sign-in for your e-mail domain. In {location}, check the e-mail domain and the XML, and save. Then confirm again.`,
  },
  over: 'This setup has ended. The settings are no longer needed.',
} as const;

/** The same link on another device. */
export const elsewhere = {
  title: 'Continue on a computer',
  text: 'Copying settings is easier on a computer. Open your own link there:',
  email: 'E-mail the link to yourself',
  label: 'Your link',
  copy: 'Copy the link',
  copied: 'Copied',
  qrTitle: 'Or scan it',
  qrText: 'Show this code to the camera of the other device.',
  qrLabel: 'QR code of your link',
  personal: 'Whoever has this link can do your steps. Do not pass it on.',
  subject: '{brand}: single sign-on for {company}',
} as const;
