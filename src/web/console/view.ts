/** What the pages of one onboarding share. */
import { onboardingRequestSchema } from '../../onboarding/request.js';
import type { Onboarding } from '../../temporal/port.js';
import { HttpProblem } from '../problems.js';
import type { Operator } from './session.js';

export type CustomerRoute = { Params: { customerId: string } };

/** What a page is made from. */
export type View = { onboarding: Onboarding; operator: Operator };

export const addressOf = (customerId: string) => `/console/onboardings/${customerId}`;

/** Of the watch alone. */
export const watchAddressOf = (customerId: string) => `${addressOf(customerId)}/watch`;

export const offboardingAddressOf = (customerId: string) => `${addressOf(customerId)}/offboarding`;

/** @throws HttpProblem 404 for what can be no customer */
export function customerOf({ params }: { params: { customerId: string } }): string {
  const parsed = onboardingRequestSchema.shape.customerId.safeParse(params.customerId);
  if (!parsed.success) throw new HttpProblem(404, 'notFound');
  return parsed.data;
}
