/** Text messages to the customer's contacts, through MessageMedia's Messages API. */
import { activityInfo } from '@temporalio/activity';
import type { Deps } from './deps.js';

export function notifyActivities(deps: Deps) {
  return {
    /**
     * Sends one text, once per `id`. Without a configured Messages API nothing is sent, and the result says so:
     * the operator then tells the contact.
     */
    async sendText(input: { id: string; to: string; content: string }): Promise<{ sent: boolean }> {
      if (deps.messages === undefined) return { sent: false };
      const mayHaveBeenSent = activityInfo().attempt > 1;
      await deps.messages.sendOnce({ id: input.id, to: input.to, content: input.content, mayHaveBeenSent });
      return { sent: true };
    },
  };
}
