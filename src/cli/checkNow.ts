/** What the commands share that have a watch look at everything now. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Port, Watch } from '../temporal/port.js';

const POLL_MS = 300;

/** Until that check has ended, or the watch has. */
export async function checkNow(temporal: Port, customerId: string, by = 'operator'): Promise<Watch> {
  const subject = { kind: 'watch', customerId } as const;
  await temporal.tell(subject, 'checkNow', { by });
  const { actions } = await temporal.ask(subject, 'progress');
  const asked = actions.findLast(({ signal }) => signal === 'checkNow');
  for (;;) {
    const watch = await temporal.ask(subject, 'progress');
    const { checkedAt, execution } = watch;
    if (execution !== 'RUNNING' || (checkedAt !== null && checkedAt >= (asked?.at ?? ''))) return watch;
    await sleep(POLL_MS);
  }
}
