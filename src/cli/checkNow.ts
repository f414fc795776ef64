/** What the commands share that have a watch look at everything now. */
import type { Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { tellWatch, type Watch, watchOf } from '../temporal/watches.js';

const POLL_MS = 300;

/** Until that check has ended, or the watch has. */
export async function checkNow(client: Client, customerId: string, by = 'operator'): Promise<Watch> {
  await tellWatch(client, customerId, 'checkNow', { by });
  const asked = (await watchOf(client, customerId)).actions.findLast(({ signal }) => signal === 'checkNow');
  for (;;) {
    const watch = await watchOf(client, customerId);
    const { checkedAt, execution } = watch;
    if (execution !== 'RUNNING' || (checkedAt !== null && checkedAt >= (asked?.at ?? ''))) return watch;
    await sleep(POLL_MS);
  }
}
