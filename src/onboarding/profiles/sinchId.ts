/** Sinch ID: its entity ID and addresses are per connection, so each request brings them. */
import { MESSAGEMEDIA } from './brand.js';
import { forceSsoField, nameIdTraps } from './fields.js';
import type { Profile } from './profile.js';

/** Its other way in, which may be switched off. */
const forceSso = {
  location: 'Sinch ID > SSO Configuration > Domains > Manage > Configure Enterprise SSO',
  field: 'Username and Password',
  on: 'off',
  off: 'on',
};

export const SINCH_ID: Profile = {
  label: 'Sinch ID',
  brand: MESSAGEMEDIA,
  system: 'Sinch ID',
  values: {},
  homeOf: () => undefined,
  forceSso,
  form: (request, { metadata, forced }) => ({
    form: [
      {
        field: 'Domain',
        value: request.hub.emailDomains.join(', '),
        trap: 'Each must be verified first by a DNS TXT record at its root: sinch-domain-verification=<value>.',
      },
      { field: 'Sign in URL', value: metadata.singleSignOnUrl },
      {
        field: 'Signing Certificate',
        value: metadata.certificate,
        trap: 'Whole, with its first and last line.',
      },
      { field: 'Enterprise SSO', value: 'on', trap: 'Saving takes up to 30 seconds to take effect.' },
      forceSsoField(forceSso, forced, request.hub),
    ],
    traps: [
      'If there is no SSO Configuration menu, ask support to switch the feature on.',
      'Invite the users in MessageMedia and give them their roles there.',
      ...nameIdTraps(request),
    ],
  }),
  renewal:
    'The certificate is new; the other values are as they were agreed. There is room for one only: nobody can sign in from when you save it until you have confirmed it here, so do both at a quiet time.',
};
