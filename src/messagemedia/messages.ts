/** MessageMedia's Messages API, as much of it as sends one text exactly once. */
import { createHash, createHmac } from 'node:crypto';
import { fetch, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { Problem } from '../onboarding/progress.js';
import { parseRetryAfter } from '../onboarding/retryAfter.js';
import { MESSAGE_ID_KEY } from '../onboarding/textMessages.js';

export type MessagesOptions = {
  /** Such as `https://api.messagemedia.com`. */
  baseUrl: string;
  authentication: { kind: 'basic' | 'hmac'; key: string; secret: string };
  dispatcher?: Dispatcher | undefined;
  timeoutMs: number;
};

/** A request to the Messages API that did not succeed. */
export class MessagesRequestError extends Error {
  constructor(
    readonly request: string,
    readonly status: number | null,
    readonly detail: string,
    readonly retryAfterMs?: number,
  ) {
    super(`${request}: ${status === null ? 'no reply' : String(status)}`);
  }

  get transient(): boolean {
    return this.status === null || this.status === 429 || this.status === 408 || this.status >= 500;
  }

  get problem(): Problem {
    // 401 and 403 carry the same body in one of the two published specifications.
    const credentials = this.status === 401 || this.status === 403;
    return {
      code: credentials ? 'messages_credentials_refused' : 'message_refused',
      reason: credentials
        ? 'The Messages API refused our key, or the account lacks the feature.'
        : 'The Messages API refused the text message.',
      remedy: credentials
        ? 'Correct MESSAGEMEDIA_API_KEY and its secret in the worker, or have support enable the feature.'
        : "Correct the contact's mobile number; the details hold the API's own words.",
      details: [`${this.message}: ${this.detail}`],
    };
  }
}

const sent = z.object({ messages: z.array(z.object({ message_id: z.string() })).min(1) });
const report = z.object({ data: z.array(z.object({ message_id: z.string().optional() })) });

export class MessagesClient {
  constructor(private readonly options: MessagesOptions) {}

  /**
   * Sends a text once per `id`. The API has no idempotency key, so our id rides in the metadata, and when an earlier
   * try may have gone through (`mayHaveBeenSent`) the sent messages are searched for it first.
   */
  async sendOnce(message: {
    id: string;
    to: string;
    content: string;
    mayHaveBeenSent: boolean;
    /** Where delivery reports and replies are to be posted. */
    callbackUrl?: string | undefined;
  }): Promise<void> {
    if (message.mayHaveBeenSent && (await this.wasSent(message.id))) return;
    const body = {
      messages: [
        {
          content: message.content,
          destination_number: message.to,
          format: 'SMS',
          metadata: { [MESSAGE_ID_KEY]: message.id },
          ...(message.callbackUrl === undefined
            ? {}
            : { callback_url: message.callbackUrl, delivery_report: true }),
        },
      ],
    };
    sent.parse(await this.post('/v1/messages', body));
  }

  private async wasSent(id: string): Promise<boolean> {
    const now = Date.now();
    const iso = (ms: number) => new Date(ms).toISOString();
    const found = await this.post('/v2-preview/reporting/messages/detail', {
      start_date: iso(now - 45 * 86_400_000), // messages are kept 45 days
      end_date: iso(now + 3_600_000),
      metadata_key: MESSAGE_ID_KEY,
      metadata_values: [id],
    });
    // Unconfirmed: the field that holds the rows; the published page is cut before it.
    return report.parse(found).data.length > 0;
  }

  private async post(path: string, body: object): Promise<unknown> {
    const { baseUrl, authentication, dispatcher, timeoutMs } = this.options;
    const request = `POST ${path}`;
    const text = JSON.stringify(body);
    const url = new URL(path, baseUrl);
    const reply = await fetch(url, {
      method: 'POST',
      body: text,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...authorization(authentication, 'POST', url.pathname, text, new Date()),
      },
      ...(dispatcher === undefined ? {} : { dispatcher }),
    }).catch((error: unknown) => {
      throw new MessagesRequestError(request, null, String(error));
    });
    const answer = await reply.text();
    if (!reply.ok) {
      const retryAfter = parseRetryAfter(reply.headers.get('retry-after'));
      throw new MessagesRequestError(request, reply.status, answer.slice(0, 500), retryAfter);
    }
    try {
      return JSON.parse(answer);
    } catch {
      throw new MessagesRequestError(request, null, 'the reply is not JSON');
    }
  }
}

/**
 * Authorization headers. HMAC signs `Date`, `Content-MD5` (lower-case hex, not base64) and the HTTP/1.1 request
 * line, joined by line feeds without a trailing one; the signature is HMAC-SHA256 in base64.
 */
export function authorization(
  authentication: MessagesOptions['authentication'],
  method: string,
  path: string,
  body: string | undefined,
  now: Date,
): Record<string, string> {
  const { kind, key, secret } = authentication;
  if (kind === 'basic') {
    return { Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` };
  }
  const date = now.toUTCString();
  const md5 = body === undefined ? undefined : createHash('md5').update(body).digest('hex');
  const lines = [
    `Date: ${date}`,
    ...(md5 === undefined ? [] : [`Content-MD5: ${md5}`]),
    `${method} ${path} HTTP/1.1`,
  ];
  const signature = createHmac('sha256', secret).update(lines.join('\n')).digest('base64');
  const signed = md5 === undefined ? 'Date request-line' : 'Date Content-MD5 request-line';
  return {
    Date: date,
    ...(md5 === undefined ? {} : { 'Content-MD5': md5 }),
    Authorization: `hmac username="${key}", algorithm="hmac-sha256", headers="${signed}", signature="${signature}"`,
  };
}
