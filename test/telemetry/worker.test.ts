/** What a worker's metrics say after a real onboarding in the sandbox. Needs `npm run build`. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { HAPPENED, OBSERVED, OF_WORKFLOWS, prometheusName } from '../../src/telemetry/catalogue.js';
import { dataConverter } from '../../src/temporal/encryptionCodec.js';
import { Playground } from '../chaos/onboardings.js';
import { freePort } from '../support/sandbox.js';
import { fromSetup, PAYLOAD_KEY } from '../support/temporal.js';
import { samplesOf, scrape } from './exposition.js';

const ADDRESS = () => fromSetup('TEST_TEMPORAL_ADDRESS');

let connection: Connection;
let client: Client;
beforeAll(async () => {
  connection = await Connection.connect({ address: ADDRESS() });
  client = new Client({ connection, dataConverter: dataConverter([PAYLOAD_KEY]) });
});
afterAll(async () => {
  await connection.close();
});

async function withPlayground(
  env: Record<string, string>,
  work: (playground: Playground) => Promise<void>,
): Promise<void> {
  const playground = await Playground.open(client, ADDRESS(), { webhook: true });
  const { url, secret } = playground.world.settings.webhook!;
  const webhook = {
    WEBHOOK_URL: url,
    WEBHOOK_SECRET: `whsec_${Buffer.from(secret).toString('base64')}`,
  };
  playground.startWorker(undefined, { ...webhook, ...env });
  try {
    await work(playground);
  } finally {
    await playground.close();
  }
}

describe("a worker's metrics", () => {
  let exposition: string;
  beforeAll(async () => {
    const port = await freePort();
    await withPlayground({ METRICS_PORT: String(port) }, async (playground) => {
      const onboarding = await playground.start({
        method: 'PATCH',
        path: '^/v1.0/applications',
        skip: 0,
        times: 1,
        effect: { kind: 'status', status: 429, code: 'TooManyRequests', message: '', retryAfter: '1' },
      });
      await onboarding.until(({ status }) => status === 'done');
      await onboarding.handle.result();
      exposition = await scrape(port, /(?=[^]*sso_webhook_delivery_lag)(?=[^]*temporal_workflow_completed)/);
    });
  });
  const samples = (name: string) => samplesOf(exposition).filter((sample) => sample.name === name);

  it("have the Temporal SDK's own under their standard names", () => {
    const names = new Set(samplesOf(exposition).map(({ name }) => name));
    for (const name of [
      'temporal_workflow_completed_total',
      'temporal_workflow_task_schedule_to_start_latency_seconds_bucket',
      'temporal_activity_schedule_to_start_latency_seconds_bucket',
      'temporal_worker_task_slots_available',
      'temporal_sticky_cache_size',
      'temporal_request_latency_seconds_bucket',
      'temporal_num_pollers',
    ]) {
      expect(names).toContain(name);
    }
  });

  it('tell requests to Graph, the Messages API and the webhook apart, and which were throttled', () => {
    const requests = samples('http_client_request_duration_seconds_count');
    expect(new Set(requests.map(({ labels }) => labels['peer_service']))).toEqual(
      new Set(['graph', 'messages', 'webhook']),
    );
    const throttled = requests.filter(({ labels }) => labels['sso_throttled'] === 'true');
    expect(throttled).toEqual([
      {
        name: 'http_client_request_duration_seconds_count',
        labels: {
          peer_service: 'graph',
          http_request_method: 'PATCH',
          http_response_status_code: '429',
          sso_throttled: 'true',
        },
        value: 1,
      },
    ]);
  });

  it("count Graph's refusals by its code, and texts by their outcome", () => {
    expect(samples('sso_graph_refusals_total').map(({ labels }) => labels)).toContainEqual(
      expect.objectContaining({ http_response_status_code: '429' }),
    );
    expect(samples('sso_texts_total').map(({ labels }) => labels)).toEqual([
      { sso_channel: 'sms', sso_outcome: 'accepted' },
    ]);
  });

  it('have no names and labels of ours but those of the catalogue', () => {
    const catalogue = Object.entries({ ...HAPPENED, ...OBSERVED, ...OF_WORKFLOWS });
    const labelsOf = new Map<string, string[]>(
      catalogue.map(([name, entry]) => [
        prometheusName(name, entry),
        entry.labels.map((label) => label.replaceAll('.', '_')),
      ]),
    );
    const unknown = samplesOf(exposition)
      .filter(({ name }) => !name.startsWith('temporal_') && name !== 'target_info')
      .flatMap(({ name, labels }) => {
        const known = labelsOf.get(name) ?? labelsOf.get(name.replace(/_(bucket|sum|count)$/, ''));
        const others = Object.keys(labels).filter((label) => label !== 'le' && !known?.includes(label));
        return known === undefined || others.length > 0 ? [`${name} ${others.join()}`] : [];
      });
    expect(unknown).toEqual([]);
  });

  it('name no customer, tenant, person or number', () => {
    expect(exposition).not.toMatch(/run-[0-9a-f]{8}|onboarding\/|contoso|\+614|@/i);
    const labels = samplesOf(exposition)
      .filter(({ name }) => name !== 'target_info')
      .flatMap((sample) => Object.values(sample.labels));
    expect(labels.filter((value) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value))).toEqual([]);
  });
});

it('a problem that blocks a step is counted once, by its code', async () => {
  const port = await freePort();
  await withPlayground({ METRICS_PORT: String(port) }, async (playground) => {
    const onboarding = await playground.start({
      method: 'PATCH',
      path: '^/v1.0/applications',
      skip: 0,
      times: 1_000,
      effect: { kind: 'status', status: 403, code: 'Authorization_RequestDenied', message: '' },
    });
    await onboarding.until(({ status }) => status === 'blocked');
    const exposition = await scrape(port, /sso_problems_total/);
    expect(samplesOf(exposition).filter(({ name }) => name === 'sso_problems_total')).toEqual([
      {
        name: 'sso_problems_total',
        labels: expect.objectContaining({
          workflowType: 'onboardCustomer',
          step: 'application',
          code: 'missing_permissions',
        }),
        value: 1,
      },
    ]);
  });
});

it('a collector is sent both, over OTLP', async () => {
  const sent: { path: string; body: string; key: string | undefined }[] = [];
  const collector = await collectorFor(({ path, body, key }) => sent.push({ path, body, key }));
  const { port } = collector.address() as { port: number };
  await withPlayground(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(port)}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=hush',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    },
    async (playground) => {
      await (await playground.start()).until(({ step }) => step === 'claims');
      const has = (name: string) => sent.some(({ body }) => body.includes(name));
      while (!has('http.client.request.duration') || !has('temporal_num_pollers')) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  );
  collector.close();
  expect(new Set(sent.map(({ path }) => path))).toEqual(new Set(['/v1/metrics']));
  expect(new Set(sent.map(({ key }) => key))).toEqual(new Set(['hush']));
  expect(sent.every(({ body }) => !/run-[0-9a-f]{8}/.test(body))).toBe(true);
});

async function collectorFor(
  take: (sent: { path: string; body: string; key: string | undefined }) => void,
): Promise<Server> {
  const server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const key = request.headers['x-key'];
      take({
        path: request.url ?? '',
        body: Buffer.concat(parts).toString('latin1'),
        key: typeof key === 'string' ? key : undefined,
      });
      answer.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
