/** Problems with the federation metadata, the Hub, and the first sign-in. */
import type { Entry } from './entry.js';

export const HUB = {
  metadata_too_large: {
    title: 'The federation metadata is too large',
    reason:
      'What Microsoft Entra ID serves as federation metadata is larger than 256 KiB: it is something else.',
    remedy: 'Open the App Federation Metadata Url in a browser, see what answers there, then retry the step.',
    whoMends: 'operator',
    passes: true,
  },
  metadata_unusable: {
    title: 'The federation metadata cannot be used',
    reason: 'What Microsoft Entra ID serves as federation metadata cannot be used. {flaw}',
    remedy: '{mending} See what the address in the details answers, then retry the step.',
    whoMends: 'operator',
    passes: true,
  },
  hub_differs: {
    title: 'The Hub is set up differently',
    reason: 'The Hub asks Microsoft Entra ID for something else than was agreed.',
    remedy:
      "Compare the Hub's single sign-on form with the handover, paste the metadata XML again, then retry the step.",
    whoMends: 'customer',
    passes: false,
    steps: [
      'Open the single sign-on form in the Hub as its administrator.',
      'Compare each value with the ones that you were given, paste the metadata XML again, and save.',
    ],
  },
  hub_does_not_ask: {
    title: 'The Hub begins no sign-in',
    reason: 'The Hub does not begin a sign-in at the address to be probed. {answer}',
    remedy:
      'See that single sign-on is switched on in the Hub and that the probeUrl of the request is right, then retry the step.',
    whoMends: 'operator',
    passes: true,
  },
  sign_in_not_proved: {
    title: 'No sign-in was seen yet',
    reason: 'Force SSO was not asked for: nobody was seen to sign in by SSO, so it could lock everybody out.',
    remedy:
      "Have an assigned user sign in to the Hub by SSO, then retry the step: it looks in Entra ID's sign-in log again. If that log is not available, skip this step, and have Force SSO switched on by hand after somebody has signed in by SSO.",
    whoMends: 'operator',
    passes: false,
  },
} as const satisfies Record<string, Entry>;
