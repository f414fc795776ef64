/**
 * Removes what a run has made, found by its names: also what a lost reply has hidden, and what an earlier run left. It
 * looks again afterwards, and says what it still sees, what it could not remove, and where it could not look.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { named } from './checks/queries.js';
import { Values } from './check.js';
import type { OwnObjects } from './guard.js';
import { pathOf } from './run.js';
import { type Connection, type RawReply, refusalOf, sendToGraph } from './send.js';
import { displayNameOf, policyNamesOf, temporaryNameOf, uniqueNamesOf } from './values.js';

/** `nothing read`: a list could not be read, so that something may be left that nobody has seen. */
type Kind = 'application' | 'deleted item' | 'claims policy' | 'nothing read';
export type Left = { kind: Kind; id: string; why: string };
export type CleanedUp = { removed: { kind: Kind; id: string }[]; left: Left[] };

type Options = { connection: Connection; own: OwnObjects; patienceMs: number; settleMs: number };

const object = z.object({
  id: z.string(),
  appId: z.string().nullish(),
  uniqueName: z.string().nullish(),
  displayName: z.string().nullish(),
});
type Found = z.output<typeof object>;
const policy = z.object({ id: z.string(), displayName: z.string() });
const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

const FIRST_PAUSE_MS = 500;
/** What one look does not show yet, another may. */
const MOST_LOOKS = 3;

export async function cleanUp(options: Options): Promise<CleanedUp> {
  const removed: CleanedUp['removed'] = [];
  let left: Left[] = [];
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    // What was written last may not be to be seen yet.
    await sleep(options.settleMs);
    const outcome = await removeOnce(options);
    const news = outcome.removed.filter(({ id }) => !removed.some((known) => known.id === id));
    removed.push(...news);
    ({ left } = outcome);
    const isDone = outcome.removed.length === 0 && left.length === 0;
    // What is refused for good is refused again.
    if (isDone || (news.length === 0 && looks > 0)) break;
  }
  return { removed, left };
}

async function removeOnce(options: Options): Promise<CleanedUp> {
  const { own, settleMs } = options;
  const outcome: CleanedUp = { removed: [], left: [] };
  const live = await liveApplications(options, outcome);
  const principals: string[] = [];
  for (const { id, appId } of live) {
    own.add(id);
    if (appId == null) continue;
    const principal = await one(options, outcome, `/servicePrincipals(appId='${appId}')`);
    if (principal === undefined) continue;
    own.add(principal.id);
    principals.push(principal.id);
  }
  // One of the applications has it not.
  const soon = Math.min(options.patienceMs, 15_000);
  const names: readonly string[] = policyNamesOf(own.runId);
  const policies = await listed(options, outcome, '/policies/claimsMappingPolicies', policy);
  for (const { id } of policies.filter(({ displayName }) => names.includes(displayName))) {
    own.add(id);
    for (const principal of principals) {
      await asked(
        options,
        'DELETE',
        `/servicePrincipals/${principal}/claimsMappingPolicies/${id}/$ref`,
        soon,
      );
    }
    await removeOne(options, outcome, 'claims policy', `/policies/claimsMappingPolicies/${id}`, id);
  }
  for (const { id } of live) await removeOne(options, outcome, 'application', `/applications/${id}`, id);
  if (live.length > 0) await sleep(settleMs);
  await purge(options, outcome, live);
  return outcome;
}

/** By unique name, and by display name where it was never given one. Lists lag: each is taken once. */
async function liveApplications(options: Options, outcome: CleanedUp): Promise<Found[]> {
  const { runId } = options.own;
  const found: Found[] = [];
  for (const uniqueName of uniqueNamesOf(runId)) {
    const keyed = await one(options, outcome, `/applications(uniqueName='${uniqueName}')`);
    if (keyed !== undefined) found.push(keyed);
  }
  for (const name of [displayNameOf(runId), temporaryNameOf(runId)]) {
    const values = new Values();
    values.set('name', name);
    const path = pathOf({ path: named('startswith', 'name') }, values);
    const all = await listed(options, outcome, path, object);
    found.push(...all.filter(({ displayName }) => displayName?.startsWith(name) === true));
  }
  return found.filter(({ id }, i) => found.findIndex((other) => other.id === id) === i);
}

