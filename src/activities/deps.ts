/** What activities are given: their clients, and how long the world may take to catch up. */
import type { SmtpClient } from '../email/smtp.js';
import type { EntraId, ClientCredentials } from '../graph/entra.js';
import type { GraphClient } from '../graph/client.js';
import type { HubGateway } from '../messagemedia/hubGateway.js';
import type { MessagesClient } from '../messagemedia/messages.js';
import type { LinkKey } from '../onboarding/linkToken.js';
import type { PermissionProfile } from '../onboarding/permissions.js';
import type { Mark } from '../onboarding/profiles/brand.js';
import type { ProfileName } from '../onboarding/profiles.js';
import type { Webhook } from '../webhook/webhook.js';

/** Which onboarding, in which tenant, with which rights: every activity that touches Graph begins with it. */
export type Scope = {
  customerId: string;
  onboardingId: string;
  tenantId: string;
  permissionProfile: PermissionProfile;
  /** The step has been begun before, so an earlier reply may be lost even on the first attempt. */
  retried: boolean;
};

export type Deps = {
  entra: EntraId;
  /** A client with the tenant's own credential; activities of one tenant share it. */
  graphFor: (scope: Pick<Scope, 'tenantId' | 'permissionProfile'>) => GraphClient;
  /** Forgets the tenant's token, which may lack permissions consented to since. */
  forgetTokens: (tenantId: string) => void;
  clientOf: (profile: PermissionProfile) => ClientCredentials | undefined;
  /** Where Entra ID sends the administrator after consent; registered with the application. */
  consentRedirectUri: string;
  messages: MessagesClient | undefined;
  email: SmtpClient | undefined;
  /** Who is told how onboardings proceed. */
  webhook: Webhook | undefined;
  /** Signs links to the web pages; without it, texts carry the instruction alone. */
  links: LinkKey | undefined;
  /** Who asks, as contacts know them. */
  marks: Record<ProfileName, Mark>;
  /** Whether texts ask for reports of their delivery, at the web pages' address. */
  callbacks: boolean;
  /** Whether two people must confirm an offboarding. */
  offboardingNeedsTwo: boolean;
  /** PEM of a private certificate authority to trust besides the usual ones. */
  ca: string | undefined;
  /** Undefined while a person fills in the Hub's form. */
  hub: HubGateway | undefined;
  /** How long a read may lag behind a write before absence is believed, in milliseconds. */
  settleMs: number;
  /** Where the cloud's Graph cannot make a signing certificate. */
  makesOwnCertificates: boolean;
  /** Of the template that applications are made from; undefined: they are made by upsert. */
  templateId: string | undefined;
  /** Milliseconds since the epoch. */
  now: () => number;
};
