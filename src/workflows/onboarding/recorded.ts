/** What an onboarding records of those who tell it something. */
import type { Progress } from '../../onboarding/progress.js';
import type { SIGNALS } from '../../onboarding/signals.js';
import type { Heard } from '../run/listen.js';

export type Input = Heard<typeof SIGNALS>;

/** Who has acted, as far as the input says, who told it for them, and the id of a consent that counts once. */
export function recorded({ value }: Input): Omit<Progress['actions'][number], 'at' | 'signal'> {
  const { reportedBy, consentId } = {
    reportedBy: undefined,
    consentId: undefined,
    ...value,
  };
  return {
    by: actorOf(value),
    ...(reportedBy === undefined ? {} : { reportedBy }),
    ...(consentId === undefined ? {} : { consentId }),
  };
}

function actorOf(value: Input['value']): string {
  if ('declined' in value) return value.declinedBy;
  if ('grantedBy' in value) return value.grantedBy;
  if ('chosenBy' in value) return value.chosenBy;
  if ('confirmedBy' in value) return value.confirmedBy;
  return value.by ?? 'operator';
}