/** The service principal first: without its application it could neither be restored nor found. */
async function purge(options: Options, outcome: CleanedUp, live: readonly Found[]): Promise<void> {
  const { own } = options;
  const deleted = '/directory/deletedItems/microsoft.graph.';
  const fields = '$select=id,appId,uniqueName,displayName,deletedDateTime';
  const applications = await listed(options, outcome, `${deleted}application?${fields}`, object);
  const principals = await listed(
    options,
    outcome,
    `${deleted}servicePrincipal?$select=id,appId,displayName`,
    object,
  );
  const isOurs = ({ id, uniqueName, displayName }: Found) =>
    own.has(id) || [uniqueName, displayName].some((name) => name?.includes(own.runId) === true);
  const ours = applications.filter(isOurs);
  const appIds = [...live, ...ours].flatMap(({ appId }) => appId ?? []);
  const oursToo = principals.filter((found) => isOurs(found) || appIds.includes(found.appId ?? ''));
  for (const { id } of [...oursToo, ...ours]) {
    own.add(id);
    await removeOne(options, outcome, 'deleted item', `/directory/deletedItems/${id}`, id);
  }
}

async function removeOne(
  options: Options,
  outcome: CleanedUp,
  kind: Kind,
  path: string,
  id: string,
): Promise<void> {
  const reply = await asked(options, 'DELETE', path);
  const why = whyNot(reply);
  if (why === undefined || reply.status === 404) outcome.removed.push({ kind, id });
  else outcome.left.push({ kind, id, why });
}

function whyNot(reply: RawReply): string | undefined {
  const refusal = refusalOf('', reply);
  if (refusal === undefined) return undefined;
  return `${reply.status === null ? 'no reply' : String(reply.status)} ${refusal.code}`.trim();
}

/** Asked again while the service is busy or unreachable, or refuses because something else was removed a moment ago. */
async function asked(
  options: Options,
  method: 'GET' | 'DELETE',
  path: string,
  patienceMs = options.patienceMs,
): Promise<RawReply> {
  const { connection, own } = options;
  own.check({ method, path });
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    const reply = await sendToGraph(connection, { method, path }).catch((error: unknown) => noToken(error));
    const final = (reply.status !== null && reply.status < 400) || reply.status === 404;
    const left = deadline - Date.now();
    if (final || left <= 0) return reply;
    await sleep(Math.min(Math.max(pauseMs, reply.retryAfterMs ?? 0), left));
  }
}

const noToken = (error: unknown): RawReply => ({
  status: null,
  body: { error: { code: error instanceof Error ? error.name : 'Error', message: 'no token' } },
});

/** Where nothing can be read, something may be left; that is said. */
function unread(outcome: CleanedUp, path: string, reply: RawReply): void {
  const why = whyNot(reply) ?? 'the reply was not understood';
  outcome.left.push({ kind: 'nothing read', id: path.replace(/\?.*/, ''), why });
}

async function one(options: Options, outcome: CleanedUp, path: string): Promise<Found | undefined> {
  const reply = await asked(options, 'GET', path);
  const found = object.safeParse(reply.body).data;
  if (found === undefined && reply.status !== 404) unread(outcome, path, reply);
  return found;
}

async function listed<T extends z.ZodType>(
  options: Options,
  outcome: CleanedUp,
  path: string,
  item: T,
): Promise<z.output<T>[]> {
  const items: z.output<T>[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const reply = await asked(options, 'GET', next);
    const read = page.safeParse(reply.body).data;
    if (read === undefined) unread(outcome, next, reply);
    for (const value of read?.value ?? []) {
      const parsed = item.safeParse(value);
      if (parsed.success) items.push(parsed.data);
    }
    next = below(options.connection, read?.['@odata.nextLink']);
  }
  return items;
}

/** The path of a next page; never one at another host. */
function below({ graphBaseUrl }: Connection, link: string | undefined): string | undefined {
  const base = `${graphBaseUrl}/v1.0`;
  return link?.startsWith(`${base}/`) === true ? link.slice(base.length) : undefined;
}
