/** How a watch stands, from what it knows. */
import { stopsSignIn, violations } from '../../onboarding/drift.js';
import type { Agreed, PendingHandover, WatchProgress } from '../../onboarding/watch.js';
import { iso } from './record.js';
import { isUrgent } from './texts.js';

/** Of one that goes on. */
export function statusOf(
  { steps, problem, drift, waitingFor }: WatchProgress,
  pending: PendingHandover | null,
): WatchProgress['status'] {
  if (steps.some(({ status }) => status === 'running')) return 'running';
  const differences = drift?.differences ?? [];
  if ((pending !== null && isUrgent(pending)) || stopsSignIn(differences)) return 'atRisk';
  if (waitingFor !== null) return 'waiting';
  if (problem !== null) return 'blocked';
  return violations(differences).length > 0 ? 'drifted' : 'watching';
}

/** Of the active certificate; of the agreed one until a check has seen which that is. */
export function certificateExpiry({ certificates }: WatchProgress, agreed: Agreed): string | undefined {
  const signing = certificates.length === 0 ? agreed.certificate : certificates.find(({ active }) => active);
  const at = Date.parse(signing?.expiresAt ?? '');
  return Number.isNaN(at) ? undefined : iso(at);
}
