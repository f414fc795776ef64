/**
 * Natural keys: names by which an activity finds again what it, or an earlier attempt of it, has made.
 * Change none of them without `patched`: running onboardings rely on them.
 */
import { filled } from './blanks.js';
import { PROFILES } from './profiles.js';
import type { OnboardingRequest } from './request.js';

/** Workflow ID: Temporal refuses a second running onboarding of the same customer. */
export const onboardingWorkflowId = (customerId: string) => `onboarding/${customerId}`;

/** Workflow ID of what watches over a customer's finished onboarding. */
export const watchWorkflowId = (customerId: string) => `watch/${customerId}`;

/** Workflow ID of the removal of what a customer's onboarding made. */
export const offboardingWorkflowId = (customerId: string) => `offboarding/${customerId}`;

/** The customer that a workflow ID is about, whichever of the customer's workflows it is. */
export const customerIdOf = (workflowId: string) => workflowId.split('/')[1] ?? workflowId;

/** Delivers what a webhook has not taken when a workflow ends. */
export const eventsWorkflowId = (workflowId: string, runId: string) =>
  `events/${customerIdOf(workflowId)}/${runId}`;

/** Workflow ID of what remembers that an operator's session has ended. */
export const signOutWorkflowId = (sessionId: string) => `signed-out/${sessionId}`;

/** What people see in the Microsoft Entra admin center (help page, step 1): as the profile has it, or the brand that the request is for. */
export const applicationDisplayName = ({
  companyName,
  serviceProvider: { profile, overrides },
}: Pick<OnboardingRequest, 'companyName' | 'serviceProvider'>) =>
  filled(overrides.applicationName ?? PROFILES[profile].applicationName, { company: companyName });

/** Graph: `uniqueName` is an immutable alternate key of an application. */
export const applicationUniqueName = (customerId: string) => `messagemedia-sso-${customerId}`;

const temporaryPrefix = (customerId: string) => `MessageMedia SSO onboarding ${customerId} (`;

/**
 * What an application is called that was made from a template, until it has its unique name: nothing else tells whose
 * it is. No company's display name begins like this.
 */
export const temporaryName = (customerId: string, onboardingId: string) =>
  `${temporaryPrefix(customerId)}${onboardingId})`;

/** How the temporary names of all onboardings of this customer begin. */
export const temporaryNamesBegin = temporaryPrefix;

/** A tag that says which onboarding created the application; a rollback removes only what carries its own. */
export const creationTag = (onboardingId: string) => `MessageMediaSsoOnboarding:${onboardingId}`;

/** True for the tag of any onboarding. */
export const isCreationTag = (tag: string) => tag.startsWith('MessageMediaSsoOnboarding:');

const claimsPolicyPrefix = (customerId: string) => `MessageMedia SSO claims for ${customerId} `;

/** Policy names are not unique in Graph, so ours carries the customer and the onboarding that made it. */
export const claimsPolicyName = (customerId: string, onboardingId: string) =>
  `${claimsPolicyPrefix(customerId)}(${onboardingId})`;

/** True for a policy that any onboarding of this customer has made. */
export const isClaimsPolicyOf = (customerId: string, displayName: string) =>
  displayName.startsWith(`${claimsPolicyPrefix(customerId)}(`);

const certificatePrefix = (customerId: string) => `CN=MessageMedia SSO ${customerId} `;

/** Graph: must begin with `CN=`. Stays within the 64 characters that X.509 allows a common name. */
export const certificateName = (customerId: string, onboardingId: string, generation: number) =>
  `${certificatePrefix(customerId)}${onboardingId.slice(0, 8)}-${String(generation)}`;

/** True for a certificate that any onboarding of this customer has made. */
export const isCertificateOf = (customerId: string, displayName: string) =>
  displayName.startsWith(certificatePrefix(customerId));
