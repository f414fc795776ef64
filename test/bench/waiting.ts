/** Waiting is free: thousands of onboardings parked on consent; what they take, and how soon one goes on. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import { fromSetup } from '../support/temporal.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import type { Bench } from './environment.js';
import { benchRequest } from './request.js';
import { rounded, type Row } from './table.js';

const AT_ONCE = 100;

export async function waiting(bench: Bench, total: number): Promise<Row> {
  const { activities } = fakeActivities();
  const customers = Array.from({ length: total }, (_, n) => `parked-${String(n)}`);
  const before = memory();
  let taskQueue = '';
  const running = await bench.withWorker('onboarding', activities, async (queue) => {
    taskQueue = queue;
    const parkedWithin = await seconds(async () => {
      let next = 0;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let id = customers[next++]; id !== undefined; id = customers[next++]) {
            await bench.client.workflow.start('onboardCustomer', {
              taskQueue,
              workflowId: onboardingWorkflowId(id),
              args: [benchRequest(id, 'contoso.example', 'https://localhost')],
            });
          }
        }),
      );
      const query = `TaskQueue = '${taskQueue}' AND WaitingFor = 'azureAdministrator'`;
      while ((await bench.client.workflow.count(query)).count < total) await sleep(500);
    });
    const parked = memory();
    return { parkedWithin, parked, goesOnWithin: await seconds(() => goOn(bench, customers[0] ?? '')) };
  });
  // A new worker knows none of them: it reads a history when it is needed.
  const recoversWithin = await bench.withWorker(
    'onboarding',
    activities,
    () => seconds(() => goOn(bench, customers[Math.floor(total / 2)] ?? '')),
    taskQueue,
  );
  return {
    parked: total,
    'all parked within, s': rounded(running.parkedWithin, 1),
    'worker before and after, MB': `${String(before.worker)} and ${String(running.parked.worker)}`,
    'server before and after, MB': `${String(before.server)} and ${String(running.parked.server)}`,
    'one goes on within, s': rounded(running.goesOnWithin),
    'one goes on after a restart of the worker within, s': rounded(recoversWithin),
  };
}

const seconds = async (work: () => Promise<void>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

/** From the consent to the handover, which is the next to wait for somebody. */
async function goOn(bench: Bench, customerId: string): Promise<void> {
  const handle = bench.client.workflow.getHandle(onboardingWorkflowId(customerId));
  await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
  while ((await handle.query<Progress>('progress')).waitingFor?.signal !== 'confirmHandover') await sleep(20);
}

/** Resident memory of this process, in which the worker runs, and of the server. In MB. */
function memory(): { worker: number; server: number } {
  const port = fromSetup('TEST_TEMPORAL_ADDRESS').split(':')[1] ?? '';
  const pid = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      return command.includes('start-dev') && command.includes(port);
    } catch {
      return false; // gone meanwhile
    }
  });
  const kilobytes = (of: string) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${of}/status`, 'utf8'))?.[1] ?? NaN);
  const mb = (of: string) => rounded(kilobytes(of) / 1024, 0);
  return { worker: mb('self'), server: pid === undefined ? NaN : mb(pid) };
}
