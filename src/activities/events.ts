/** Events for other systems. */
import type { OnboardingEvent } from '../onboarding/events.js';
import type { Deps } from './deps.js';

export function eventActivities(deps: Deps) {
  return {
    /**
     * Delivers events in their order, each at least once: a repetition has the same id. Without a webhook nothing is
     * sent, and the result says so.
     */
    async publishEvents({ events }: { events: OnboardingEvent[] }): Promise<{ webhook: boolean }> {
      if (deps.webhook === undefined) return { webhook: false };
      for (const event of events) await deps.webhook.send(event);
      return { webhook: true };
    },
  };
}
