/** Step 4.6 for a large choice: one page of it, looked up, compared with what is there, and assigned. */
import { activityInfo, Context } from '@temporalio/activity';
import { BATCH_SIZE, sendBatch } from '../../graph/batch.js';
import { classify } from '../../graph/classify.js';
import type { GraphClient } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import type { Assignment } from '../../onboarding/choice.js';
import type { InternalQueries } from '../../onboarding/contract.js';
import { alreadyThere, assignmentItem, existingAssignments, roleIdOf } from './assignments.js';
import { assignmentKeyOf } from './defaultAccess.js';
import type { Deps, Scope } from '../deps.js';
import { lookUp } from './principals.js';

type Input = Scope & {
  servicePrincipalId: string;
  roleIds: Record<string, string>;
  /** The onboarding, which is asked for the page: a choice of thousands is too large to be handed around. */
  choiceOf: { workflowId: string; runId: string };
  from: number;
  count: number;
  /** How often this page has been tried before. */
  tries: number;
  /** It is not tried again: if Graph keeps failing to assign a few, they are left out. */
  last: boolean;
};

export type PageOutcome = {
  assigned: number;
  /** By position in the choice. */
  unassigned: { position: number; reason: string }[];
  writes: number;
  /** Share of its quota that Graph says is used. */
  usedShare: number | null;
  /** The page is to be tried again, after so long if Graph said it; `last` is what Graph said last. */
  again: { afterMs: number | null; last: string } | null;
};

/** Tries in which "not found" may still be a replica that lags behind. */
const PATIENCE = 3;
/** So many of a page may be left out because Graph keeps failing; when it fails with more, it is not about them. */
const FEW = 10;
/** Lists of assignments that are kept, one for each onboarding at work. */
const KEPT_LISTS = 20;

export function manyAssignmentsActivities(deps: Deps) {
  // Listed once: page after page goes to this worker, mostly. Another worker lists for itself.
  const lists = new Map<string, Set<string>>();

  async function listed(graph: GraphClient, input: Input): Promise<Set<string>> {
    const { workflowExecution } = activityInfo();
    const key = `${workflowExecution?.workflowId ?? ''}/${input.servicePrincipalId}`;
    const mayBeStale = input.from === 0 || input.tries > 0 || activityInfo().attempt > 1;
    const known = mayBeStale ? undefined : lists.get(key);
    const list = known ?? (await existingAssignments(graph, input.servicePrincipalId));
    lists.delete(key);
    lists.set(key, list);
    const [oldest] = lists.keys();
    if (lists.size > KEPT_LISTS && oldest !== undefined) lists.delete(oldest);
    return list;
  }

  return {
    /**
     * Assigns those of the page that are not assigned yet, and tells why some cannot be. Stops at the first that may
     * be assigned later; the page is then tried again and finds what has been done.
     */
    async assignPage(input: Input): Promise<PageOutcome> {
      const graph = deps.graphFor(input);
      const assignments = await page(input);
      const found = await lookUp(graph, assignments);
      const existing = await listed(graph, input);
      const outcome: PageOutcome = { assigned: 0, unassigned: [], writes: 0, usedShare: null, again: null };
      const missing: Missing[] = [];
      for (const [i, assignment] of assignments.entries()) {
        const result = found[i] ?? { problem: 'is not in the tenant' };
        const position = input.from + i;
        if ('problem' in result) outcome.unassigned.push({ position, reason: result.problem });
        else {
          const appRoleId = roleIdOf({ role: assignment.role ?? null }, input.roleIds);
          const key = assignmentKeyOf(result.id, appRoleId);
          if (existing.has(key)) outcome.assigned += 1;
          else missing.push({ position, key, principalId: result.id, appRoleId });
        }
      }
      const failed: Failed[] = [];
      const mayGoOn = () =>
        failed.length === 0 || (input.last && failed.length <= FEW && !failed.some(isThrottled));
      for (let start = 0; start < missing.length && mayGoOn(); start += BATCH_SIZE) {
        const batch = missing.slice(start, start + BATCH_SIZE);
        failed.push(...(await assignBatch(graph, input, batch, { outcome, existing })));
      }
      if (mayGoOn()) outcome.unassigned.push(...failed.map(leftOut));
      else outcome.again = again(failed);
      return outcome;
    },
  };
}

type Missing = { position: number; key: string; principalId: string; appRoleId: string };
/** For a reason that may pass. */
type Failed = { position: number; error: GraphRequestError };

const isThrottled = ({ error }: Failed) => error.status === 429;
const leftOut = ({ position, error }: Failed) => ({
  position,
  reason: `could not be assigned: Graph kept answering ${String(error.status)} ${error.code}`.trim(),
});

function again(failed: readonly Failed[]): PageOutcome['again'] {
  const afterMs = Math.max(...failed.map(({ error }) => error.retryAfterMs ?? 0));
  return { afterMs: afterMs || null, last: failed.at(-1)?.error.message ?? '' };
}

type Chosen = InternalQueries['chosen'];
const CHOSEN: keyof InternalQueries = 'chosen';

async function page({ choiceOf, from, count }: Input): Promise<Assignment[]> {
  const { workflowId, runId } = choiceOf;
  const onboarding = Context.current().client.workflow.getHandle(workflowId, runId);
  return onboarding.query<ReturnType<Chosen>, Parameters<Chosen>>(CHOSEN, from, count);
}

async function assignBatch(
  graph: GraphClient,
  input: Input,
  batch: readonly Missing[],
  { outcome, existing }: { outcome: PageOutcome; existing: Set<string> },
): Promise<Failed[]> {
  const failed: Failed[] = [];
  const items = batch.map((entry) => assignmentItem(input.servicePrincipalId, entry));
  const replies = await sendBatch(graph, items, (share) => {
    outcome.usedShare = Math.max(share, outcome.usedShare ?? 0);
  });
  for (const [i, entry] of batch.entries()) {
    const reply = replies[i];
    // What Graph throttles costs nothing.
    if (!(reply instanceof GraphRequestError && reply.status === 429)) outcome.writes += 1;
    if (!(reply instanceof GraphRequestError) || alreadyThere(reply)) {
      existing.add(entry.key);
      outcome.assigned += 1;
      continue;
    }
    const verdict = classify(reply);
    const { position } = entry;
    // A missing permission concerns everyone; any other refusal only this one.
    const concernsAll = reply.status === 401 || reply.code === 'Authorization_RequestDenied';
    if (verdict.kind === 'blocked' && concernsAll) throw reply;
    if (verdict.kind === 'blocked' && input.tries + 1 >= verdict.patience) {
      outcome.unassigned.push({ position, reason: `is refused by Graph: ${reply.detail}` });
    } else if (reply.status === 404 && input.tries >= PATIENCE) {
      outcome.unassigned.push({ position, reason: 'is not in the tenant' });
    } else failed.push({ position, error: reply });
  }
  return failed;
}
