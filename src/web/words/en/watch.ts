/** What the pages say of a finished setup that is monitored. */
const SYSTEM = '{system, select, hub {The Hub} other {{system}}}';

export const watch = {
  title: 'Single sign-on monitoring',
  lead: '{brand} monitors single sign-on for {company} and renews its certificate in time.',
  tasks: {
    handover: {
      title: 'Enter the new settings',
      text: 'Copy each value into the form. Every value is ready, in the order of the form.',
      button: 'Show the settings',
    },
    signIn: {
      title: 'Sign in once',
      text: 'Sign in as one of your users. We check what Microsoft Entra ID sends.',
      button: 'Test the sign-in',
    },
  },
  status: {
    watching: 'Single sign-on works and is monitored.',
    running: 'We are checking single sign-on now. This page updates automatically.',
    waiting: 'Sign-in works. Your action is needed so that it keeps working.',
    drifted: 'Sign-in works. The configuration in your Microsoft Entra ID differs from what was agreed.',
    atRisk: 'Sign-in is broken, or will be soon.',
    blocked: 'The last check failed. We have been told, there is nothing for you to do.',
    stopped: 'Monitoring has ended.',
  },
  due: 'Your action is needed by {until}, {distance}.',
  certificates: 'Certificates for sign-in',
  validUntil: 'Valid until {until}',
  active: 'in use',
  ready: 'ready, not in use yet',
  known: `${SYSTEM} knows it.`,
  unknown: `${SYSTEM} does not know it yet.`,
  thumbprint: 'Thumbprint',
  steps: 'How the certificate is replaced',
  /** The steps of a rollover in the customer's words. */
  rollover: {
    nextCertificate: 'Add the next certificate in Microsoft Entra ID',
    metadata: 'Check the federation metadata with every certificate',
    handover: 'Enter the new settings',
    activation: 'Switch to the next certificate',
    testSignIn: 'Test the sign-in',
    removal: 'Remove the old certificate',
  },
} as const;
