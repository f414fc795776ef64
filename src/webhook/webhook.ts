/** Sends events to the one receiver that is configured, signed as the Standard Webhooks specification says. */
import { createHmac } from 'node:crypto';
import { type Dispatcher, fetch } from 'undici';
import type { CustomerEvent } from '../onboarding/events.js';
import { parseRetryAfter } from '../onboarding/retryAfter.js';

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
    const reply = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'Content-Type': 'application/cloudevents+json; charset=utf-8',
        'User-Agent': 'messagemedia-sso-onboarding',
        ...signatureOf(secret, event.id, Math.floor(Date.now() / 1000), body),
      },
      ...(dispatcher === undefined ? {} : { dispatcher }),
    }).catch(() => {
      throw new WebhookError(null);
    });
    await reply.body?.cancel();
    if (reply.ok) return;
    throw new WebhookError(reply.status, parseRetryAfter(reply.headers.get('retry-after')));
  }
}

/** Headers of Standard Webhooks; `seconds` since the epoch. */
export function signatureOf(secret: Uint8Array, id: string, seconds: number, body: string) {
  const signature = createHmac('sha256', secret)
    .update(`${id}.${String(seconds)}.${body}`)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}
