/** Graph's own kind of error. */
export class GraphError extends Error {
  readonly headers: Record<string, string> = {};

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: { code: string; message: string; target?: string }[] = [],
  ) {
    super(message);
  }
}

export const badRequest = (
  message: string,
  details: { code: string; message: string; target?: string }[] = [],
) => new GraphError(400, 'Request_BadRequest', message, details);

/** A query that Graph understands and does not answer. */
export const unsupported = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);
