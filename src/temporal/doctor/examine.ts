/** Looks at all that a start needs of Temporal, and says of each what is so and what to do. Changes nothing. */
import type { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { connect, TemporalUnreachableError } from '../connection.js';
import type { PayloadKeys } from '../encryptionCodec.js';
import { codeOf, GRPC, isMissing, reasonOf } from '../grpc.js';
import { countWorkers } from '../pollers.js';
import { clock } from './clock.js';
import type { Finding } from './finding.js';
import { encryptionKey } from './key.js';
import { searchAttributes } from './searchAttributes.js';

/** A question; several make a check. */
const ANSWER_WITHIN_MS = 10_000;
/** The oldest server that this is tested with. */
const TESTED_FROM = [1, 29] as const;
const DAY_SECONDS = 86_400;
/** Who approved what is forgotten so long after it is over. */
const SHORT_RETENTION_DAYS = 7;

const { NamespaceState } = proto.temporal.api.enums.v1;
const { NAMESPACE_STATE_REGISTERED } = NamespaceState;

type Temporal = { client: Client; connection: Connection; address: string };
export type Settings = { taskQueue: string; payloadKeys: PayloadKeys };

/** `settings`: undefined where they are wrong; what rests on them is left out then. */
export async function examine(
  settings: Settings | undefined,
): Promise<{ findings: Finding[]; reachable: boolean }> {
  let temporal: Temporal;
  try {
    temporal = await connect(settings?.payloadKeys);
  } catch (error) {
    if (!(error instanceof TemporalUnreachableError)) throw error;
    const [says = '', ...more] = error.message.split('\n');
    const toDo = isRefused(error.cause) ? CREDENTIALS : more.join(' ');
    return { findings: [{ check: 'server', result: 'failed', says, toDo }], reachable: false };
  }
  try {
    return { findings: await examined(temporal, settings), reachable: true };
  } finally {
    await temporal.connection.close();
  }
}

async function examined(temporal: Temporal, settings: Settings | undefined): Promise<Finding[]> {
  const { client, address } = temporal;
  const isCloud = /\.(tmprl\.cloud|api\.temporal\.io)(:\d+)?$/.test(address);
  const findings = await look(temporal, 'server', () => server(temporal));
  const ofNamespace = await look(temporal, 'namespace', () => namespaceOf(client));
  findings.push(...ofNamespace);
  // Without it every question has the same answer.
  if (ofNamespace.some(({ result }) => result === 'failed')) return findings;
  findings.push(
    ...(await look(temporal, 'permission to read', () => mayRead(client))),
    ...(await look(temporal, 'permission to write', () => mayWrite(client))),
    ...(await look(temporal, 'clock', () => clock(client))),
    ...(await look(temporal, 'search attributes', () => searchAttributes(temporal, isCloud))),
  );
  if (settings === undefined) return findings;
  const { payloadKeys, taskQueue } = settings;
  findings.push(
    ...(await look(temporal, 'encryption key', () => encryptionKey(client, payloadKeys))),
    ...(await look(temporal, 'workers', () => workers(client, taskQueue))),
  );
  return findings;
}

/** A check that itself fails is a finding. */
async function look(
  { connection }: Temporal,
  check: string,
  ask: () => Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    return [await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, ask)].flat();
  } catch (error) {
    const says = reasonOf(error);
    const toDo = isRefused(error) ? CREDENTIALS : "Temporal's own log says more.";
    return [{ check, result: 'failed', says, toDo }];
  }
}

const CREDENTIALS =
  'Check TEMPORAL_API_KEY (or TEMPORAL_API_KEY_FILE) or TEMPORAL_TLS_CLIENT_CERT_PATH: whom they belong to, whether they have expired, and what they may do in the namespace.';

const isRefused = (error: unknown) => {
  const code = codeOf(error);
  return code === GRPC.unauthenticated || code === GRPC.permissionDenied;
};

async function server({ client, address }: Temporal): Promise<Finding> {
  const { serverVersion } = await client.workflowService.getSystemInfo({});
  return serverFinding(address, serverVersion);
}

export function serverFinding(address: string, version: string): Finding {
  const says = `${address} answers, version ${version === '' ? 'unknown' : version}`;
  const [major = NaN, minor = NaN] = version.split('.').map(Number.parseFloat);
  const [testedMajor, testedMinor] = TESTED_FROM;
  if (!(major < testedMajor || (major === testedMajor && minor < testedMinor))) {
    return { check: 'server', result: 'ok', says };
  }
  const toDo = `Upgrade Temporal: nothing older than ${TESTED_FROM.join('.')} is tested.`;
  return { check: 'server', result: 'warning', says, toDo };
}

async function namespaceOf(client: Client): Promise<Finding[]> {
  const { namespace } = client.options;
  let described: proto.temporal.api.workflowservice.v1.IDescribeNamespaceResponse;
  try {
    described = await client.workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (!isMissing(error)) throw error;
    const toDo = `Create it: temporal operator namespace create --namespace ${namespace} --retention 30d. Or set TEMPORAL_NAMESPACE.`;
    return [{ check: 'namespace', result: 'failed', says: `"${namespace}" does not exist`, toDo }];
  }
  const { state } = described.namespaceInfo ?? {};
  const isLive = state === NAMESPACE_STATE_REGISTERED;
  const found: Finding = isLive
    ? { check: 'namespace', result: 'ok', says: `"${namespace}" exists` }
    : {
        check: 'namespace',
        result: 'failed',
        says: `"${namespace}" is ${String(NamespaceState[state ?? 0])}`,
        toDo: 'Set TEMPORAL_NAMESPACE to another one.',
      };
  const seconds = Number(described.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  return [found, retentionFinding(namespace, seconds)];
}

export function retentionFinding(namespace: string, seconds: number): Finding {
  const days = seconds / DAY_SECONDS;
  const says = `what is over is forgotten after ${String(Math.round(days * 10) / 10)} days`;
  if (days >= SHORT_RETENTION_DAYS) return { check: 'retention', result: 'ok', says };
  const toDo = `Keep it for longer (temporal operator namespace update --namespace ${namespace} --retention 30d), or export it in time: sso-onboard export.`;
  return { check: 'retention', result: 'warning', says, toDo };
}

async function mayRead(client: Client): Promise<Finding> {
  await client.workflow.count("ExecutionStatus = 'Running'");
  return { check: 'permission to read', result: 'ok', says: 'workflows may be listed' };
}

/** A signal to a workflow that does not exist is refused for that alone where signals are allowed. */
async function mayWrite({ workflowService, options: { namespace } }: Client): Promise<Finding> {
  try {
    await workflowService.signalWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: 'sso-onboarding-doctor' },
      signalName: 'none',
    });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return { check: 'permission to write', result: 'ok', says: 'workflows may be started and told something' };
}

async function workers({ workflowService, options }: Client, taskQueue: string): Promise<Finding> {
  const count = await countWorkers(workflowService, options.namespace, taskQueue);
  const check = 'workers';
  if (count > 0) return { check, result: 'ok', says: `${String(count)} poll the task queue "${taskQueue}"` };
  const toDo = 'Start one: sso-onboard worker. Its TASK_QUEUE must be the same.';
  return { check, result: 'warning', says: `nobody polls the task queue "${taskQueue}"`, toDo };
}
