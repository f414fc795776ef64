/** Errors of the API: problem details (RFC 9457), with every problem of a request at once, and nothing of our insides. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ERRORS, kindOf } from '../../temporal/errors.js';
import { traceOf } from '../traced.js';

const { notFound, refused, unreachable } = ERRORS;

const KINDS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid access token is needed' },
  forbidden: { status: 403, title: 'The access token does not allow this' },
  [notFound.type]: notFound,
  [refused.type]: refused,
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  failed: { status: 500, title: 'Something went wrong here' },
  [unreachable.type]: unreachable,
} as const;
type Kind = keyof typeof KINDS;

/** One thing that is wrong: in the body, by JSON Pointer, or in a parameter. */
const invalid = z.object({
  detail: z.string(),
  pointer: z.string().optional(),
  parameter: z.string().optional(),
});

export const problemSchema = z
  .object({
    type: z.string().describe('Stable, for programs'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    traceId: z.string().optional().describe('Of what failed, to be quoted where the service traces'),
    errors: z.array(invalid).optional().describe('What is wrong with the request, the first hundred'),
  })
  .meta({ description: 'Problem details, RFC 9457' });
type Problem = z.infer<typeof problemSchema>;

export class ApiProblem extends Error {
  constructor(
    readonly kind: Kind,
    detail: string,
    readonly errors?: z.infer<typeof invalid>[],
  ) {
    super(detail);
  }
}

export function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const { kind, message, errors } = understood(error);
  const { status, title } = KINDS[kind];
  const type = `urn:messagemedia:sso-onboarding:problem:${kind}`;
  const traceId = status < 500 ? undefined : traceOf(reply.request);
  const more = { ...(errors && { errors }), ...(traceId !== undefined && { traceId }) };
  const problem: Problem = { type, title, status, detail: message, ...more };
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send(JSON.stringify(problem));
}

function understood(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const known = kindOf(error);
  if (known !== undefined) {
    const { type, detail = messageOf(error) }: { type: Kind; detail?: string } = ERRORS[known];
    return new ApiProblem(type, detail);
  }
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error);
  const status = (error as Partial<FastifyError>).statusCode;
  switch (status) {
    case 413:
      return new ApiProblem('too-large', 'Send less at once.');
    case 415:
      return new ApiProblem('unsupported-media-type', 'Send it as application/json.');
    case 429:
      return new ApiProblem('too-many-requests', 'Wait a minute, then try again.');
  }
  return status !== undefined && status < 500
    ? new ApiProblem('invalid-request', 'The request could not be read: is the body JSON?')
    : new ApiProblem('failed', 'It was recorded, and is nothing that the request could mend.');
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** More than anybody mends at once. */
const MOST_ERRORS = 100;
const LONGEST_DETAIL = 500;

type Invalid = { validation: { instancePath: string; message?: string }[]; validationContext?: string };

function invalidRequest({ validation, validationContext }: Invalid): ApiProblem {
  const errors = validation.slice(0, MOST_ERRORS).map(({ instancePath, message = 'is not valid' }) => {
    const detail = message.slice(0, LONGEST_DETAIL);
    return validationContext === 'body'
      ? { detail, pointer: `#${instancePath}` }
      : { detail, parameter: instancePath.replace(/^\//, '') };
  });
  const { length } = validation;
  const what = length === 1 ? 'One thing is' : `${String(length)} things are`;
  return new ApiProblem('invalid-request', `${what} wrong.`, errors);
}

/** Of a route that does not exist. */
export const noSuchRoute = (request: FastifyRequest) =>
  new ApiProblem('not-found', `There is no ${request.method} at this address.`);
