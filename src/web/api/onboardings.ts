/** Onboardings over the API: list, start, look, act. */
import { z } from 'zod';
import { previewCancellation } from '../../onboarding/cancellation.js';
import { checkedRequestSchema } from '../../onboarding/checkedRequest.js';
import { actionsOf } from '../../onboarding/actions/index.js';
import { withExplained } from '../../onboarding/problems/explained.js';
import { RefusedError } from '../../temporal/customerWorkflow.js';
import type { WebDeps } from '../deps.js';
import { placeOf } from '../place.js';
import { scopeOn } from '../groups.js';
import { actionRoutes } from './actions.js';
import { callerOf } from './authorization.js';
import { nextCursor, pageOf, paging, signed } from './paging.js';
import { ApiProblem } from './problemDetails.js';
import { type Api, LARGE_BODY, ofOne, params, problem, PROBLEMS } from './routes.js';
import {
  cancellationSchema,
  handoverSchema,
  listedSchema,
  listFilter,
  onboardingSchema,
  startedSchema,
} from './schemas.js';

const OF_ONE = ofOne('There is no onboarding of this customer');

export function onboardingRoutes(api: Api, deps: WebDeps): void {
  const { temporal, settings } = deps;
  const { sessionKeys } = settings;
  const progressOf = (customerId: string) => temporal.ask({ kind: 'onboarding', customerId }, 'progress');
  const standing = async (customerId: string) =>
    withExplained(await progressOf(customerId), placeOf(settings));

  api.get(
    '/onboardings',
    {
      schema: {
        summary: 'Onboardings, newest first',
        querystring: listFilter.extend(paging),
        response: {
          200: z.object({ onboardings: z.array(listedSchema), next: nextCursor }),
          ...PROBLEMS,
        },
      },
    },
    async (request) => {
      const { limit, cursor, startedBefore, ...filter } = request.query;
      const { found, next } = await temporal.list(
        'onboarding',
        {
          ...filter,
          prefixes: scopeOn(request),
          startedBefore: startedBefore === undefined ? undefined : new Date(startedBefore),
        },
        pageOf(sessionKeys, { limit, cursor }),
      );
      return { onboardings: found, next: signed(sessionKeys, next) };
    },
  );

  api.put(
    '/onboardings/:customerId',
    {
      bodyLimit: LARGE_BODY,
      schema: {
        summary: 'Start an onboarding, once',
        description:
          'The same request again finds the onboarding while it runs; with the same Idempotency-Key, also when it is over.',
        params,
        headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional() }),
        body: checkedRequestSchema,
        response: {
          200: startedSchema,
          201: startedSchema,
          ...PROBLEMS,
          409: problem('Another one is running, or the idempotency key was used for another request'),
        },
      },
    },
    async (request, reply) => {
      if (request.body.customerId !== request.params.customerId) {
        const errors = [{ detail: 'must be the customer of the address', pointer: '#/customerId' }];
        throw new ApiProblem('invalid-request', 'One thing is wrong.', errors);
      }
      const started = await temporal.ensure({
        request: request.body,
        by: callerOf(request),
        idempotencyKey: request.headers['idempotency-key'],
      });
      return reply.code(started.created ? 201 : 200).send(started);
    },
  );

  api.get(
    '/onboardings/:customerId',
    { schema: { summary: 'How it stands', params, response: { 200: onboardingSchema, ...OF_ONE } } },
    ({ params: { customerId } }) => standing(customerId),
  );

  api.get(
    '/onboardings/:customerId/handover',
    {
      schema: {
        summary: "Every value of the Hub's form, in its order",
        params,
        response: { 200: handoverSchema, ...OF_ONE, 409: problem('The metadata is not there yet') },
      },
    },
    async ({ params: { customerId } }) => {
      const handover = await temporal.ask({ kind: 'onboarding', customerId }, 'handover');
      if (handover !== null) return handover;
      throw new RefusedError('There is nothing to hand over yet: the step metadata comes first.');
    },
  );

  api.get(
    '/onboardings/:customerId/cancellation',
    {
      schema: {
        summary: 'What a cancel would remove',
        params,
        response: { 200: cancellationSchema, ...OF_ONE },
      },
    },
    async ({ params: { customerId } }) =>
      previewCancellation(
        await progressOf(customerId),
        await temporal.ask({ kind: 'onboarding', customerId }, 'request'),
      ),
  );

  actionRoutes(api, deps, 'onboarding', actionsOf('onboarding'), {
    collection: 'onboardings',
    answer: onboardingSchema,
    standing,
    problems: OF_ONE,
  });
}
