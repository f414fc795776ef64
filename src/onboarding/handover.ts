/** What the Hub must be told (help page, step 3.6): each value of its form, in the form's order. */
import { agreedClaims, agreedNameId, DEFAULT_CLAIMS, DEFAULT_NAME_ID, nameIdInWords } from './claims.js';
import { FORCE_SSO, type ForceSso } from './forceSso.js';
import { hubUrlOf, type ServiceProvider } from './profiles.js';
import type { OnboardingRequest } from './request.js';

/** Everything the Hub's form asks, in its order. */
export type HandoverPackage = {
  /** Whose form it is. */
  system: 'the Hub' | 'Sinch ID';
  /** Where the form is. */
  location: string;
  /** Where the Hub is, if the profile tells. */
  url?: string;
  form: ({ field: string; trap?: string } & ({ value: string } | { pasteMetadataXml: true }))[];
  metadataXml: string;
  metadataSha256: string;
  /** What goes wrong before the first field; what goes wrong at one is its `trap`. */
  traps: string[];
};

/** What the package takes from the request; a watch's may be from before there was `nameId`. */
type Asked = Pick<OnboardingRequest, 'hub' | 'claims'> & Partial<Pick<OnboardingRequest, 'nameId'>>;

/** What the package takes from the metadata. */
type Metadata = { xml: string; sha256: string; singleSignOnUrl: string; certificate: string };

/**
 * The package for this customer's Hub account, or for their Sinch ID connection.
 * @param forced whether SSO is forced by now
 */
export function handoverPackage(
  request: Asked,
  serviceProvider: ServiceProvider,
  metadata: Metadata,
  forced: boolean,
): HandoverPackage {
  const common = { metadataXml: metadata.xml, metadataSha256: metadata.sha256 };
  return serviceProvider.profile === 'sinch-id'
    ? { ...common, ...sinchId(request, metadata, forced) }
    : { ...common, ...legacyHub(request, hubUrlOf(serviceProvider), forced) };
}

/** Where it is another than Entra ID's own. */
function nameIdTraps(request: Asked): string[] {
  if (agreedNameId(request).source === DEFAULT_NAME_ID.source) return [];
  const name = nameIdInWords(request);
  return [
    `Users are known by their ${name}, not their user principal name: existing users must have it as their name.`,
  ];
}

const yesNo = (value: boolean) => (value ? 'on' : 'off');

/** Never switched on here: it is asked for last, or not at all. */
function forceSsoField(
  { field, on, off }: ForceSso,
  forced: boolean,
  { forceSso }: OnboardingRequest['hub'],
) {
  const later = forceSso ? ' You are asked for it as the last step, once a sign-in was seen to work.' : '';
  const trap = forced
    ? 'Change it only when somebody can sign in by SSO, and keep one administrator on a domain that is not listed.'
    : `Leave it ${off}: until somebody has signed in by SSO, it would lock everybody out.${later}`;
  return { field, value: forced ? on : off, trap };
}

function legacyHub(request: Asked, url: string | undefined, forced: boolean) {
  const { hub } = request;
  const forceSso = FORCE_SSO['messagemedia-hub'];
  const mail = DEFAULT_CLAIMS[0]?.claim;
  return {
    system: 'the Hub' as const,
    location: forceSso.location,
    ...(url === undefined ? {} : { url }),
    form: [
      {
        field: 'E-mail domains',
        value: hub.emailDomains.join(', '),
        trap: 'A domain can be used once per account hierarchy.',
      },
      { field: 'Identity provider', value: 'Azure AD' },
      {
        field: 'IDP metadata XML',
        pasteMetadataXml: true as const,
        trap: 'Paste the XML itself, not the URL it came from.',
      },
      { field: 'Automatically create accounts on sign in', value: yesNo(hub.createUsersAutomatically) },
      { field: 'Default user role', value: hub.defaultUserRole },
      { field: 'Accounts', value: hub.accounts.join(', ') },
      forceSsoField(forceSso, forced, hub),
    ],
    traps: [
      'Sign in to the Hub as an administrator of the parent account.',
      'If there is no Single Sign On menu, ask MessageMedia support to switch the feature on for the account.',
      ...(agreedClaims(request).some((claim) => claim.claim === mail)
        ? []
        : ['The claims do not include an e-mail address, which the Hub is expected to need.']),
      ...nameIdTraps(request),
    ],
  };
}

function sinchId(request: Asked, metadata: Metadata, forced: boolean) {
  const forceSso = FORCE_SSO['sinch-id'];
  return {
    system: 'Sinch ID' as const,
    location: forceSso.location,
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
  };
}
