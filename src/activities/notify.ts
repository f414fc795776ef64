/** Text messages to the customer's contacts, through MessageMedia's Messages API. */
import { MessagesRequestError } from '../messagemedia/requestError.js';
import { fitted } from '../messagemedia/smsText.js';
import { setupUrl } from '../onboarding/linkToken.js';
import { visible } from '../onboarding/visible.js';
import type { LinkedWorkflow } from '../onboarding/links.js';
import { count } from '../telemetry/meter.js';
import type { Deps } from './deps.js';

export function notifyActivities(deps: Deps) {
  return {
    /**
     * Sends one text, once per `id`: what was tried `before` may have been sent. Where links are configured and one is
     * given, it is `withLink.content` and the link, which is made here, so that its secret stays out of histories.
     * Without a configured Messages API nothing is sent, and the result says so: the operator then tells the contact.
     */
    async sendText(input: {
      id: string;
      customerId: string;
      to: string;
      content: string;
      before: boolean;
      withLink?: { content: string; of: LinkedWorkflow; id: string; expiresAt: string };
    }): Promise<{ sent: boolean; parts?: number; encoding?: string }> {
      if (deps.messages === undefined) {
        count('sso.texts', { 'sso.outcome': 'notConfigured' });
        return { sent: false };
      }
      const { id, customerId, to, content, before, withLink } = input;
      const text =
        deps.links === undefined || withLink === undefined
          ? content
          : `${withLink.content} ${setupUrl(deps.links, customerId, withLink, withLink.of)}`;
      const fit = fitted(text);
      const callbackUrl =
        deps.links === undefined || !deps.callbacks
          ? undefined
          : `${deps.links.publicUrl}/callbacks/messages/${customerId}`;
      try {
        await deps.messages.sendOnce({
          id,
          customerId,
          to,
          content: visible(fit.content),
          mayHaveBeenSent: before,
          callbackUrl,
        });
      } catch (error) {
        const isRefused = error instanceof MessagesRequestError && !error.transient;
        count('sso.texts', { 'sso.outcome': isRefused ? 'refused' : 'failed' });
        throw error;
      }
      count('sso.texts', { 'sso.outcome': 'accepted' });
      return { sent: true, parts: fit.parts, encoding: fit.encoding };
    },
  };
}
