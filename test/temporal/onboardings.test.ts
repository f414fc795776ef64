/** Onboardings as a client sees them, on a real server with its visibility. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { type OnboardingRequest, onboardingRequestSchema } from '../../src/onboarding/request.js';
import { dataConverter } from '../../src/temporal/encryptionCodec.js';
import { allPages, type ListFilter } from '../../src/temporal/list.js';
import {
  ask,
  NoWorkerError,
  OnboardingNotFoundError,
  RefusedError,
  tell,
} from '../../src/temporal/customerWorkflow.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { devServer, type TestTemporal } from '../support/temporal.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

const requestFor = (customerId: string, changes = {}): OnboardingRequest =>
  onboardingRequestSchema.parse(minimalRequest({ customerId, ...changes }));
const newCustomer = () => `c-${randomUUID().slice(0, 8)}`;

/** With a worker whose activities all succeed. */
const withWorker = (work: () => Promise<void>) => temporal.withWorker(fakeActivities().activities, work);

const ensure = (request: OnboardingRequest, idempotencyKey?: string) =>
  temporal.port.ensure({ request, by: 'Olga Operator', idempotencyKey });
const list = (filter: ListFilter) => allPages((page) => temporal.port.list('onboarding', filter, page));
const cancel = async (customerId: string) => {
  await temporal.port.tell({ kind: 'onboarding', customerId }, 'cancelOnboarding', {
    by: 'Olga',
    reason: 'test',
  });
  await temporal.client.workflow.getHandle(`onboarding/${customerId}`).result();
};

describe('starting', () => {
  it('the same request twice, even at once, starts one onboarding', async () => {
    await withWorker(async () => {
      const request = requestFor(newCustomer());
      const both = await Promise.all([ensure(request), ensure(request)]);
      const again = await ensure(request);
      expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
      expect(new Set([...both, again].map(({ runId }) => runId)).size).toBe(1);
      await cancel(request.customerId);
    });
  });

  it('another request while one runs is refused', async () => {
    await withWorker(async () => {
      const customerId = newCustomer();
      await ensure(requestFor(customerId));
      const other = requestFor(customerId, { companyName: 'Contoso Ltd' });
      await expect(ensure(other)).rejects.toThrow(/is running already/);
      await expect(temporal.port.start({ request: other })).rejects.toBeInstanceOf(RefusedError);
      await cancel(customerId);
    });
  });

  it('again after it is over begins anew, unless the idempotency key says that it is the same wish', async () => {
    await withWorker(async () => {
      const request = requestFor(newCustomer());
      const first = await ensure(request, 'key-1');
      await cancel(request.customerId);
      expect(await ensure(request, 'key-1')).toEqual({ ...first, created: false });
      const other = requestFor(request.customerId, { companyName: 'Contoso Ltd' });
      await expect(ensure(other, 'key-1')).rejects.toThrow(/with another request/);
      const second = await ensure(request, 'key-2');
      expect(second).toMatchObject({ created: true });
      expect(second.runId).not.toBe(first.runId);
      await cancel(request.customerId);
    });
  });

  it('records who did it, and who told an answer for somebody else', async () => {
    await withWorker(async () => {
      const request = requestFor(newCustomer());
      await ensure(request);
      const consent = { tenantId: TENANT_ID, grantedBy: 'Anna', reportedBy: 'Olga Operator' };
      await temporal.port.tell(
        { kind: 'onboarding', customerId: request.customerId },
        'grantConsent',
        consent,
      );
      const { startedBy, actions } = await temporal.port.ask(
        { kind: 'onboarding', customerId: request.customerId },
        'progress',
      );
      expect(startedBy).toBe('Olga Operator');
      expect(actions).toMatchObject([{ signal: 'grantConsent', by: 'Anna', reportedBy: 'Olga Operator' }]);
      await cancel(request.customerId);
    });
  });
});

