/** A year of looking, on Temporal's time-skipping server; too long to be kept as a recorded history. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../../src/activities/index.js';
import { startAnswered } from '../../support/answeredOnboarding.js';
import { fakeActivities } from '../../support/fakeActivities.js';
import { type TestTemporal, timeSkippingServer } from '../../support/temporal.js';

const DAY_MS = 86_400_000;

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

/** Each with an address as long as may be. */
const principals = Array.from({ length: 200 }, (_, i) => ({
  type: 'user' as const,
  principal: `${'a'.repeat(230)}${String(i)}@contoso.example`,
  principalId: randomUUID(),
  role: null,
}));

describe('a wait for the customer to assign users', () => {
  it('looks ever more seldom, and stays within the limits of a history in a year', async () => {
    let begun = 0;
    let bytes = 0;
    const looks: number[] = [];
    const checkAssignments: Activities['checkAssignments'] = async (input) => {
      const now = await temporal.currentTimeMs();
      begun ||= now;
      looks.push(now - begun);
      bytes += JSON.stringify(input).length;
      return { missing: now - begun > 360 * DAY_MS ? 0 : 200 };
    };
    const { activities } = fakeActivities({
      checkAssignments,
      lookUpPrincipals: () => Promise.resolve({ principals }),
    });
    const stopWorker = await temporal.startWorker(activities);
    const deadlines = { assignments: 365 };
    const handle = await startAnswered(temporal, { permissionProfile: 'minimal', deadlines });
    expect(await handle.result()).toMatchObject({ status: 'done' });
    await stopWorker();
    // Temporal ends what has more than 51,200 events, of which a look makes 11, or 50 MB.
    expect(looks.length * 11).toBeLessThan(10_000);
    expect(bytes).toBeLessThan(15_000_000);
    const pauses = looks.slice(1).map((at, i) => Math.round((at - looks[i]!) / 60_000));
    expect(pauses.slice(0, 10)).toEqual(Array(10).fill(15));
    expect(Math.max(...pauses)).toBe(24 * 60);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  }, 300_000);
});
