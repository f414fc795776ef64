/** What the routes of the API share: their parameters, and what any call may be answered. */
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { onboardingRequestSchema } from '../../onboarding/request.js';
import { problemSchema } from './problemDetails.js';

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Requests and choices name many people. */
export const LARGE_BODY = 1024 * 1024;

export const params = z.object({ customerId: onboardingRequestSchema.shape.customerId });

export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** What any call may be answered. */
export const PROBLEMS = {
  400: problem('Not valid; `errors` lists all that is wrong'),
  401: problem('No valid access token'),
  403: problem('The app role is missing'),
  413: problem('The body is too large, or has too many parts'),
  415: problem('The body is not JSON'),
  429: problem('Too many requests; `Retry-After` says when to come again'),
  503: problem('Temporal or its workers do not answer, or have too much to do; see `Retry-After`'),
};

/** Of a call about one customer. */
export const ofOne = (missing: string) => ({ ...PROBLEMS, 404: problem(missing) });

export const REFUSED = problem('It is refused as things stand; `detail` says why');
