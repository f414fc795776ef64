import { z } from 'zod';
import { newProblem, type NewProblem } from '../onboarding/problems/catalogue.js';

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

  get problem(): NewProblem {
    const details = this.saidByTheApi.map((line) => `${this.message}: ${line}`);
    switch (this.status) {
      case 401:
      case 403: // with the same body as a 401 in one of the two published specifications
        return newProblem('messages_credentials_refused', { details });
      case 404:
        return newProblem('messages_address_unknown', { details });
      default:
        return newProblem('message_refused', { details });
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
