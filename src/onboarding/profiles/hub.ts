/** The Hub's own SSO, also that of its white-label brands. */
import { agreedClaims, DEFAULT_CLAIMS } from '../claims.js';
import { MESSAGEMEDIA } from './brand.js';
import { forceSsoField, nameIdTraps } from './fields.js';
import type { Profile } from './profile.js';

/** The last option of its form. */
const forceSso = {
  location: 'Hub > Configuration > Single Sign On (SSO)',
  field: 'Force SSO',
  on: 'on',
  off: 'off',
};

/** What is said of its form. */
export const HUB_TRAPS = {
  domains: 'A domain can be used once per account hierarchy.',
  xml: 'Paste the XML itself, not the URL it came from.',
  parent: 'Sign in to the Hub as an administrator of the parent account.',
  noMenu: 'If there is no Single Sign On menu, ask support to switch the feature on for the account.',
  noMail: 'The claims do not include an e-mail address, which the Hub is expected to need.',
  renewal: 'The XML is new and holds every certificate. The other values are as they were agreed.',
} as const;

const yesNo = (value: boolean) => (value ? 'on' : 'off');

export const HUB: Profile = {
  label: 'MessageMedia Hub or a brand',
  brand: MESSAGEMEDIA,
  system: 'the Hub',
  applicationName: 'MessageMedia SSO for {company}',
  values: {
    entityId: 'https://hub.messagemedia.com',
    // Unconfirmed: taken from a white-label brand's Azure page, which names this shared host. The Okta guide has
    // https://hub.messagemedia.com/login/sso instead, so both are registered until MessageMedia confirms one.
    replyUrls: ['https://api.messagemedia.com/v2/iam/sso/acs', 'https://hub.messagemedia.com/login/sso'],
    signOnUrl: 'https://hub.messagemedia.com/login/sso',
  },
  // Beneath its address is the one at which SSO begins.
  homeOf: (signOnUrl) => /^(.+)\/login\/sso$/.exec(signOnUrl)?.[1],
  forceSso,
  form: (request, { forced }) => {
    const { hub } = request;
    const mail = DEFAULT_CLAIMS[0]?.claim;
    return {
      form: [
        {
          field: 'E-mail domains',
          value: hub.emailDomains.join(', '),
          trap: HUB_TRAPS.domains,
        },
        { field: 'Identity provider', value: 'Azure AD' },
        {
          field: 'IDP metadata XML',
          pasteMetadataXml: true,
          trap: HUB_TRAPS.xml,
        },
        { field: 'Automatically create accounts on sign in', value: yesNo(hub.createUsersAutomatically) },
        { field: 'Default user role', value: hub.defaultUserRole },
        { field: 'Accounts', value: hub.accounts.join(', ') },
        forceSsoField(forceSso, forced, hub),
      ],
      traps: [
        HUB_TRAPS.parent,
        HUB_TRAPS.noMenu,
        ...(agreedClaims(request).some((claim) => claim.claim === mail) ? [] : [HUB_TRAPS.noMail]),
        ...nameIdTraps(request),
      ],
    };
  },
  renewal: HUB_TRAPS.renewal,
};
