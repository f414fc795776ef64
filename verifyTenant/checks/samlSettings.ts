/** Basic SAML Configuration: reply URLs and their indexes, identifier, sign-on URL, relay state. */
import { SAML_APPLICATION_FIELDS } from '../../src/activities/entra/samlApplication.js';
import { indexed } from '../../src/activities/entra/replyUrls.js';
import { SAML_SERVICE_PRINCIPAL_FIELDS } from '../../src/activities/entra/samlSettings.js';
import { type Check, settled, type Step } from '../check.js';
import { selected } from './queries.js';

const APPLICATION = '/applications/{applicationId}';
const SERVICE_PRINCIPAL = '/servicePrincipals/{servicePrincipalId}';

const read = (name: string): Step => ({
  name,
  method: 'GET',
  path: `${APPLICATION}?${selected(SAML_APPLICATION_FIELDS)}`,
  settled: true,
});

export const samlSettingsChecks: Check[] = [
  {
    name: 'Reply URLs and their indexes in one request',
    row: 'O1',
    settles: 'Whether redirectUris and redirectUriSettings are refused in one PATCH.',
    steps: [
      {
        name: 'both at once',
        method: 'PATCH',
        path: APPLICATION,
        refusable: true,
        body: (values) => {
          const redirectUris = values.list('replyUrls');
          return { web: { redirectUris, redirectUriSettings: indexed(redirectUris) } };
        },
      },
    ],
  },
  {
    name: 'Reply URLs first, their indexes second',
    row: 'O1',
    settles: 'Whether this order is taken, and what is shown after each request.',
    steps: [
      {
        name: 'reply URLs, identifier, logout URL',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({
          identifierUris: [values.text('identifier')],
          web: { redirectUris: values.list('replyUrls'), logoutUrl: values.text('logoutUrl') },
        }),
      },
      read('read without indexes'),
      {
        name: 'indexes',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({ web: { redirectUriSettings: indexed(values.list('replyUrls')) } }),
      },
      read('read with indexes'),
    ],
  },
  {
    name: 'Indexes after another change of the reply URLs',
    row: 'O1',
    settles: 'Whether a PATCH of redirectUris takes the indexes away.',
    steps: [
      {
        name: 'reply URLs again',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({ web: { redirectUris: values.list('moreReplyUrls') } }),
      },
      read('read'),
    ],
  },
  {
    name: 'Indexes that name other reply URLs',
    row: 'Q7',
    settles: 'Whether redirectUriSettings alone replace the reply URLs.',
    steps: [
      {
        name: 'indexes of other URLs',
        method: 'PATCH',
        path: APPLICATION,
        refusable: true,
        body: (values) => ({ web: { redirectUriSettings: indexed(values.list('otherReplyUrls')) } }),
      },
      read('read'),
    ],
    answer: (status) => {
      const answered = status('indexes of other URLs');
      if (answered === undefined) return undefined;
      return settled(
        answered === 204
          ? 'redirectUriSettings that name other URLs are taken.'
          : `redirectUriSettings that name other URLs are refused (${String(answered)}).`,
      );
    },
  },
  {
    name: 'An identifier that ends with a slash',
    row: 'C',
    settles: 'In which words it is refused.',
    steps: [
      {
        name: 'set',
        method: 'PATCH',
        path: APPLICATION,
        refusable: true,
        body: (values) => ({ identifierUris: [`${values.text('identifier')}/`] }),
      },
    ],
  },
  {
    name: 'Sign-on URL, relay state and notification addresses',
    row: 'O21',
    settles: 'Whether they are taken, and what an empty relay state is shown as.',
    steps: [
      {
        name: 'set',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL,
        body: (values) => ({
          loginUrl: values.text('signOnUrl'),
          samlSingleSignOnSettings: { relayState: 'verify' },
          notificationEmailAddresses: ['certificates@verify.example'],
        }),
      },
      {
        name: 'empty',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL,
        body: () => ({ loginUrl: null, samlSingleSignOnSettings: { relayState: null } }),
      },
      {
        name: 'read',
        method: 'GET',
        path: `${SERVICE_PRINCIPAL}?${selected(SAML_SERVICE_PRINCIPAL_FIELDS)}`,
        settled: true,
      },
    ],
  },
  {
    name: 'The default reply URL for a sign-in',
    row: 'O1',
    settles: 'Whether reply URLs and their indexes can be set again.',
    steps: [
      {
        name: 'reply URLs',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({ web: { redirectUris: values.list('replyUrls') } }),
      },
      {
        name: 'indexes',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({ web: { redirectUriSettings: indexed(values.list('replyUrls')) } }),
      },
    ],
  },
];
