/** Onboardings per second, many at once, against empty workflows of the same shape. */
import { connectDeps } from '../../src/activities/connect.js';
import { createActivities } from '../../src/activities/index.js';
import { activitiesIn, type Bench, onboard } from './environment.js';
import { benchRequest } from './request.js';
import { startSandboxProcess } from './sandboxProcess.js';
import { rounded, type Row } from './table.js';

const AT_ONCE = 50;
const SIGNALS = 2;

/** So many at once until all are done. Per second. */
async function rate(total: number, one: (n: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < total) await one(next++);
    }),
  );
  return (total * 1000) / (performance.now() - begun);
}

export async function throughput(bench: Bench, total: number): Promise<Row> {
  const sandbox = await startSandboxProcess({ latencyMs: 0, tenants: total });
  const activities = createActivities(connectDeps(sandbox.settings));
  let last = '';
  const onboardings = await bench.withWorker('onboarding', activities, (taskQueue) =>
    rate(total, async (n) => {
      const tenant = sandbox.tenants[n];
      if (tenant === undefined) throw new Error('too few tenants');
      const request = benchRequest(`rate-${String(n)}`, tenant.domain, sandbox.origin);
      const handle = await onboard(bench.client, taskQueue, request, tenant.id);
      last = handle.workflowId;
      await handle.result();
    }),
  );
  const count = await activitiesIn(bench.client, last);
  await sandbox.stop();
  const empty = await bench.withWorker('empty', { nothing: () => Promise.resolve() }, (taskQueue) =>
    rate(total, async (n) => {
      const handle = await bench.client.workflow.signalWithStart('emptyWorkflow', {
        taskQueue,
        workflowId: `empty-rate-${String(n)}`,
        args: [count, SIGNALS],
        signal: 'answer',
      });
      await handle.signal('answer');
      await handle.result();
    }),
  );
  return {
    'at once': AT_ONCE,
    'onboardings / s': rounded(onboardings),
    [`empty workflows of ${String(count)} activities / s`]: rounded(empty),
    'onboarding / empty': rounded(onboardings / empty),
  };
}
