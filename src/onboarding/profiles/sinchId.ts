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

/** What is said of its form. */
export const SINCH_TRAPS = {
  domain: 'Each must be verified first by a DNS TXT record at its root: sinch-domain-verification=<value>.',
  certificate: 'Whole, with its first and last line.',
  saving: 'Saving takes up to 30 seconds to take effect.',
  noMenu: 'If there is no SSO Configuration menu, ask support to switch the feature on.',
  invite: 'Invite the users in the Hub and give them their roles there.',
  renewal:
    'The certificate is new; the other values are as they were agreed. There is room for one only: nobody can sign in from when you save it until you have confirmed it here, so do both at a quiet time.',
} as const;

export const SINCH_ID: Profile = {
  label: 'Sinch ID',
  brand: MESSAGEMEDIA,
  system: 'Sinch ID',
  applicationName: 'MessageMedia SSO for {company}',
  values: {},
  homeOf: () => undefined,
  forceSso,
  form: (request, { metadata, forced }) => ({
    form: [
      {
        field: 'Domain',
        value: request.hub.emailDomains.join(', '),
        trap: SINCH_TRAPS.domain,
      },
      { field: 'Sign in URL', value: metadata.singleSignOnUrl },
      {
        field: 'Signing Certificate',
        value: metadata.certificate,
        trap: SINCH_TRAPS.certificate,
      },
      { field: 'Enterprise SSO', value: 'on', trap: SINCH_TRAPS.saving },
      forceSsoField(forceSso, forced, request.hub),
    ],
    traps: [SINCH_TRAPS.noMenu, SINCH_TRAPS.invite, ...nameIdTraps(request)],
  }),
  renewal: SINCH_TRAPS.renewal,
};
