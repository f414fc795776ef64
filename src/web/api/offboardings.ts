/** Offboardings over the API: begun, looked at, and confirmed once it is seen what would be removed. */
import { z } from 'zod';
import { offboardingRequestSchema } from '../../onboarding/request.js';
import { actionsOf } from '../../onboarding/actions/index.js';
import { withExplained } from '../../onboarding/problems/explained.js';
import { onboardedBy } from '../../temporal/offboardings.js';
import type { WebDeps } from '../deps.js';
import { placeOf } from '../place.js';
import { actionRoutes } from './actions.js';
import { type Api, ofOne, params, REFUSED } from './routes.js';
import { offboardingSchema } from './schemas.js';

const OF_ONE = ofOne('There is no offboarding of this customer');

export function offboardingRoutes(api: Api, deps: WebDeps): void {
  const { temporal, settings } = deps;
  const standing = async (customerId: string) =>
    withExplained(await temporal.ask({ kind: 'offboarding', customerId }, 'progress'), placeOf(settings));

  api.put(
    '/offboardings/:customerId',
    {
      schema: {
        summary: 'Begin an offboarding, or find the one that runs',
        description:
          'Nothing is removed before `confirm`. What is left out is as in the last onboarding of the customer, or the watch over them; if Temporal has neither any more, `tenant` must be given, and `permissionProfile` is `full`.',
        params,
        body: z.strictObject({
          tenant: offboardingRequestSchema.shape.tenant.optional(),
          permissionProfile: offboardingRequestSchema.shape.permissionProfile.unwrap().optional(),
        }),
        response: {
          200: offboardingSchema,
          ...ofOne('Temporal has no onboarding of this customer, and no watch: give `tenant`'),
          409: REFUSED,
        },
      },
    },
    async ({ params: { customerId }, body }) => {
      const { tenant, permissionProfile = 'full' } = body;
      const from =
        tenant === undefined ? await onboardedBy(temporal, customerId) : { tenant, permissionProfile };
      await temporal.offboard({
        customerId,
        tenant: from.tenant,
        permissionProfile: body.permissionProfile ?? from.permissionProfile,
      });
      return standing(customerId);
    },
  );

  api.get(
    '/offboardings/:customerId',
    { schema: { summary: 'How it stands', params, response: { 200: offboardingSchema, ...OF_ONE } } },
    ({ params: { customerId } }) => standing(customerId),
  );

  actionRoutes(api, deps, 'offboarding', actionsOf('offboarding'), {
    collection: 'offboardings',
    answer: offboardingSchema,
    standing,
    problems: OF_ONE,
  });
}
