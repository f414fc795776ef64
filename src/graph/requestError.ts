/** A request to Entra ID or Graph that did not succeed, with what is needed to judge it. */
export class GraphRequestError extends Error {
  override readonly name = 'GraphRequestError';
  /** HTTP status; null when there was no reply at all. */
  readonly status: number | null;
  /** Graph's `error.code`, Entra's `AADSTS…` number, or the network's code such as `ECONNRESET`. */
  readonly code: string;
  /** Graph's own words. May hold personal data: never put into a message or a log. */
  readonly detail: string;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;
  /** Such as `PATCH /servicePrincipals/{id}`: the template, without ids or names. */
  readonly request: string;

  constructor(fields: {
    request: string;
    status: number | null;
    code: string;
    detail: string;
    retryAfterMs?: number | undefined;
    requestId?: string | undefined;
  }) {
    const id = fields.requestId === undefined ? '' : ` (request-id ${fields.requestId})`;
    super(
      `${fields.request}: ${fields.status === null ? 'no reply' : String(fields.status)} ${fields.code}${id}`,
    );
    this.request = fields.request;
    this.status = fields.status;
    this.code = fields.code;
    this.detail = fields.detail;
    this.retryAfterMs = fields.retryAfterMs;
    this.requestId = fields.requestId;
  }
}
