/** Offboardings over the API: begun, looked at, and confirmed once it is seen what would be removed. */
import { z } from 'zod';
import { OFFBOARDING_SIGNALS, type OffboardingSignal } from '../../onboarding/offboarding.js';
import { offboardingRequestSchema } from '../../onboarding/request.js';
import { withExplained } from '../../onboarding/problems/explained.js';
import { onboardedBy } from '../../temporal/offboardings.js';
import type { WebDeps } from '../deps.js';
import { callerOf } from './authorization.js';
import { type Api, ofOne, params, REFUSED } from './routes.js';
import { offboardingSchema } from './schemas.js';

const OF_ONE = ofOne('There is no offboarding of this customer');

const OFFBOARDING_ACTIONS = {
  confirm: {
    signal: 'confirmOffboarding',
    summary: 'Remove what `plan` says; refused where two people must confirm, who do so in the console',
    body: OFFBOARDING_SIGNALS.confirmOffboarding.omit({ by: true, byId: true }),
  },
  retry: {
    signal: 'retryOffboarding',
    summary: 'Go on, when what blocked it is mended',
    body: OFFBOARDING_SIGNALS.retryOffboarding.omit({ by: true }),
  },
  cancel: {
    signal: 'cancelOffboarding',
    summary: 'End it; nothing is removed',
    body: OFFBOARDING_SIGNALS.cancelOffboarding.omit({ by: true }),
  },
} as const satisfies Record<string, { signal: OffboardingSignal; summary: string; body: z.ZodType<object> }>;

const names = Object.keys(OFFBOARDING_ACTIONS) as (keyof typeof OFFBOARDING_ACTIONS)[];

export function offboardingRoutes(api: Api, { temporal, settings }: WebDeps): void {
  const standing = async (customerId: string) =>
    withExplained(
      await temporal.ask({ kind: 'offboarding', customerId }, 'progress'),
      settings.adminCenterUrl,
    );

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

  for (const name of names) {
    const { signal, summary, body } = OFFBOARDING_ACTIONS[name];
    api.post(
      `/offboardings/:customerId/${name}`,
      {
        schema: {
          summary,
          params,
          body: body as z.ZodType<object>,
          response: { 200: offboardingSchema, ...OF_ONE, 409: REFUSED },
        },
      },
      async (request) => {
        const { customerId } = request.params;
        const input = OFFBOARDING_SIGNALS[signal].parse({ ...request.body, by: callerOf(request) });
        await temporal.tell({ kind: 'offboarding', customerId }, signal, input);
        return standing(customerId);
      },
    );
  }
}
