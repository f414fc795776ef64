/** Messages to the customer's contacts: texts through MessageMedia's Messages API, and e-mails over SMTP. */
import { emailOf } from '../email/email.js';
import { SmtpError } from '../email/smtpError.js';
import { MessagesRequestError } from '../messagemedia/requestError.js';
import { fitted } from '../messagemedia/smsText.js';
import { textMessage } from '../messagemedia/textMessage.js';
import type { LinkedWorkflow } from '../onboarding/links.js';
import { setupUrl, shortUrl } from '../onboarding/linkToken.js';
import type { Occasion } from '../onboarding/messages/cause.js';
import type { Channel } from '../onboarding/textMessages.js';
import { visible } from '../onboarding/visible.js';
import { count } from '../telemetry/meter.js';
import type { Deps } from './deps.js';

type EmailInput = {
  id: string;
  customerId: string;
  to: string;
  contact: string;
  timeZone: string;
  occasion: Occasion;
  link: LinkOf;
};

type LinkOf = { of: LinkedWorkflow; id: string; expiresAt: string };

type TextInput = { id: string; customerId: string; to: string; before: boolean } & (
  | { occasion: Occasion; link: LinkOf }
  // Of workflows that put it into words themselves.
  | { content: string; withLink?: { content: string } & LinkOf; occasion?: never }
);

export function notifyActivities(deps: Deps) {
  return {
    /**
     * Sends one text, once per `id`: what was tried `before` may have been sent. Where links are configured, it ends with
     * the link, which is made here, so that its secret stays out of histories.
     * Without a configured Messages API nothing is sent, and the result says so: the operator then tells the contact.
     */
    async sendText(input: TextInput): Promise<{ sent: boolean; parts?: number; encoding?: string }> {
      const { messages } = deps;
      if (messages === undefined) return notConfigured('sms');
      const { id, customerId, to, before } = input;
      const fit = fitted(textOf(input, deps));
      const callbackUrl =
        deps.links === undefined || !deps.callbacks
          ? undefined
          : `${deps.links.publicUrl}/callbacks/messages/${customerId}`;
      await counted('sms', () =>
        messages.sendOnce({
          id,
          customerId,
          to,
          content: visible(fit.content),
          mayHaveBeenSent: before,
          callbackUrl,
        }),
      );
      return { sent: true, parts: fit.parts, encoding: fit.encoding };
    },

    /**
     * Sends one e-mail. Sent again, because a reply was lost, it has the same Message-ID: mail servers and programs show
     * such a message once. Without a configured mail server nothing is sent, and the result says so.
     */
    async sendEmail(input: EmailInput): Promise<{ sent: boolean }> {
      const { email, links, marks } = deps;
      if (email === undefined) return notConfigured('email');
      const { id, customerId, to, contact, timeZone, occasion, link } = input;
      const brand = marks[occasion.profile];
      const url = links === undefined ? undefined : shortUrl(links, customerId, link, link.of);
      const words = emailOf({
        ...occasion,
        ...{ contact, brand, timeZone },
        link: url === undefined ? undefined : { url, stopUrl: `${url}/stop`, expiresAt: link.expiresAt },
      });
      await counted('email', () => email.send({ id, customerId, to, fromName: brand.name, ...words }));
      return { sent: true };
    },
  };
}

function notConfigured(channel: Channel): { sent: false } {
  count('sso.texts', { 'sso.channel': channel, 'sso.outcome': 'notConfigured' });
  return { sent: false };
}

async function counted(channel: Channel, send: () => Promise<void>): Promise<void> {
  const came = (outcome: string) => {
    count('sso.texts', { 'sso.channel': channel, 'sso.outcome': outcome });
  };
  try {
    await send();
  } catch (error) {
    const isOurs = error instanceof MessagesRequestError || error instanceof SmtpError;
    came(isOurs && !error.transient ? 'refused' : 'failed');
    throw error;
  }
  came('accepted');
}

function textOf(input: TextInput, { links, marks }: Pick<Deps, 'links' | 'marks'>): string {
  const { customerId } = input;
  if (input.occasion !== undefined) {
    const { occasion, link } = input;
    const url = links === undefined ? undefined : shortUrl(links, customerId, link, link.of);
    return textMessage(occasion, marks[occasion.profile].name, url);
  }
  const { content, withLink } = input;
  return links === undefined || withLink === undefined
    ? content
    : `${withLink.content} ${setupUrl(links, customerId, withLink, withLink.of)}`;
}
