/** Everything that only a person can mend is shown with its reason and its remedy, wherever somebody may look. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { renderProgress } from '../../src/cli/render.js';
import { BLOCKING } from '../../src/graph/classify.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { newProblem, PROBLEMS } from '../../src/onboarding/problems/catalogue.js';
import { BLOCKED, type Problem } from '../../src/onboarding/progress.js';
import { ask } from '../../src/temporal/customerWorkflow.js';
import { fakeActivities } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { devServer, type TestTemporal } from '../support/temporal.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

/** An onboarding that is blocked at once, as an operator sees it. */
async function blockedBy(problem: Problem) {
  const details = [{ ...problem, details: ["Graph's own words"] }];
  const resolveTenant = () =>
    Promise.reject(ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details }));
  const { activities } = fakeActivities({ resolveTenant });
  return temporal.withWorker(activities, async () => {
    const { client, taskQueue } = temporal;
    const customerId = `blocked-${randomUUID().slice(0, 8)}`;
    const workflowId = onboardingWorkflowId(customerId);
    const args = [minimalRequest({ customerId })];
    const handle = await client.workflow.start('onboardCustomer', { taskQueue, workflowId, args });
    for (;;) {
      const onboarding = await ask(client, { kind: 'onboarding', customerId }, 'progress');
      if (onboarding.status !== 'blocked') {
        await sleep(20);
        continue;
      }
      const { currentDetails } = await handle.query<{ currentDetails: string }>(
        '__temporal_workflow_metadata',
      );
      await handle.terminate();
      return { query: onboarding.problem, temporalUi: currentDetails, cli: renderProgress(onboarding) };
    }
  });
}

describe('the progress query, the Temporal UI and `sso-onboard show`', () => {
  it.each(BLOCKING.map(({ problem }) => problem))('show %s with its reason and its remedy', async (code) => {
    const problem = newProblem(code);
    const { query, temporalUi, cli } = await blockedBy(problem);
    expect(query).toMatchObject(problem);
    expect(temporalUi).toContain(`Blocked: ${problem.reason}`);
    expect(cli).toContain(`Blocked: ${PROBLEMS[code].title}`);
    for (const shown of [temporalUi, cli]) {
      expect(shown).toContain(problem.reason);
      expect(shown).toContain(`To do: ${problem.remedy}`);
      expect(shown).toContain("- Graph's own words");
    }
  });
});
