/** Events for other systems. */
import type { CustomerEvent } from '../onboarding/events.js';
import { measure } from '../telemetry/meter.js';
import type { Deps } from './deps.js';

export function eventActivities(deps: Deps) {
  return {
    /**
     * Delivers events in their order, each at least once: a repetition has the same id. `taken`: so many from the
     * first, up to one that the receiver did not take. Without a webhook nothing is sent, and the result says so.
     * @throws WebhookError when it did not take the first
     */
    async publishEvents({
      events,
    }: {
      events: CustomerEvent[];
    }): Promise<{ webhook: boolean; taken: number }> {
      if (deps.webhook === undefined) return { webhook: false, taken: events.length };
      for (const [taken, event] of events.entries()) {
        try {
          await deps.webhook.send(event);
          measure('sso.webhook.delivery.lag', (deps.now() - Date.parse(event.time)) / 1000, {});
        } catch (error) {
          if (taken === 0) throw error;
          return { webhook: true, taken };
        }
      }
      return { webhook: true, taken: events.length };
    },
  };
}
