/** How far the clock of this machine is from Temporal's, and whether we may poll for work: a poll tells both. */
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../grpc.js';
import type { Finding } from './finding.js';

/** Nobody puts work there. */
const TASK_QUEUE = 'sso-onboarding-doctor';
const { TASK_QUEUE_TYPE_ACTIVITY } = proto.temporal.api.enums.v1.TaskQueueType;
/** The server refuses polls for less than two seconds. */
const POLL_MS = 4_000;
const LOOK_EVERY_MS = 100;
/** From where people see wrong times, and from where tokens and assertions are refused. */
const WARN_FROM_MS = 5_000;
const FAIL_FROM_MS = 60_000;

export async function clock(client: Client, now: () => number = Date.now): Promise<Finding[]> {
  const polled = await polledAt(client, now);
  if ('refused' in polled) {
    return [
      {
        check: 'permission to poll',
        result: 'failed',
        says: `Temporal refuses to give these credentials work: ${polled.refused}`,
        toDo: 'Workers need the right to write in the namespace: on Temporal Cloud the permission Write, on a cluster of your own the role writer or worker.',
      },
    ];
  }
  const poll: Finding = { check: 'permission to poll', result: 'ok', says: 'a worker would get work' };
  return [poll, clockFinding(polled)];
}

/** `at`, by the server's clock, was between `from` and `to`, by ours. */
export type Polled = { at: number; from: number; to: number };

export function clockFinding({ at, from, to }: Polled): Finding {
  const check = 'clock';
  /** How far ours is ahead at least. */
  const aheadMs = at < from ? from - at : at > to ? to - at : 0;
  const seconds = (ms: number) => `${(Math.abs(ms) / 1_000).toFixed(1)} s`;
  if (Math.abs(aheadMs) < WARN_FROM_MS) {
    const most = Math.max(Math.abs(at - from), Math.abs(to - at));
    return { check, result: 'ok', says: `at most ${seconds(most)} from Temporal's` };
  }
  return {
    check,
    result: Math.abs(aheadMs) < FAIL_FROM_MS ? 'warning' : 'failed',
    says: `the clock of this machine is ${seconds(aheadMs)} ${aheadMs > 0 ? 'ahead of' : 'behind'} Temporal's`,
    toDo: 'Let both machines take the time from the same source, such as NTP (timedatectl set-ntp true).',
  };
}

/** Polls, and asks the server when that was. */
async function polledAt(client: Client, now: () => number): Promise<Polled | { refused: string }> {
  const { workflowService, options } = client;
  const { namespace } = options;
  const identity = `doctor-${randomUUID()}`;
  const taskQueue = { name: TASK_QUEUE };
  const stopping = new AbortController();
  const from = now();
  let refused: string | undefined;
  const poll = client.connection
    .withDeadline(Date.now() + POLL_MS, () =>
      client.connection.withAbortSignal(stopping.signal, () =>
        workflowService.pollActivityTaskQueue({ namespace, taskQueue, identity }),
      ),
    )
    .catch((error: unknown) => {
      refused = reasonOf(error);
    });
  try {
    for (;;) {
      await Promise.race([poll, sleep(LOOK_EVERY_MS)]);
      const { pollers } = await workflowService.describeTaskQueue({
        namespace,
        taskQueue,
        taskQueueType: TASK_QUEUE_TYPE_ACTIVITY,
      });
      const time = pollers.find((poller) => poller.identity === identity)?.lastAccessTime;
      if (time != null) {
        return { at: Number(time.seconds) * 1_000 + (time.nanos ?? 0) / 1e6, from, to: now() };
      }
      if (refused !== undefined) return { refused };
    }
  } finally {
    stopping.abort();
  }
}