describe('listing', () => {
  it('finds by what is waited for, by the beginning of the id, and page by page', async () => {
    await withWorker(async () => {
      const prefix = newCustomer();
      const customers = [1, 2, 3].map((n) => `${prefix}-${String(n)}`);
      for (const customerId of customers) await ensure(requestFor(customerId));
      const waiting = {
        search: prefix,
        status: 'waiting',
        waitingFor: 'azureAdministrator',
        step: 'consent',
      };
      // Visibility follows a little later.
      while ((await list(waiting)).length < 3) await sleep(100);
      const first = await temporal.port.list('onboarding', waiting, { size: 2 });
      const second = await temporal.port.list('onboarding', waiting, { size: 2, cursor: first.next });
      const found = [...first.found, ...second.found];
      expect(found.map(({ customerId }) => customerId)).toEqual([...customers].reverse());
      expect(found[0]).toMatchObject({ tenant: 'contoso.example', workflowStatus: 'RUNNING' });
      const hourAgo = new Date(Date.now() - 3_600_000);
      expect(await list({ ...waiting, startedBefore: hourAgo })).toEqual([]);
      expect(await list({ search: `${prefix}-2` })).toHaveLength(1);
      for (const customerId of customers) await cancel(customerId);
    });
  });

  it('takes nothing that could change its query', async () => {
    await expect(list({ search: "x' OR 1=1" })).rejects.toThrow(TypeError);
  });
});

describe('an onboarding that does not exist', () => {
  it('is said not to', async () => {
    await expect(
      temporal.port.ask({ kind: 'onboarding', customerId: newCustomer() }, 'progress'),
    ).rejects.toBeInstanceOf(OnboardingNotFoundError);
  });
});

const withAnotherKey = () => {
  const { connection, options } = temporal.client;
  const { namespace } = options;
  return new Client({ connection, namespace, dataConverter: dataConverter([randomBytes(32)]) });
};

it('what was started with a key that the worker has not is told as such, with what to do', async () => {
  await withWorker(async () => {
    const stranger = withAnotherKey();
    const request = requestFor(newCustomer());
    // As of before there was a canary, or by other means than ours.
    const { taskQueue } = temporal;
    const workflowId = onboardingWorkflowId(request.customerId);
    await stranger.workflow.start('onboardCustomer', { taskQueue, workflowId, args: [request] });
    const shown = async () => {
      for (;;) {
        const error: unknown = await ask(
          stranger,
          { kind: 'onboarding', customerId: request.customerId },
          'progress',
        ).catch((e: unknown) => e);
        if (error instanceof NoWorkerError && !error.message.startsWith('No worker answers')) return error;
      }
    };
    const { message, hint } = await shown();
    expect(message).toContain(`The worker fails at the onboarding of "${request.customerId}" each time`);
    expect(hint).toContain('another PAYLOAD_KEY');
    await stranger.workflow.getHandle(workflowId).terminate();
  });
});

it('who has another key is told so, and does not stop an onboarding with what it cannot read', async () => {
  await withWorker(async () => {
    const { customerId } = await ensure(requestFor(newCustomer()));
    const stranger = withAnotherKey();
    const by = { by: 'Olga', reason: 'test' };
    await expect(tell(stranger, { kind: 'onboarding', customerId }, 'cancelOnboarding', by)).rejects.toThrow(
      /encrypted with key [0-9a-f]{8}, which is not in PAYLOAD_KEY/,
    );
    const { actions } = await temporal.port.ask({ kind: 'onboarding', customerId }, 'progress');
    expect(actions).toEqual([]);
    await cancel(customerId);
  });
});

it('workers that take work and do not answer in time are told as busy, not as missing', async () => {
  const customerId = newCustomer();
  await withWorker(async () => {
    await ensure(requestFor(customerId));
    await temporal.port.ask({ kind: 'onboarding', customerId }, 'progress');
  });
  // For Temporal it is still one that asked for work just now.
  const asked = temporal.port.ask({ kind: 'onboarding', customerId }, 'progress');
  await expect(asked).rejects.toBeInstanceOf(NoWorkerError);
  await expect(asked).rejects.toThrow(/in time, though some take work from it: they are busy/);
  await temporal.client.workflow.getHandle(`onboarding/${customerId}`).terminate();
});

it('an offboarding is found again while it runs, and refused in another tenant', async () => {
  await withWorker(async () => {
    const customerId = newCustomer();
    const offboard = (tenant: string) =>
      temporal.port.offboard({
        customerId,
        tenant,
        permissionProfile: 'full',
      });
    await offboard('contoso.example');
    await offboard('contoso.example');
    await expect(offboard('other.example')).rejects.toThrow(/in the tenant contoso\.example is running/);
    const by = { by: 'Olga', reason: 'test' };
    await temporal.port.tell({ kind: 'offboarding', customerId }, 'cancelOffboarding', by);
  });
});
