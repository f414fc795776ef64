/** What other systems are told of an onboarding that waits. */
import { describe, expect, it } from '@jest/globals';
import { customerEventSchema, eventOf, onboardingEvent } from '../../../src/onboarding/events.js';
import { type Awaited, newProgress } from '../../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { minimalRequest } from '../../support/request.js';

describe('an event of an onboarding that waits', () => {
  const since = '2026-11-24T08:00:00.000Z';
  const deadline = '2026-12-24T08:00:00.000Z';
  const waits = { from: 'azureAdministrator', instruction: 'Ask Anna.', since, deadline } as const;

  it.each<Awaited>([{ signal: 'chooseRoles' }, { observed: 'assignments' }])(
    'tells what for, and nobody by name: %j',
    (awaited) => {
      const progress = newProgress(onboardingRequestSchema.parse(minimalRequest()), 'one', null);
      const told = onboardingEvent({ ...progress, status: 'waiting', waitingFor: { ...awaited, ...waits } });
      const event = eventOf(told, 'one/1', 'urn:test', new Date(since));
      expect(customerEventSchema.parse(event).data.waitingFor).toEqual({
        ...awaited,
        from: 'azureAdministrator',
        since,
        deadline,
      });
    },
  );
});
