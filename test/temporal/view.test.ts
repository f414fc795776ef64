/** A page of a link looks at its workflow once: so many calls of Temporal, and no more. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { OnboardingNotFoundError, RefusedError } from '../../src/temporal/customerWorkflow.js';
import { dataConverter } from '../../src/temporal/encryptionCodec.js';
import { type Port, portTo } from '../../src/temporal/port.js';
import { fakeActivities } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { devServer, PAYLOAD_KEY, type TestTemporal } from '../support/temporal.js';

const CUSTOMER = 'a-page-looks-once';
const SUBJECT = { kind: 'onboarding', customerId: CUSTOMER } as const;

let temporal: TestTemporal;
let port: Port;
let calls: string[];
/** Queries that the worker does not know. */
let unknown: string[];

const counting: WorkflowClientInterceptor = {
  describe: (input, next) => {
    calls.push('describe');
    return next(input);
  },
  query: (input, next) => {
    calls.push(input.queryType);
    return next(unknown.includes(input.queryType) ? { ...input, queryType: 'not known yet' } : input);
  },
};

beforeAll(async () => {
  temporal = await devServer();
});
beforeEach(() => {
  const { connection, options } = temporal.client;
  const { namespace } = options;
  const client = new Client({
    connection,
    namespace,
    dataConverter: dataConverter([PAYLOAD_KEY]),
    interceptors: { workflow: [counting] },
  });
  port = portTo(client, temporal.taskQueue);
  calls = [];
  unknown = [];
});
afterAll(async () => {
  await temporal.stop();
});

const whileItRuns = (work: () => Promise<void>) =>
  temporal.withWorker(fakeActivities().activities, async () => {
    const request = onboardingRequestSchema.parse(minimalRequest({ customerId: CUSTOMER }));
    await temporal.port.start({ request });
    while ((await temporal.port.ask(SUBJECT, 'progress')).status !== 'waiting') await sleep(50);
    await work();
    await temporal.port.tell(SUBJECT, 'cancelOnboarding', { by: 'Olga', reason: 'test' });
    await temporal.client.workflow.getHandle(`onboarding/${CUSTOMER}`).result();
  });

describe("a page's look", () => {
  it('takes two calls, and shows what three would: how it stands, by Temporal too, and the request', async () => {
    await whileItRuns(async () => {
      const { progress, request } = await port.view(SUBJECT);
      expect(calls).toEqual(['describe', 'progressAndRequest']);
      expect(progress).toEqual(await port.ask(SUBJECT, 'progress'));
      expect(progress).toMatchObject({ execution: 'RUNNING', retrying: [] });
      expect(request).toEqual(await port.ask(SUBJECT, 'request'));
    });
  });

  it('asks a worker of an earlier version as before', async () => {
    await whileItRuns(async () => {
      unknown = ['progressAndRequest'];
      const { progress, request } = await port.view(SUBJECT);
      expect(calls).toEqual(['describe', 'progressAndRequest', 'progress', 'request']);
      expect(progress).toMatchObject({ customerId: CUSTOMER, execution: 'RUNNING' });
      expect(request).toMatchObject({ customerId: CUSTOMER });
    });
  });

  it('says of a workflow that failed at once why it did not begin, and of none that there is none', async () => {
    await temporal.withWorker(fakeActivities().activities, async () => {
      const { taskQueue } = temporal;
      const workflowId = 'onboarding/not-valid';
      await temporal.client.workflow.start('onboardCustomer', { taskQueue, workflowId, args: [{}] });
      const looked = port.view({ kind: 'onboarding', customerId: 'not-valid' });
      await expect(looked).rejects.toThrow(RefusedError);
    });
    await expect(port.view({ kind: 'watch', customerId: 'nobody' })).rejects.toThrow(OnboardingNotFoundError);
  });
});
