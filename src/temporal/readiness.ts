/** Whether Temporal answers for our namespace, and whether our payload key is the one that the namespace is used with. */
import {
  type Client,
  type ConnectionLike,
  NamespaceNotFoundError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnreachable, TemporalUnreachableError } from './connection.js';
import { isMissing, reasonOf } from './grpc.js';
import { keyIdOf, keyIdSaidBy, type PayloadKeys, UndecodableError } from './encryptionCodec.js';

/** A probe gives up after a few seconds, and says less then than we do. */
const DEADLINE_MS = 1_000;

/** Workflow ID of the canary: an execution that never runs, whose memo is encrypted with the key in use. */
export const CANARY = 'payload-key';
/** Its first task comes so late, on a task queue that nobody polls. */
const NEVER = '3650 days';
const MEMO = { canary: 'It can be read with the PAYLOAD_KEY of this namespace.' };

/** The namespace does not exist, or its payloads have another key: nothing can be done before somebody sets it right. */
export class WrongSettingsError extends Error {}

/** Why nothing works just now; undefined when all is well. Answers within a second or so. */
export async function unreadiness(client: Client): Promise<string | undefined> {
  const { namespace } = client.options;
  try {
    await Promise.all([
      // It is read from the database, where most questions are answered from memory.
      within(client.connection, () => client.workflowService.describeNamespace({ namespace })),
      within(client.connection, () => readCanary(client)),
    ]);
    return undefined;
  } catch (error) {
    if (error instanceof WrongSettingsError) return error.message;
    if (isMissing(error)) return missing(namespace);
    return `Temporal does not answer for the namespace "${namespace}": ${reasonOf(error)}`;
  }
}

/** @throws WrongSettingsError when there is none of that name; TemporalUnreachableError */
export async function assertNamespace({ workflowService, options: { namespace } }: Client): Promise<void> {
  try {
    await workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (isMissing(error)) throw new WrongSettingsError(missing(namespace), { cause: error });
    if (!isUnreachable(error)) throw error;
    throw new TemporalUnreachableError(`Temporal does not answer: ${reasonOf(error)}`, { cause: error });
  }
}

/**
 * Asked before anything is started that only the workers' key can read.
 * @throws WrongSettingsError
 */
export const assertSameKey = async (client: Client): Promise<void> => {
  await readCanary(client);
};

/**
 * For workers: makes the canary where there is none, and encrypts it anew when the key that encrypts has changed.
 * @throws WrongSettingsError
 */
export async function keepCanary(client: Client, keys: PayloadKeys): Promise<void> {
  const found = await readCanary(client);
  if (found?.status === 'RUNNING' && found.keyId === keyIdOf(keys[0])) return;
  await client.workflow.start('payloadKey', {
    workflowId: CANARY,
    taskQueue: CANARY,
    startDelay: NEVER,
    memo: MEMO,
    // Another worker may be making it: both have the same key, or the next reading tells.
    workflowIdConflictPolicy: found === undefined ? 'USE_EXISTING' : 'TERMINATE_EXISTING',
    staticSummary:
      'Shows whether a process has the PAYLOAD_KEY of this namespace. It never runs: leave it as it is.',
  });
  await readCanary(client);
}

/** Undefined where no worker has made one yet. @throws WrongSettingsError */
export async function readCanary(client: Client) {
  try {
    const { status, raw } = await client.workflow.getHandle(CANARY).describe();
    const { fields } = raw.workflowExecutionInfo?.memo ?? {};
    return { status: status.name, keyId: Object.values(fields ?? {}).map(keyIdSaidBy)[0] };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    const { namespace } = client.options;
    if (error instanceof NamespaceNotFoundError) throw new WrongSettingsError(missing(namespace));
    if (!(error instanceof UndecodableError)) throw error;
    throw new WrongSettingsError(
      `PAYLOAD_KEY is not the key of the namespace "${namespace}". ${error.message} Give this process the key that the others have.`,
      { cause: error },
    );
  }
}

const missing = (namespace: string) =>
  `The namespace "${namespace}" does not exist at this Temporal server. Create it ("temporal operator namespace create --namespace ${namespace}"), or set TEMPORAL_NAMESPACE.`;

/** The native connection keeps to its deadline less strictly, so a clock of our own runs besides. */
async function within<T>(connection: ConnectionLike, ask: () => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = sleep(DEADLINE_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`no answer within ${String(DEADLINE_MS / 1000)} s`);
  });
  try {
    return await Promise.race([connection.withDeadline(Date.now() + DEADLINE_MS, ask), timer]);
  } finally {
    late.abort();
    timer.catch(() => undefined); // it was only stopped
  }
}
