/** One trace, from a request to the web process to the requests to Microsoft Graph. Needs `npm run build`. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { startTracing, type Tracing } from '../../src/telemetry/tracing.js';
import { dataConverter, workerDataConverter } from '../../src/temporal/encryptionCodec.js';
import { portTo } from '../../src/temporal/port.js';
import { createWebServer } from '../../src/web/server.js';
import { ChaoticOnboarding, Playground } from '../chaos/onboardings.js';
import { STORIES } from '../faults/stories.js';
import { fakePort } from '../support/fakePort.js';
import { accessToken, operatorsOf } from '../support/operators.js';
import { idsOf } from '../support/state.js';
import { fromSetup, PAYLOAD_KEY } from '../support/temporal.js';
import { until } from '../support/until.js';
import { webDeps } from '../support/web.js';
import { type CollectedSpan, Collector } from './collector.js';

const bundle = (name: string) => ({
  codePath: fileURLToPath(new URL(`../../dist/src/${name}.js`, import.meta.url)),
});

describe('a trace', () => {
  let collector: Collector;
  let tracing: Tracing;
  let connection: Connection;
  let playground: Playground;
  let server: FastifyInstance;
  let log: string[];
  let traceId: string;
  let trace: CollectedSpan[];
  let workflowId: string;
  let history: proto.temporal.api.history.v1.IHistory;
  beforeAll(async () => {
    collector = await Collector.start();
    tracing = startTracing({ url: `${collector.endpoint}/v1/traces`, headers: {}, share: 1 }, 'web');
    const address = fromSetup('TEST_TEMPORAL_ADDRESS');
    connection = await Connection.connect({ address });
    const options = { connection, dataConverter: dataConverter([PAYLOAD_KEY]) };
    const client = new Client({ ...options, interceptors: tracing.ofClient });
    playground = await Playground.open(client, address);
    const { world, taskQueue } = playground;
    playground.startWorker(undefined, {
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_BSP_SCHEDULE_DELAY: '200',
    });
    const { deps, lines } = webDeps(portTo(client, taskQueue), {
      taskQueue,
      authorityHost: world.sandbox.origin,
      ca: world.settings.ca,
      operators: operatorsOf(world).settings,
    });
    log = lines;
    server = await createWebServer(deps);
    const customerId = `t-${randomUUID().slice(0, 8)}`;
    workflowId = onboardingWorkflowId(customerId);
    const before = { ids: idsOf(world.sandbox), bystanders: '' };
    const token = await accessToken(world, operatorsOf(world).operator);
    const reply = await server.inject({
      method: 'PUT',
      url: `/api/v1/onboardings/${customerId}`,
      headers: { authorization: `Bearer ${token}` },
      payload: STORIES.onboarding.request(world, customerId),
    });
    if (reply.statusCode !== 201) throw new Error(reply.body);
    const untraced = new Client(options).workflow.getHandle(workflowId);
    const onboarding = new ChaoticOnboarding(world, untraced, customerId, before);
    await onboarding.until(({ status }) => status === 'done');
    await untraced.result();
    history = await untraced.fetchHistory();
    const named = (name: string) => collector.spans.find((span) => span.name === name);
    await until(
      () => Promise.resolve(named('RunWorkflow:onboardCustomer')),
      (span) => span !== undefined,
    );
    traceId = named('PUT /api/v1/onboardings/:customerId')?.traceId ?? 'none';
    trace = collector.spans.filter((span) => span.traceId === traceId);
  });
  afterAll(async () => {
    await server.close();
    await playground.close();
    await tracing.close();
    await connection.close();
    collector.stop();
  });

  /** From the one of that name up to the one that nothing is above. */
  function above(name: string): string[] {
    const names: string[] = [];
    let span = trace.find((one) => one.name === name);
    while (span !== undefined) {
      names.push(`${span.service}: ${span.name}`);
      const { parentSpanId } = span;
      span = trace.find(({ spanId }) => spanId === parentSpanId);
    }
    return names;
  }

  it('leads from a request to Graph up to the request of the API that started the onboarding', () => {
    expect(above('PATCH /servicePrincipals/{id}')).toEqual([
      'sso-onboarding-worker: PATCH /servicePrincipals/{id}',
      expect.stringMatching(/^sso-onboarding-worker: RunActivity:/),
      expect.stringMatching(/^sso-onboarding-worker: StartActivity:/),
      'sso-onboarding-worker: RunWorkflow:onboardCustomer',
      'web: StartWorkflow:onboardCustomer',
      'web: PUT /api/v1/onboardings/:customerId',
    ]);
  });

  it('has the requests to the Messages API, and tells statuses', () => {
    expect(above('POST /v1/messages').at(-1)).toBe('web: PUT /api/v1/onboardings/:customerId');
    const created = trace.filter(({ name }) => name === 'POST /v1/messages');
    expect(created.map(({ attributes }) => attributes['http.response.status_code'])).toContain(202);
  });

  it('is named in the log of the request that began it', () => {
    const line = log.find((one) => one.includes('"method":"PUT"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ trace_id: traceId, status: 201 });
  });

  it('has no names of people, and no memo', () => {
    const sent = Buffer.concat(collector.bodies).toString('latin1');
    expect(sent).toContain('RunWorkflow:onboardCustomer');
    expect(sent).not.toContain('requestSha256');
    expect(sent).not.toMatch(/\+61|\+1 ?555|@contoso\.example/);
  });

  it.each(['workflow-bundle', 'workflow-bundle-tracing'])(
    'may begin and end with a worker that has %s: the history replays in both',
    async (name) => {
      const failures: unknown[] = [];
      const replay = {
        workflowBundle: bundle(name),
        dataConverter: workerDataConverter([PAYLOAD_KEY]),
        sinks: tracing.sinks,
      };
      for await (const { error } of Worker.runReplayHistories(replay, [{ workflowId, history }])) {
        if (error !== undefined) failures.push(error);
      }
      expect(failures).toEqual([]);
    },
  );
});

describe('a request that fails', () => {
  it('shows its trace as a reference, which the log has too', async () => {
    const collector = await Collector.start();
    const tracing = startTracing({ url: `${collector.endpoint}/v1/traces`, headers: {}, share: 1 }, 'web');
    const { deps, lines } = webDeps(fakePort());
    const server = await createWebServer(deps);
    server.get('/fails', () => {
      throw new Error('a fault of the program');
    });
    const reply = await server.inject('/fails');
    await server.close();
    await tracing.close();
    collector.stop();
    const [, reference = 'none'] = /Reference: <code>([0-9a-f]{32})<\/code>/.exec(reply.body) ?? [];
    const failed = lines.find((line) => line.includes('request failed')) ?? '{}';
    expect(JSON.parse(failed)).toMatchObject({ trace_id: reference });
    expect(collector.spans).toEqual([expect.objectContaining({ name: 'GET /fails', traceId: reference })]);
  });

  it('shows none where nothing is traced', async () => {
    const { deps } = webDeps(fakePort());
    const server = await createWebServer(deps);
    server.get('/fails', () => {
      throw new Error('a fault of the program');
    });
    const reply = await server.inject('/fails');
    await server.close();
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('Reference');
  });
});
