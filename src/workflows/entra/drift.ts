/** The configuration is held against what was agreed: what differs is told, and what the request says so is set right. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { violations, withReasons } from '../../onboarding/drift.js';
import { IN_TENANT } from '../activityOptions.js';
import { isOnboardedAgain } from '../betweenWorkflows.js';
import type { WatchRun } from '../monitoring/run.js';
import { Certificates } from './certificates.js';
import { watchedScope } from './tenant.js';

const { compareConfiguration, repairConfiguration } = proxyActivities<Activities>(IN_TENANT);

const ONBOARDED_AGAIN = 'The customer is being onboarded again, which may set it otherwise.';

export async function compare(run: WatchRun): Promise<void> {
  await run.step('configuration', async () => {
    const agreed = new Certificates(run.record).agreedNow();
    const repair = agreed.request.watch?.repair ?? [];
    const input = { ...watchedScope(run.agreed), agreed, openTest: run.test.mayBeOpen };
    let found = await compareConfiguration.executeWithOptions(
      { summary: 'compare the configuration with what was agreed' },
      [{ ...input, settled: [] }],
    );
    const broken = violations(found.differences).filter(({ class: name }) =>
      repair.some((repaired) => repaired === name),
    );
    if (broken.length > 0 && !run.isStopped()) {
      const classes = repair.filter((name) => broken.some((difference) => difference.class === name));
      if (await isOnboardedAgain(agreed.request.customerId)) {
        const left = classes.map((name) => ({ class: name, why: ONBOARDED_AGAIN }));
        run.compared(withReasons(found.differences, left), broken);
        return;
      }
      const { repaired, unrepaired = [] } = await repairConfiguration.executeWithOptions(
        { summary: `repair ${classes.join(', ')}` },
        [{ ...input, classes }],
      );
      found = await compareConfiguration.executeWithOptions({ summary: 'compare again' }, [
        { ...input, settled: repaired },
      ]);
      found = { differences: withReasons(found.differences, unrepaired) };
    }
    run.compared(found.differences, broken);
  });
}
