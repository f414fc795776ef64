/** Watches over the API: looked at, told to look now, stopped. */
import { z } from 'zod';
import { withExplained } from '../../onboarding/problems/explained.js';
import { WATCH_SIGNALS, WATCH_STATUSES, type WatchSignal } from '../../onboarding/watch.js';
import type { WebDeps } from '../deps.js';
import { scopeOn } from '../groups.js';
import { callerOf } from './authorization.js';
import { nextCursor, pageOf, paging, signed } from './paging.js';
import { type Api, ofOne, params, PROBLEMS, REFUSED } from './routes.js';
import { listedWatchSchema, listFilter, watchSchema } from './schemas.js';

const OF_ONE = ofOne('Nothing watches over this customer');

const WATCH_ACTIONS = {
  'check-now': {
    signal: 'checkNow',
    summary: 'Look at the certificates and the configuration now',
    body: WATCH_SIGNALS.checkNow.omit({ by: true }),
  },
  stop: {
    signal: 'endWatch',
    summary: 'End the watch: nothing renews the certificate any more',
    body: WATCH_SIGNALS.endWatch.unwrap().omit({ by: true }).required(),
  },
} as const satisfies Record<string, { signal: WatchSignal; summary: string; body: z.ZodType<object> }>;

const names = Object.keys(WATCH_ACTIONS) as (keyof typeof WATCH_ACTIONS)[];

export function watchRoutes(
  api: Api,
  { temporal, settings: { sessionKeys, adminCenterUrl } }: WebDeps,
): void {
  const standing = async (customerId: string) =>
    withExplained(await temporal.ask({ kind: 'watch', customerId }, 'progress'), adminCenterUrl);

  api.get(
    '/watches',
    {
      schema: {
        summary: 'Watches that run, and those that ended otherwise than somebody meant',
        querystring: listFilter
          .pick({ waitingFor: true, search: true })
          .extend({ status: z.enum(WATCH_STATUSES).optional(), ...paging }),
        response: {
          200: z.object({ watches: z.array(listedWatchSchema), next: nextCursor }),
          ...PROBLEMS,
        },
      },
    },
    async (request) => {
      const { limit, cursor, ...asked } = request.query;
      const filter = { ...asked, prefixes: scopeOn(request) };
      const { found, next } = await temporal.list('watch', filter, pageOf(sessionKeys, { limit, cursor }));
      return { watches: found, next: signed(sessionKeys, next) };
    },
  );

  api.get(
    '/watches/:customerId',
    { schema: { summary: 'How it stands', params, response: { 200: watchSchema, ...OF_ONE } } },
    ({ params: { customerId } }) => standing(customerId),
  );

  for (const name of names) {
    const { signal, summary, body } = WATCH_ACTIONS[name];
    api.post(
      `/watches/:customerId/${name}`,
      {
        schema: {
          summary,
          params,
          body: body as z.ZodType<object>,
          response: { 200: watchSchema, ...OF_ONE, 409: REFUSED },
        },
      },
      async (request) => {
        const { customerId } = request.params;
        const input = WATCH_SIGNALS[signal].parse({ ...request.body, by: callerOf(request) });
        await temporal.tell({ kind: 'watch', customerId }, signal, input);
        return standing(customerId);
      },
    );
  }
}
