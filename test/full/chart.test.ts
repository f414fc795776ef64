/** deploy/chart as Helm renders it, held against the schemas that Kubernetes, KEDA and the Prometheus Operator publish. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { run } from '../../environment/temporal/run.js';
import { helm, validator } from '../support/helm.js';

const CHART = fileURLToPath(new URL('../../deploy/chart', import.meta.url));
/** The oldest that the chart names, and the newest. */
const KUBERNETES = ['1.27.0', '1.37.0'];
const { env } = process;

const MTLS = ['temporal.mtls.secretName=client-certificate', 'temporal.mtls.serverCa=true'];
const API_KEY = ['temporal.tls=true', 'temporal.apiKey.secretName=api-key'];
const ALL = [
  ...['codec.enabled=true', 'autoscaling.enabled=true', 'metrics.serviceMonitor.enabled=true'],
  ...['web.ingress.enabled=true', 'web.ingress.tlsSecretName=tls', 'worker.versioning=true'],
  ...['settings.LOG_LEVEL=warn', 'worker.settings.AZURE_CLIENT_ID=client'],
];
const WAYS: [string, string[]][] = [
  ['as it is', []],
  ['with all that it has', ALL],
  ['for Temporal Cloud with an API key', API_KEY],
  ['with mTLS', MTLS],
  ['without metrics and network policies', ['metrics.enabled=false', 'networkPolicy.enabled=false']],
];

let tool: string;
let python: string;
beforeAll(async () => {
  [tool, python] = [await helm(), await validator()];
});

const probe = z.object({}).loose();
const container = z.looseObject({
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  securityContext: z.unknown(),
  resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
});
const pod = z.looseObject({
  terminationGracePeriodSeconds: z.number().default(30),
  securityContext: z.unknown(),
  containers: z.tuple([container]),
});
const object = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.unknown().optional(),
});
type Rendered = z.output<typeof object>;

async function rendered(sets: string[], version = '1.37.0'): Promise<Rendered[]> {
  const args = [
    'template',
    'sso',
    CHART,
    '--kube-version',
    version,
    ...sets.flatMap((set) => ['--set', set]),
  ];
  const text = await run(tool, args, { env });
  return parseAllDocuments(text).flatMap((document) => {
    const given: unknown = document.toJS();
    return given === null ? [] : [object.parse(given)];
  });
}

const podsOf = (objects: Rendered[]) =>
  objects.flatMap(({ kind, metadata, spec }) => {
    if (kind === 'Pod') return [{ name: metadata.name, pod: pod.parse(spec) }];
    if (kind !== 'Deployment') return [];
    const { template } = z.looseObject({ template: z.looseObject({ spec: pod }) }).parse(spec);
    return [{ name: metadata.name, pod: template.spec }];
  });

/** Of the resources that Kubernetes itself has; unknown properties are refused. */
async function validated(objects: Rendered[], version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    const files = objects.map((one, i) => join(folder, `${String(i)}-${one.kind}.yaml`));
    objects.forEach((one, i) => {
      writeFileSync(files[i]!, stringify(one));
    });
    const args = ['-m', 'kubernetes_validate'];
    return await run(python, [...args, '--strict', '--quiet', '-k', version, ...files], { env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('the chart has nothing that Helm warns of', async () => {
  expect(await run(tool, ['lint', '--strict', CHART], { env })).toContain('0 chart(s) failed');
});

describe.each(WAYS)('the chart %s', (_name, sets) => {
  it.each(KUBERNETES)('is valid for Kubernetes %s', async (version) => {
    const objects = await rendered(sets, version);
    const others = { ScaledObject, ServiceMonitor };
    const own = objects.filter(({ kind }) => !(kind in others));
    expect(own.length).toBeGreaterThan(5);
    expect(await validated(own, version)).not.toMatch(/ERROR|fail/i);
    for (const one of objects) {
      if (one.kind === 'ScaledObject') new ScaledObject(one as never).validate();
      if (one.kind === 'ServiceMonitor') new ServiceMonitor(one as never).validate();
    }
  });

  it('gives no pod the rights of root, nor anything to write to', async () => {
    const pods = podsOf(await rendered(sets));
    expect(pods.length).toBeGreaterThan(2);
    for (const { pod } of pods) {
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(pod.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('asks everything that stays running how it is', async () => {
    const staying = podsOf(await rendered(sets)).filter(({ name }) => name !== 'sso-doctor');
    const unasked = staying.filter(
      ({ pod: { containers } }) =>
        containers[0].readinessProbe === undefined || containers[0].livenessProbe === undefined,
    );
    expect(unasked.map(({ name }) => name)).toEqual([]);
  });
});

it('a worker has more time to end than its activities', async () => {
  const worker = podsOf(await rendered([])).find(({ name }) => name === 'sso-worker')?.pod;
  const drain = worker?.containers[0].env.find(({ name }) => name === 'WORKER_DRAIN_SECONDS')?.value;
  expect(Number(drain)).toBeGreaterThan(10 * 60);
  expect(worker?.terminationGracePeriodSeconds).toBeGreaterThan(Number(drain));
});

it.each([
  ['a secret as a value', 'worker.settings.AZURE_CLIENT_SECRET=hush'],
  ['a key as a value', 'settings.PAYLOAD_KEY=hush'],
  ['a value that is misspelt', 'worker.replica=3'],
  ['a tag in the place of a digest', 'image.digest=latest'],
])('%s is refused', async (_what, set) => {
  await expect(rendered([set])).rejects.toThrow(/values don't meet the specifications/);
});
