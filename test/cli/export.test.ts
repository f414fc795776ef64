/** `sso-onboard export`, as it is run. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { offboardingWorkflowId, onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { ExportedWorkflow } from '../../src/temporal/export.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { devServer, fromSetup, PAYLOAD_KEY, type TestTemporal } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';

const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

/** The worker is in this process, so the command runs beside it. Other tests' workflows are on the same server. */
const run = () =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
      TEMPORAL_NAMESPACE: temporal.client.options.namespace,
      TASK_QUEUE: temporal.taskQueue,
      PAYLOAD_KEY: PAYLOAD_KEY.toString('base64'),
    };
    execFile(process.execPath, [CLI, 'export'], { env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

const customer = () => `c-${randomUUID().slice(0, 8)}`;
const start = async (workflowType: string, workflowId: string, document: object) =>
  temporal.client.workflow.start(workflowType, {
    taskQueue: temporal.taskQueue,
    workflowId,
    args: [document],
  });

describe('sso-onboard export', () => {
  it('prints each workflow with its request and its progress, those that are over too', async () => {
    const [onboarded, offboarded] = [customer(), customer()];
    await temporal.withWorker(fakeActivities().activities, async () => {
      const onboarding = await start(
        'onboardCustomer',
        onboardingWorkflowId(onboarded),
        minimalRequest({ customerId: onboarded }),
      );
      await onboarding.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna Admin' });
      await untilProgress<{ actions: unknown[] }>(onboarding, ({ actions }) => actions.length === 1);
      const offboarding = await start('offboardCustomer', offboardingWorkflowId(offboarded), {
        customerId: offboarded,
        tenant: 'contoso.example',
        permissionProfile: 'full',
      });
      const calledOff = { by: 'Olga', reason: 'a test' };
      await temporal.port.tell(
        { kind: 'offboarding', customerId: offboarded },
        'cancelOffboarding',
        calledOff,
      );
      await offboarding.result();
      const { code, stdout, stderr } = await run();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '2 workflows of 2 customers.\n' });
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ExportedWorkflow);
      expect(lines.find(({ kind }) => kind === 'onboarding')).toMatchObject({
        customerId: onboarded,
        execution: 'RUNNING',
        closedAt: null,
        request: { companyName: minimalRequest().companyName },
        progress: { actions: [{ signal: 'grantConsent', by: 'Anna Admin' }] },
        unreadable: null,
      });
      expect(lines.find(({ kind }) => kind === 'offboarding')).toMatchObject({
        customerId: offboarded,
        execution: 'COMPLETED',
        request: null,
        progress: { status: 'cancelled' },
      });
      await onboarding.terminate();
    });
  });

  it('prints also what it cannot read, says why, and exits with 1', async () => {
    const customerId = customer();
    await temporal.withWorker(fakeActivities().activities, async () => {
      const failed = await start('onboardCustomer', onboardingWorkflowId(customerId), { customerId });
      await failed.result().catch(() => undefined);
      const { code, stdout, stderr } = await run();
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('1 of them could not'),
      });
      expect(JSON.parse(stdout)).toMatchObject({
        customerId,
        execution: 'FAILED',
        progress: null,
        unreadable: expect.stringContaining('The request is not valid'),
      });
    });
  });
});
