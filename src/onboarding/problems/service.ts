/** Problems of this service: answers that do not come, text messages, and what keeps failing. */
import type { Entry } from './entry.js';

export const SERVICE = {
  deadline_passed: {
    title: 'The deadline has passed',
    reason: 'Nobody answered within {days} days.',
    remedy: 'Speak to the {from}. Their answer still counts. Retry the step to wait as long again.',
    whoMends: 'operator',
    passes: false,
    cases: {
      testSignIn: {
        reason: 'Nobody signed in for the test within {days} days.',
        remedy: 'Speak to the {from}. The test is closed. Retry the step to open it again, for as long.',
      },
      signIn: {
        reason: 'No sign-in to the Hub was seen within {days} days.',
        remedy:
          'Speak to the {from}. Retry the step to check the sign-in log at once, and then wait as long again.',
      },
      assignments: {
        reason: 'Not everyone who was chosen was assigned within {days} days.',
        remedy:
          'Speak to the {from}. Retry the step to check the assignments at once, and then wait as long again.',
      },
    },
  },
  asked_to_wait: {
    title: 'Microsoft asks to wait',
    reason: 'Microsoft asks this service to wait until {until}.',
    remedy: 'Nothing is wrong. Retry the step after that time.',
    whoMends: 'operator',
    passes: true,
  },
  kept_failing: {
    title: 'The step keeps failing',
    reason: 'The step {step} kept failing until its time was up. Last: {last}',
    remedy: "See the activity's last failure in the Temporal UI; when its cause is mended, retry the step.",
    whoMends: 'us',
    passes: true,
    cases: {
      assigning: {
        reason: 'Graph kept failing to assign users and groups. Last: {last}',
        remedy: 'When Graph works again, retry the step: it goes on with those who are not assigned yet.',
      },
    },
  },
  ended_early: {
    title: 'A workflow was ended from outside',
    reason: 'The workflow that does the step {step} ended before its time: {last}',
    remedy: 'See that workflow in the Temporal UI. Retrying the step starts it again, and it goes on.',
    whoMends: 'us',
    passes: false,
  },
  watch_does_not_end: {
    title: 'The earlier monitoring does not end',
    reason:
      'The watch of an earlier onboarding of this customer does not end, so that a new one cannot begin.',
    remedy:
      'See that a worker runs on the task queue of {workflowId}, or terminate that workflow in the Temporal UI; then retry the step. If it is skipped, nothing watches over what this onboarding has agreed.',
    whoMends: 'us',
    passes: false,
  },
  request_refused: {
    title: 'Microsoft Graph refuses our request',
    reason: 'Graph refused the request as invalid.',
    remedy:
      "Read Graph's own words in the details; correct the tenant or report it to the developers, then retry.",
    whoMends: 'us',
    passes: false,
  },
  messages_credentials_refused: {
    title: 'The Messages API refuses our key',
    reason: 'The Messages API refused our key, or the account lacks the feature.',
    remedy: 'Correct MESSAGEMEDIA_API_KEY and its secret in the worker, or have support enable the feature.',
    whoMends: 'us',
    passes: false,
  },
  messages_address_unknown: {
    title: "The Messages API's address is wrong",
    reason: 'The Messages API does not know the address that the worker asks.',
    remedy: 'Correct MESSAGEMEDIA_BASE_URL in the worker.',
    whoMends: 'us',
    passes: false,
  },
  message_refused: {
    title: 'A text message was refused',
    reason: 'The Messages API refused the text message.',
    remedy: "Correct the contact's mobile number. The details hold the API's own words.",
    whoMends: 'operator',
    passes: false,
  },
  email_refused: {
    title: 'An e-mail was refused',
    reason: 'The mail server refused the e-mail.',
    remedy: "Correct the contact's e-mail address. The details hold the server's own words.",
    whoMends: 'operator',
    passes: false,
  },
  smtp_credentials_refused: {
    title: 'The mail server refuses our sign-in',
    reason: 'The mail server refused the user or the password.',
    remedy: 'Correct SMTP_USER and SMTP_PASSWORD in the worker.',
    whoMends: 'us',
    passes: false,
  },
  smtp_without_tls: {
    title: 'The mail server offers no TLS',
    reason: 'The mail server offers no TLS, so that nothing is sent to it.',
    remedy: 'Give the worker an SMTP_URL whose server offers TLS.',
    whoMends: 'us',
    passes: false,
  },
} as const satisfies Record<string, Entry>;
