/** What was agreed, and where it stands in the tenant: it is verified, and watched over from then on. */
import type { Agreed } from '../../onboarding/watch.js';
import type { OnboardingRun } from '../onboarding/run.js';
import type { Application } from './tenant.js';

export function agreedOf(
  { request, progress }: OnboardingRun,
  { tenant, ...ids }: Application,
  certificate: Agreed['certificate'],
  { thumbprints }: { thumbprints: string[] },
): Agreed {
  const { claimsPolicyId, assignments, manyAssignments } = progress.artefacts;
  return {
    onboardingId: progress.onboardingId,
    request,
    tenantId: tenant.tenantId,
    ...ids,
    claimsPolicyId: claimsPolicyId ?? null,
    certificate,
    trusted: thumbprints,
    assignments: manyAssignments === undefined ? (assignments ?? []) : null,
    optedOut: progress.optedOut,
  };
}
