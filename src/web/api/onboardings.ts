/** Onboardings over the API: list, start, look, act. */
import { z } from 'zod';
import { previewCancellation } from '../../onboarding/cancellation.js';
import { setupUrl } from '../../onboarding/linkToken.js';
import { checkedRequestSchema } from '../../onboarding/checkedRequest.js';
import { withExplained } from '../../onboarding/problems/explained.js';
import { SIGNALS } from '../../onboarding/signals.js';
import { RefusedError } from '../../temporal/customerWorkflow.js';
import type { WebDeps } from '../deps.js';
import { mayReportConsent, scopeOn } from '../groups.js';
import { ACTION_NAMES, ONBOARDING_ACTIONS, withActor } from './actions.js';
import { callerOf } from './authorization.js';
import { nextCursor, pageOf, paging, signed } from './paging.js';
import { ApiProblem } from './problemDetails.js';
import { type Api, LARGE_BODY, ofOne, params, problem, PROBLEMS, REFUSED } from './routes.js';
import {
  cancellationSchema,
  handoverSchema,
  linkSchema,
  listedSchema,
  listFilter,
  onboardingSchema,
  startedSchema,
} from './schemas.js';

const OF_ONE = ofOne('There is no onboarding of this customer');

const NOT_REPORTED =
  'An application of a group cannot report a consent, because the tenant may have given it for a customer of another group. Make a setup link: the administrator then signs in to the tenant. Or report it with the app role Onboarding.Group.all.';

export function onboardingRoutes(api: Api, { temporal, settings }: WebDeps): void {
  const { publicUrl, linkKeys, sessionKeys, adminCenterUrl } = settings;
  const progressOf = (customerId: string) => temporal.ask({ kind: 'onboarding', customerId }, 'progress');
  const standing = async (customerId: string) => withExplained(await progressOf(customerId), adminCenterUrl);

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

  api.post(
    '/onboardings/:customerId/links',
    {
      schema: {
        summary: 'Make a setup link for a contact, and send it if wanted',
        description: 'The same id again sends the same link again.',
        params,
        body: SIGNALS.makeLink.omit({ by: true, forwardedBy: true }),
        response: { 200: linkSchema, ...OF_ONE, 409: REFUSED },
      },
    },
    async (request) => {
      const { customerId } = request.params;
      await temporal.tell({ kind: 'onboarding', customerId }, 'makeLink', {
        ...request.body,
        by: callerOf(request),
      });
      const { links } = await progressOf(customerId);
      const link = links.find(({ id }) => id === request.body.id);
      if (link === undefined) throw new RefusedError('The link was made, and many others after it.');
      return { ...link, url: setupUrl({ publicUrl, key: linkKeys[0] }, customerId, link) };
    },
  );

  for (const name of ACTION_NAMES) {
    const { signal, summary, body } = ONBOARDING_ACTIONS[name];
    api.post(
      `/onboardings/:customerId/${name}`,
      {
        bodyLimit: LARGE_BODY,
        schema: {
          summary,
          params,
          body: body as z.ZodType<object>,
          response: { 200: onboardingSchema, ...OF_ONE, 409: REFUSED },
        },
      },
      async (request) => {
        const { customerId } = request.params;
        const isConsent = name === 'grant-consent' && !('declined' in request.body);
        if (isConsent && !mayReportConsent(scopeOn(request))) throw new ApiProblem('forbidden', NOT_REPORTED);
        const input = SIGNALS[signal].parse(withActor(name, request.body, callerOf(request)));
        await temporal.tell({ kind: 'onboarding', customerId }, signal, input);
        return standing(customerId);
      },
    );
  }
}
