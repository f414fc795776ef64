/** How much of Graph's documented write quota 10,000 assignments use, and how much of them is throttled. */
import { type LargeWorld, onboardMany, quotaUse, startLargeWorld } from '../support/manyPrincipals.js';
import { timeSkippingServer } from '../support/temporal.js';
import { rounded, type Row } from './table.js';

export async function quota(count: number): Promise<Row> {
  const temporal = await timeSkippingServer();
  const large: LargeWorld = await startLargeWorld({ users: count, groups: 0 });
  try {
    const choice = Array.from({ length: count }, (_, i) => ({
      type: 'user' as const,
      principal: `user${String(i + 1)}@contoso.example`,
    }));
    await onboardMany(temporal, large, { customerId: 'quota', choice });
    const { seconds, rateShare, throttledShare } = quotaUse(large);
    return {
      assignments: count,
      "seconds on the sandbox's clock": rounded(seconds, 0),
      'share of the permitted rate': rounded(rateShare, 3),
      'share throttled': rounded(throttledShare, 4),
    };
  } finally {
    await large.world.stop();
    await temporal.stop();
  }
}
