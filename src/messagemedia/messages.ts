/** MessageMedia's Messages API, as much of it as sends one text exactly once. */
import { createHash, createHmac } from 'node:crypto';
import { fetch, type Dispatcher } from 'undici';
import { z } from 'zod';
import { parseRetryAfter } from '../onboarding/retryAfter.js';
import { CUSTOMER_KEY, MESSAGE_ID_KEY } from '../onboarding/textMessages.js';
import { timed } from '../telemetry/requests.js';
import { readReport } from './report.js';
import { MessagesRequestError } from './requestError.js';

export type MessagesOptions = {
  /** Such as `https://api.messagemedia.com`. */
  baseUrl: string;
  authentication: { kind: 'basic' | 'hmac'; key: string; secret: string };
  dispatcher?: Dispatcher | undefined;
  timeoutMs: number;
};

const sent = z.object({ messages: z.array(z.object({ message_id: z.string() })).min(1) });

const REPORT = '/v2-preview/reporting/messages/detail';
const PAGE_SIZE = 100;
const MOST_PAGES = 20;

export class MessagesClient {
  constructor(private readonly options: MessagesOptions) {}

  /**
   * Sends a text once per `id`. The API has no idempotency key, so our id rides in the metadata, and when an earlier
   * try may have gone through (`mayHaveBeenSent`) the sent messages are searched for it first.
   */
  async sendOnce(message: {
    id: string;
    customerId: string;
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
          metadata: { [MESSAGE_ID_KEY]: message.id, [CUSTOMER_KEY]: message.customerId },
          ...(message.callbackUrl === undefined
            ? {}
            : { callback_url: message.callbackUrl, delivery_report: true }),
        },
      ],
    };
    sent.parse(await this.post('/v1/messages', body));
  }

  /**
   * Page by page. Rows that name another message's id do not count, in case the filter is not heeded; a report that does
   * not end proves nothing, so the text is not sent again.
   */
  private async wasSent(id: string): Promise<boolean> {
    const now = Date.now();
    const iso = (ms: number) => new Date(ms).toISOString();
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const reply = await this.post(REPORT, {
        start_date: iso(now - 45 * 86_400_000), // messages are kept 45 days
        end_date: iso(now + 86_400_000),
        timezone: 'UTC', // else dates are read in the account's
        direction: 'outbound',
        metadata_key: MESSAGE_ID_KEY,
        metadata_values: [id],
        page,
        page_size: PAGE_SIZE,
      });
      const report = readReport(reply);
      if (report === undefined) {
        throw new MessagesRequestError(`POST ${REPORT}`, null, 'the report has no list of messages');
      }
      if (report.idsUnder(MESSAGE_ID_KEY).some((found) => found === undefined || found === id)) return true;
      if (!report.hasNext) return false;
    }
    throw new MessagesRequestError(`POST ${REPORT}`, null, `more than ${String(MOST_PAGES)} pages`);
  }

  private async post(path: string, body: object): Promise<unknown> {
    const { baseUrl, authentication, dispatcher, timeoutMs } = this.options;
    const request = `POST ${path}`;
    const text = JSON.stringify(body);
    const url = new URL(path, baseUrl);
    const reply = await timed('messages', { method: 'POST', path }, () =>
      fetch(url, {
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
      }),
    ).catch((error: unknown) => {
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
