/** Sends events to the one receiver that is configured, signed as the Standard Webhooks specification says. */
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { type Dispatcher, fetch } from 'undici';
import type { CustomerEvent } from '../onboarding/events.js';
import { parseRetryAfter } from '../onboarding/retryAfter.js';
import { timed } from '../telemetry/requests.js';

export type WebhookOptions = {
  url: string;
  /** The bytes behind `whsec_`. */
  secret: Uint8Array;
  dispatcher?: Dispatcher | undefined;
  timeoutMs: number;
};

/** The receiver did not take an event. */
export class WebhookError extends Error {
  constructor(
    readonly status: number | null,
    readonly retryAfterMs?: number,
  ) {
    super(`webhook: ${status === null ? 'no reply' : String(status)}`);
  }

  /** Standard Webhooks: 410 says that nothing more is wanted. */
  get gone(): boolean {
    return this.status === 410;
  }
}

export class Webhook {
  constructor(private readonly options: WebhookOptions) {}

  /** @throws WebhookError for every answer but 2xx; a redirect is one, because the body is meant for this receiver */
  async send(event: CustomerEvent): Promise<void> {
    const { url, secret, dispatcher, timeoutMs } = this.options;
    const body = JSON.stringify(event);
    const reply = await timed('webhook', { method: 'POST' }, () =>
      fetch(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'Content-Type': 'application/cloudevents+json; charset=utf-8',
          'User-Agent': 'messagemedia-sso-onboarding',
          ...signatureOf(secret, event.id, new Date(), body),
        },
        ...(dispatcher === undefined ? {} : { dispatcher }),
      }),
    ).catch(() => {
      throw new WebhookError(null);
    });
    await reply.body?.cancel();
    if (reply.ok) return;
    throw new WebhookError(reply.status, parseRetryAfter(reply.headers.get('retry-after')));
  }
}

/** Headers of Standard Webhooks. */
export function signatureOf(secret: Uint8Array, id: string, now: Date, body: string) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new StandardWebhook(secret, { format: 'raw' }).sign(id, now, body),
  };
}
