import { z } from 'zod';
import type { Problem } from '../onboarding/progress.js';

/** The API's own words: of a 400 the `details` tell which field is wrong. */
const words = z.object({ message: z.string(), details: z.array(z.string()).default([]) });

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
    return { ...this.said, details: this.saidByTheApi.map((line) => `${this.message}: ${line}`) };
  }

  private get said(): Pick<Problem, 'code' | 'reason' | 'remedy'> {
    switch (this.status) {
      case 401:
      case 403: // with the same body as a 401 in one of the two published specifications
        return {
          code: 'messages_credentials_refused',
          reason: 'The Messages API refused our key, or the account lacks the feature.',
          remedy:
            'Correct MESSAGEMEDIA_API_KEY and its secret in the worker, or have support enable the feature.',
        };
      case 404:
        return {
          code: 'messages_address_unknown',
          reason: 'The Messages API does not know the address that the worker asks.',
          remedy: 'Correct MESSAGEMEDIA_API_URL in the worker.',
        };
      default:
        return {
          code: 'message_refused',
          reason: 'The Messages API refused the text message.',
          remedy: "Correct the contact's mobile number. The details hold the API's own words.",
        };
    }
  }

  private get saidByTheApi(): string[] {
    const parsed = words.safeParse(safeJson(this.detail));
    return parsed.success ? [parsed.data.message, ...parsed.data.details] : [this.detail];
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
