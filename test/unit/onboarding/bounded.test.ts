/** Nothing that comes from outside may be of any size. */
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkedRequestSchema } from '../../../src/onboarding/checkedRequest.js';
import { OFFBOARDING_SIGNALS } from '../../../src/onboarding/offboarding.js';
import { offboardingRequestSchema, onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { SIGNALS } from '../../../src/onboarding/signals.js';
import { WATCH_SIGNALS } from '../../../src/onboarding/watch.js';
import { minimalRequest } from '../../support/request.js';
import { unboundedIn } from '../../support/unbounded.js';

const INPUTS: Record<string, z.ZodType> = {
  request: onboardingRequestSchema,
  'request of an offboarding': offboardingRequestSchema,
  ...SIGNALS,
  ...OFFBOARDING_SIGNALS,
  ...Object.fromEntries(Object.entries(WATCH_SIGNALS).map(([name, schema]) => [`watch: ${name}`, schema])),
};

/** A million entries, of which it counts how many are looked at. */
function manyEntries() {
  let looks = 0;
  const get = (target: number[], key: PropertyKey): unknown => {
    looks += 1;
    return Reflect.get(target, key);
  };
  const list = new Proxy(
    Array.from({ length: 1_000_000 }, () => 0),
    { get },
  );
  return { list, looks: () => looks };
}

describe('an input from outside', () => {
  it.each(Object.entries(INPUTS))('has a bound for each of its lists and texts: %s', (_, schema) => {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    expect(unboundedIn(json as Parameters<typeof unboundedIn>[0])).toEqual([]);
  });

  it('is refused for a list that is far too long without a look at what is in it', () => {
    const { list, looks } = manyEntries();
    const request = minimalRequest();
    const { hub, contacts } = request;
    const requests: object[] = [
      ...['claims', 'appRoles', 'contacts', 'certificateNotificationAddresses', 'assignments'].map(
        (field) => ({
          ...request,
          [field]: list,
        }),
      ),
      { ...request, hub: { ...hub, emailDomains: list } },
      { ...request, hub: { ...hub, accounts: list } },
      { ...request, contacts: [{ ...contacts[0], roles: list }] },
      { ...request, watch: { repair: list } },
      { ...request, serviceProvider: { profile: 'messagemedia-hub', overrides: { replyUrls: list } } },
    ];
    for (const document of requests) expect(checkedRequestSchema.safeParse(document).success).toBe(false);
    const told = { by: 'Sam', requestId: 'id', checks: list, findings: list };
    expect(SIGNALS.chooseRoles.safeParse({ assignments: list, chosenBy: 'Anna' }).success).toBe(false);
    expect(SIGNALS.reportTestSignIn.safeParse(told).success).toBe(false);
    const signIn = { nameId: 'sam', roles: list };
    expect(SIGNALS.reportTestSignIn.safeParse({ ...told, checks: [], findings: [], signIn }).success).toBe(
      false,
    );
    for (const schema of Object.values(INPUTS)) expect(schema.safeParse(list).success).toBe(false);
    expect(looks()).toBeLessThan(1_000);
  });
});
