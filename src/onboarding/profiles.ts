/**
 * Service provider profiles: what Entra ID must be told about MessageMedia's side. Data, never constants in code:
 * there are two SSO systems (the Hub's own and Sinch ID) and white-label brands of the Hub.
 */
import { z } from 'zod';

const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** A user attribute as the Azure portal writes it; Graph: IDs of `Source: user` in a claims mapping policy. */
export const USER_ATTRIBUTES = [
  'user.userprincipalname',
  'user.mail',
  'user.objectid',
  'user.givenname',
  'user.surname',
  'user.displayname',
  'user.employeeid',
  'user.onpremisessamaccountname',
  'user.companyname',
  'user.department',
  'user.telephonenumber',
  ...Array.from({ length: 15 }, (_, i) => `user.extensionattribute${String(i + 1)}`),
] as const;

export const claimSchema = z.strictObject({
  claim: z.string().min(1).max(256).describe('SAML attribute name, usually a URI'),
  source: z
    .string()
    .max(100)
    .refine((value) => USER_ATTRIBUTES.includes(value), {
      error: (issue) => `unknown attribute ${String(issue.input)}; one of ${USER_ATTRIBUTES.join(', ')}`,
    })
    .describe('User attribute that fills it, such as user.mail'),
});
export type Claim = z.infer<typeof claimSchema>;

/** Microsoft takes no longer one. */
export const LONGEST_ADDRESS = 2_048;

// Graph: an identifier URI must not end with a slash.
const identifier = z
  .string()
  .max(LONGEST_ADDRESS)
  .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'must be a URI')
  .refine((value) => !value.endsWith('/'), 'must not end with a slash');
const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https URL' }).max(LONGEST_ADDRESS);

/** What a request may replace in a profile, for white-label brands. */
export const profileOverridesSchema = z.strictObject({
  entityId: identifier.optional().describe('Identifier (Entity ID), the assertion audience'),
  replyUrls: z
    .array(httpsUrl)
    .min(1)
    .max(10)
    .optional()
    .describe('Assertion consumer service URLs; the first is the default'),
  signOnUrl: httpsUrl.optional().describe('Sign on URL, used when sign-in starts at the service provider'),
  relayState: z.string().max(1024).optional(),
  logoutUrl: httpsUrl.optional(),
  probeUrl: httpsUrl
    .optional()
    .describe(
      'An address that begins a sign-in at once, without asking for a name; fetched to see what it asks Entra ID for',
    ),
});

export const PROFILE_NAMES = ['messagemedia-hub', 'sinch-id'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

export type ServiceProvider = {
  profile: ProfileName;
  entityId: string;
  /** In order of their index; the first is the default. */
  replyUrls: string[];
  signOnUrl: string;
  relayState?: string | undefined;
  logoutUrl?: string | undefined;
  /** Not known for the Hub, so its sign-in is not probed unless a request says where. */
  probeUrl?: string | undefined;
};

/** Help page, step 3.4. Last row by inference: the page that lists the claims is cut before it. */
export const DEFAULT_CLAIMS: readonly Claim[] = [
  { claim: `${XMLSOAP}emailaddress`, source: 'user.mail' },
  { claim: `${XMLSOAP}givenname`, source: 'user.givenname' },
  { claim: `${XMLSOAP}name`, source: 'user.userprincipalname' },
  { claim: `${XMLSOAP}surname`, source: 'user.surname' },
];

/** Where people open the Hub, also a brand's: beneath it is the address at which SSO begins. */
export function hubUrlOf({ profile, signOnUrl }: ServiceProvider): string | undefined {
  if (profile !== 'messagemedia-hub') return undefined;
  return /^(.+)\/login\/sso$/.exec(signOnUrl)?.[1];
}

/** Values of the profile that are the same for every customer; `sinch-id` has none: they are per connection. */
export const PROFILE_VALUES: Record<ProfileName, Partial<Omit<ServiceProvider, 'profile'>>> = {
  'messagemedia-hub': {
    entityId: 'https://hub.messagemedia.com',
    // Unconfirmed: taken from a white-label brand's Azure page, which names this shared host. The Okta guide has
    // https://hub.messagemedia.com/login/sso instead, so both are registered until MessageMedia confirms one.
    replyUrls: ['https://api.messagemedia.com/v2/iam/sso/acs', 'https://hub.messagemedia.com/login/sso'],
    signOnUrl: 'https://hub.messagemedia.com/login/sso',
  },
  'sinch-id': {},
};
