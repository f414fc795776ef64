/** Wall time of one onboarding without human waits, against a plain script and against Temporal alone; its history. */
import { connectDeps } from '../../src/activities/connect.js';
import { createActivities } from '../../src/activities/index.js';
import { historySize } from '../support/histories.js';
import { activitiesIn, type Bench, onboard } from './environment.js';
import { plainScript } from './plainScript.js';
import { benchRequest } from './request.js';
import { startSandboxProcess } from './sandboxProcess.js';
import { median, rounded, type Row } from './table.js';

const SIGNALS = 2;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

export async function overhead(
  bench: Bench,
  latencyMs: number,
  runs: number,
): Promise<{ overhead: Row; history: Row }> {
  // The first run of each kind opens connections and fills caches: it does not count.
  const sandbox = await startSandboxProcess({ latencyMs, tenants: 2 * (runs + 1) });
  const next = ((n) => () => {
    const tenant = sandbox.tenants[n];
    if (tenant === undefined) throw new Error('too few tenants');
    n += 1;
    return tenant;
  })(0);
  const customerOf = ({ domain }: { domain: string }) => `${domain.split('.')[0] ?? ''}-${String(latencyMs)}`;
  const activities = createActivities(connectDeps(sandbox.settings));
  const plain: number[] = [];
  const durable: number[] = [];
  const empty: number[] = [];
  let last = '';
  await bench.withWorker('onboarding', activities, async (taskQueue) => {
    for (let n = 0; n <= runs; n += 1) {
      const [one, other] = [next(), next()];
      plain.push(
        await timed(() => plainScript(activities, benchRequest(customerOf(one), one.domain, sandbox.origin))),
      );
      const request = benchRequest(customerOf(other), other.domain, sandbox.origin);
      durable.push(
        await timed(async () => {
          const handle = await onboard(bench.client, taskQueue, request, other.id);
          last = handle.workflowId;
          await handle.result();
        }),
      );
    }
  });
  const count = await activitiesIn(bench.client, last);
  const history = await historySize(bench.client, last);
  await bench.withWorker('empty', { nothing: () => Promise.resolve() }, async (taskQueue) => {
    for (let n = 0; n <= runs; n += 1) {
      empty.push(
        await timed(async () => {
          const handle = await bench.client.workflow.signalWithStart('emptyWorkflow', {
            taskQueue,
            workflowId: `empty-${String(latencyMs)}-${String(n)}`,
            args: [count, SIGNALS],
            signal: 'answer',
          });
          await handle.signal('answer');
          await handle.result();
        }),
      );
    }
  });
  await sandbox.stop();
  const [plainMs, durableMs, emptyMs] = [plain, durable, empty].map((times) => median(times.slice(1)));
  return {
    overhead: {
      'latency, ms': latencyMs,
      'plain script, ms': rounded(plainMs ?? NaN, 0),
      'onboarding, ms': rounded(durableMs ?? NaN, 0),
      [`empty workflow of ${String(count)} activities, ms`]: rounded(emptyMs ?? NaN, 0),
      'onboarding / plain script': rounded((durableMs ?? NaN) / (plainMs ?? NaN)),
    },
    history: {
      activities: count,
      events: history.events,
      bytes: history.bytes,
      'largest payload, bytes': history.largestPayload,
    },
  };
}
