/** The routes that tell a customer's workflow something: one for each action of the table that the API has. */
import type { z } from 'zod';
import { ACTIONS, type Entry, inputFor } from '../../onboarding/actions/index.js';
import type { Action } from '../../onboarding/actions/action.js';
import type { Kind } from '../../onboarding/contract.js';
import { LINKED, type LinkedWorkflow } from '../../onboarding/links.js';
import { setupUrl } from '../../onboarding/linkToken.js';
import { SIGNALS } from '../../onboarding/signals.js';
import { RefusedError } from '../../temporal/customerWorkflow.js';
import type { WebDeps } from '../deps.js';
import { mayReportConsent, scopeOn } from '../groups.js';
import { callerOf } from './authorization.js';
import { ApiProblem } from './problemDetails.js';
import { type Api, LARGE_BODY, type ofOne, params, REFUSED } from './routes.js';
import { linkSchema } from './schemas.js';

const NOT_REPORTED =
  'An application of a group cannot report a consent, because the tenant may have given it for a customer of another group. Make a setup link: the administrator then signs in to the tenant. Or report it with the app role Onboarding.Group.all.';

/** Of one kind of workflow. */
type Told = {
  /** What stands before the customer in addresses. */
  collection: string;
  /** How the workflow stands, with which each action is answered. */
  answer: z.ZodType;
  standing: (customerId: string) => Promise<unknown>;
  problems: ReturnType<typeof ofOne>;
};

export function actionRoutes<K extends Kind>(
  api: Api,
  { temporal, settings }: WebDeps,
  kind: K,
  actions: readonly Entry<K>[],
  { collection, answer, standing, problems }: Told,
): void {
  for (const { signal, action } of actions) {
    const { api: name } = action.reach;
    if (typeof name !== 'string' || signal === 'makeLink') continue;
    api.post(
      `/${collection}/:customerId/${name}`,
      {
        ...(kind === 'onboarding' ? { bodyLimit: LARGE_BODY } : {}),
        schema: {
          ...wordsOf(action),
          params,
          body: action.input,
          response: { 200: answer, ...problems, 409: REFUSED },
        },
      },
      async (request) => {
        const { customerId } = request.params;
        if (action.who(request.body) === 'operatorsOfAllGroups' && !mayReportConsent(scopeOn(request))) {
          throw new ApiProblem('forbidden', NOT_REPORTED);
        }
        const input = inputFor(kind, signal, request.body, callerOf(request));
        if (!input.success) throw input.error;
        await temporal.tell({ kind, customerId }, signal, input.data);
        return standing(customerId);
      },
    );
  }
  const linked = LINKED.find((one) => one === kind);
  if (linked === undefined) return;
  linkRoute(api, { temporal, settings }, linked, { collection, problems });
}

/** The one action that is answered with what it has made. */
function linkRoute(
  api: Api,
  { temporal, settings: { publicUrl, linkKeys } }: Pick<WebDeps, 'temporal' | 'settings'>,
  kind: LinkedWorkflow,
  { collection, problems }: Pick<Told, 'collection' | 'problems'>,
): void {
  api.post(
    `/${collection}/:customerId/links`,
    {
      schema: {
        ...wordsOf(ACTIONS[kind].makeLink),
        params,
        body: SIGNALS.makeLink.omit({ by: true, forwardedBy: true }),
        response: { 200: linkSchema, ...problems, 409: REFUSED },
      },
    },
    async (request) => {
      const { customerId } = request.params;
      await temporal.tell({ kind, customerId }, 'makeLink', { ...request.body, by: callerOf(request) });
      const { links } = await temporal.ask({ kind, customerId }, 'progress');
      const link = links.find(({ id }) => id === request.body.id);
      if (link === undefined) throw new RefusedError('The link was made, and many others after it.');
      return { ...link, url: setupUrl({ publicUrl, key: linkKeys[0] }, customerId, link, kind) };
    },
  );
}

const wordsOf = ({ words: { summary, changes }, preview }: Action) => ({
  summary,
  description:
    preview === 'cancellation' ? `${changes} \`GET\` \`cancellation\` says what is removed.` : changes,
});
