/** Monitoring over the API: show it, check now, stop it. */
import { z } from 'zod';
import { actionsOf } from '../../onboarding/actions/index.js';
import { withExplained } from '../../onboarding/problems/explained.js';
import { WATCH_STATUSES } from '../../onboarding/watch.js';
import type { WebDeps } from '../deps.js';
import { placeOf } from '../place.js';
import { scopeOn } from '../groups.js';
import { actionRoutes } from './actions.js';
import { nextCursor, pageOf, paging, signed } from './paging.js';
import { type Api, ofOne, params, PROBLEMS } from './routes.js';
import { listedWatchSchema, listFilter, watchSchema } from './schemas.js';

const OF_ONE = ofOne('Nothing watches over this customer');

export function watchRoutes(api: Api, deps: WebDeps): void {
  const { temporal, settings } = deps;
  const { sessionKeys } = settings;
  const standing = async (customerId: string) =>
    withExplained(await temporal.ask({ kind: 'watch', customerId }, 'progress'), placeOf(settings));

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

  actionRoutes(api, deps, 'watch', actionsOf('watch'), {
    collection: 'watches',
    answer: watchSchema,
    standing,
    problems: OF_ONE,
  });
}
