/** Typed search attributes: how operators find onboardings in the Temporal UI and with `sso-onboard list`. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { CONTACT_ROLES } from './request.js';

export const CUSTOMER_ID = defineSearchAttributeKey('CustomerId', SearchAttributeType.KEYWORD);
export const TENANT = defineSearchAttributeKey('Tenant', SearchAttributeType.KEYWORD);
/** Of one that runs: at which it began to, since it last waited for somebody. */
export const ONBOARDING_STEP = defineSearchAttributeKey('OnboardingStep', SearchAttributeType.KEYWORD);
export const ONBOARDING_STATUS = defineSearchAttributeKey('OnboardingStatus', SearchAttributeType.KEYWORD);
/** Who is waited for. */
export const WAITING_FOR = defineSearchAttributeKey('WaitingFor', SearchAttributeType.KEYWORD);
/** Since when step, status and who is waited for are as they are: ISO 8601 in UTC, which sorts as text. */
export const STATUS_SINCE = defineSearchAttributeKey('StatusSince', SearchAttributeType.KEYWORD);
/** The code of the problem that stops it (docs/problems.md). */
export const PROBLEM = defineSearchAttributeKey('Problem', SearchAttributeType.KEYWORD);
/** Of monitoring: when the certificate that Entra ID signs with expires, written as `StatusSince`. */
export const CERTIFICATE_EXPIRES = defineSearchAttributeKey(
  'CertificateExpires',
  SearchAttributeType.KEYWORD,
);

/** The values of `WaitingFor`. */
export const WAITED_FOR = [...CONTACT_ROLES, 'operator', 'nobody'] as const;

export const SEARCH_ATTRIBUTES = [
  CUSTOMER_ID,
  TENANT,
  ONBOARDING_STEP,
  ONBOARDING_STATUS,
  WAITING_FOR,
  STATUS_SINCE,
  PROBLEM,
  CERTIFICATE_EXPIRES,
];
