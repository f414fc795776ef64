/** Whether PAYLOAD_KEY reads what the namespace holds: the canary of the workers, and what runs. */
import type { Client } from '@temporalio/client';
import { WORKFLOW_OF } from '../../onboarding/contract.js';
import { keyIdOf, keyIdSaidBy, type PayloadKeys } from '../encryptionCodec.js';
import { readCanary, WrongSettingsError } from '../readiness.js';
import type { Finding } from './finding.js';

const CHECK = 'encryption key';
/** Of those that run, the oldest of the newest thousand: an earlier key may still be needed for them. */
const LISTED = 1_000;
const LOOKED_AT = 20;

export async function encryptionKey(client: Client, keys: PayloadKeys): Promise<Finding> {
  const ours = keys.map(keyIdOf);
  let canary: Awaited<ReturnType<typeof readCanary>>;
  try {
    canary = await readCanary(client);
  } catch (error) {
    if (!(error instanceof WrongSettingsError)) throw error;
    return { check: CHECK, result: 'failed', says: error.message, toDo: GIVE_THE_SAME };
  }
  const used = await keysOfWhatRuns(client);
  const unknown = [...new Set(used)].filter((id) => !ours.includes(id));
  if (unknown.length > 0) {
    const count = used.filter((id) => unknown.includes(id)).length;
    return {
      check: CHECK,
      result: 'failed',
      says: `${String(count)} of ${String(used.length)} workflows looked at are encrypted with key ${unknown.join(', ')}, which is not in PAYLOAD_KEY: ${ours.join(', ')}`,
      toDo: 'Add that key to PAYLOAD_KEY, behind the first one, until nothing that began with it is left.',
    };
  }
  const says =
    canary === undefined && used.length === 0
      ? `nothing is encrypted here yet; the first worker makes ${ours[0] ?? ''} the key of this namespace`
      : `PAYLOAD_KEY (${ours.join(', ')}) reads what is there: ${canary === undefined ? '' : 'the canary of the workers, '}${String(used.length)} workflows looked at`;
  return { check: CHECK, result: 'ok', says };
}

const GIVE_THE_SAME =
  'Every process of one namespace has the same PAYLOAD_KEY: take it from where you keep such keys, or from the workers. For another key, use another namespace.';

/** Ids of the keys of their inputs; what was started in clear has none. */
async function keysOfWhatRuns({ workflowService, options: { namespace } }: Client): Promise<string[]> {
  const types = Object.values(WORKFLOW_OF).map((type) => `'${type}'`);
  const { executions } = await workflowService.listWorkflowExecutions({
    namespace,
    query: `WorkflowType IN (${types.join(', ')}) AND ExecutionStatus = 'Running'`,
    pageSize: LISTED,
  });
  const ids: string[] = [];
  for (const { execution } of executions.slice(-LOOKED_AT)) {
    const { history } = await workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: execution ?? null,
      maximumPageSize: 1,
    });
    const { input } = history?.events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
    ids.push(...(input?.payloads ?? []).map(keyIdSaidBy).slice(0, 1));
  }
  return ids.filter((id) => id !== '');
}
