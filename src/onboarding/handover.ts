/** What the Hub must be told (help page, step 3.6): each value of its form, in the form's order. */
import { DEFAULT_CLAIMS, hubUrlOf, type ServiceProvider } from './profiles.js';
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

/** What the package takes from the metadata. */
type Metadata = { xml: string; sha256: string; singleSignOnUrl: string; certificate: string };

/** The package for this customer's Hub account, or for their Sinch ID connection. */
export function handoverPackage(
  request: Pick<OnboardingRequest, 'hub' | 'claims'>,
  serviceProvider: ServiceProvider,
  metadata: Metadata,
): HandoverPackage {
  const common = { metadataXml: metadata.xml, metadataSha256: metadata.sha256 };
  return serviceProvider.profile === 'sinch-id'
    ? { ...common, ...sinchId(request, metadata) }
    : { ...common, ...legacyHub(request, hubUrlOf(serviceProvider)) };
}

const yesNo = (value: boolean) => (value ? 'on' : 'off');

function legacyHub(request: Pick<OnboardingRequest, 'hub' | 'claims'>, url: string | undefined) {
  const { hub } = request;
  const mail = DEFAULT_CLAIMS[0]?.claim;
  return {
    system: 'the Hub' as const,
    location: 'Hub > Configuration > Single Sign On (SSO)',
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
      {
        field: 'Force SSO',
        value: yesNo(hub.forceSso),
        trap: 'Sign in once by SSO before you force it, and keep one administrator on a domain that is not listed.',
      },
    ],
    traps: [
      'Sign in to the Hub as an administrator of the parent account.',
      'If there is no Single Sign On menu, ask MessageMedia support to switch the feature on for the account.',
      ...(request.claims.some((claim) => claim.claim === mail)
        ? []
        : ['The claims do not include an e-mail address, which the Hub is expected to need.']),
    ],
  };
}

function sinchId(request: Pick<OnboardingRequest, 'hub' | 'claims'>, metadata: Metadata) {
  return {
    system: 'Sinch ID' as const,
    location: 'Sinch ID > SSO Configuration > Domains > Manage > Configure Enterprise SSO',
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
      {
        field: 'Username and Password',
        value: request.hub.forceSso ? 'off' : 'on',
        trap: 'Sign in once by SSO before you switch it off.',
      },
    ],
    traps: [
      'If there is no SSO Configuration menu, ask support to switch the feature on.',
      'Invite the users in MessageMedia and give them their roles there.',
    ],
  };
}
