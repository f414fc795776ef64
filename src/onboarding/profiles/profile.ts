/** What a service provider profile must have: a file each, named in ../profiles.ts. */
import type { HandoverPackage } from '../handover.js';
import type { OnboardingRequest } from '../request.js';
import type { Brand } from './brand.js';

/** What Entra ID must be told about the service provider's side. */
export type ProviderValues = {
  entityId: string;
  /** In order of their index; the first is the default. */
  replyUrls: string[];
  signOnUrl: string;
  relayState?: string | undefined;
  logoutUrl?: string | undefined;
  /** Not known for the Hub, so its sign-in is not probed unless a request says where. */
  probeUrl?: string | undefined;
  /** Of a brand that names the enterprise application itself. */
  applicationName?: string | undefined;
};

/** Where the switch that forces SSO is, and what it says. */
export type ForceSso = {
  location: string;
  field: string;
  /** SSO is forced, and is not. */
  on: string;
  off: string;
};

/** What the form takes from the request; a watch's may be from before there was `nameId`. */
export type Asked = Pick<OnboardingRequest, 'hub' | 'claims'> & Partial<Pick<OnboardingRequest, 'nameId'>>;

/** What the form takes from elsewhere. */
export type Given = {
  metadata: { singleSignOnUrl: string; certificate: string };
  /** Whether SSO is forced by now. */
  forced: boolean;
};

export type Profile = {
  /** As operators choose it. */
  label: string;
  /** Who asks the customer's people, unless the web pages are told of another brand. */
  brand: Brand;
  /** Whose form it is, within a sentence. */
  system: string;
  /** What the enterprise application is called; `{company}` is the customer. */
  applicationName: string;
  /** What is the same for every customer; the rest is an override of each request. */
  values: Partial<ProviderValues>;
  /** Where people open it, also a brand's; undefined where the sign-on URL does not tell. */
  homeOf: (signOnUrl: string) => string | undefined;
  forceSso: ForceSso;
  /** Every field of its form, in its order. */
  form: (request: Asked, given: Given) => Pick<HandoverPackage, 'form' | 'traps'>;
  /** What is new in the form when a certificate is replaced. */
  renewal: string;
};
