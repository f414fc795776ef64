/** What an offboarding can be told. */
import type { Signal } from '../contract.js';
import { OFFBOARDING_SIGNALS } from '../offboarding.js';
import { type Action, operators } from './action.js';

export const OFFBOARDING_ACTIONS = {
  confirmOffboarding: {
    input: OFFBOARDING_SIGNALS.confirmOffboarding.omit({ by: true, byId: true }),
    actor: 'by',
    who: operators,
    words: {
      summary: 'Confirm that what `plan` lists is removed',
      changes:
        'The objects are removed from the tenant. Refused where two people must confirm, who do so in the console.',
      button: 'Remove these objects',
      done: 'The removal is confirmed.',
      told: 'agreed to the removal',
      wanted: 'confirm the removal',
      example: '--confirm --by Olga',
    },
    preview: 'plan',
    reach: { cli: 'offboard --confirm', api: 'confirm', console: 'offboarding/confirm' },
  },
  retryOffboarding: {
    input: OFFBOARDING_SIGNALS.retryOffboarding.omit({ by: true }),
    actor: 'by',
    who: operators,
    words: {
      summary: 'Retry the step, after what blocked it is fixed',
      changes: 'The step is tried again.',
      button: 'Retry step',
      done: 'The step is being retried.',
      told: 'retried the step',
      wanted: 'retry the step',
      example: '--retry --by Olga',
    },
    reach: { cli: 'offboard --retry', api: 'retry', console: 'offboarding/retry' },
  },
  cancelOffboarding: {
    input: OFFBOARDING_SIGNALS.cancelOffboarding.omit({ by: true }),
    actor: 'by',
    who: operators,
    words: {
      summary: 'Cancel an offboarding; nothing is removed',
      changes: 'Nothing is removed from the tenant, and the offboarding ends.',
      button: 'Cancel offboarding',
      done: 'The offboarding is cancelled.',
      told: 'cancelled the offboarding',
      wanted: 'cancel the offboarding',
      example: '--cancel --by Olga --reason "customer stays"',
    },
    reach: { cli: 'offboard --cancel', api: 'cancel', console: 'offboarding/cancel' },
  },
} as const satisfies { [S in Signal<'offboarding'>]: Action };
