/** Removes what a run has made, found by its names: also what a lost reply has hidden, and what an earlier run left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { OwnObjects } from './guard.js';
import { type Connection, type RawReply, refusalOf, sendToGraph } from './send.js';
import { policyNamesOf, uniqueNameOf } from './values.js';

export type Left = { kind: 'application' | 'deleted item' | 'claims policy'; id: string; why: string };
export type CleanedUp = { removed: { kind: Left['kind']; id: string }[]; left: Left[] };

type Options = { connection: Connection; own: OwnObjects; patienceMs: number; settleMs: number };

const object = z.object({ id: z.string(), appId: z.string().nullish(), uniqueName: z.string().nullish() });
const policy = z.object({ id: z.string(), displayName: z.string() });
const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

const FIRST_PAUSE_MS = 500;

export async function cleanUp(options: Options): Promise<CleanedUp> {
  const { own, settleMs } = options;
  const outcome: CleanedUp = { removed: [], left: [] };
  // What was written last may not be to be seen yet.
  await sleep(settleMs);
  const uniqueName = uniqueNameOf(own.runId);
  const live = object.safeParse(
    (await asked(options, 'GET', `/applications(uniqueName='${uniqueName}')`)).body,
  ).data;
  if (live !== undefined) own.add(live.id);
  const appId = live?.appId ?? undefined;
  const principal =
    appId === undefined
      ? undefined
      : object.safeParse((await asked(options, 'GET', `/servicePrincipals(appId='${appId}')`)).body).data;
  if (principal !== undefined) own.add(principal.id);

  const names: readonly string[] = policyNamesOf(own.runId);
  const policies = await listed(options, '/policies/claimsMappingPolicies', policy);
  for (const { id } of policies.filter(({ displayName }) => names.includes(displayName))) {
    own.add(id);
    if (principal !== undefined) {
      await asked(options, 'DELETE', `/servicePrincipals/${principal.id}/claimsMappingPolicies/${id}/$ref`);
    }
    await removeOne(options, outcome, 'claims policy', `/policies/claimsMappingPolicies/${id}`, id);
  }
  if (live !== undefined) {
    await removeOne(options, outcome, 'application', `/applications/${live.id}`, live.id);
    await sleep(settleMs);
  }
  await purge(options, outcome, appId);
  return outcome;
}

/** The service principal first: without its application it could neither be restored nor found. */
async function purge(options: Options, outcome: CleanedUp, liveAppId: string | undefined): Promise<void> {
  const { own } = options;
  const fields = '$select=id,appId,uniqueName,deletedDateTime';
  const [applications, principals] = [
    await listed(options, `/directory/deletedItems/microsoft.graph.application?${fields}`, object),
    await listed(
      options,
      '/directory/deletedItems/microsoft.graph.servicePrincipal?$select=id,appId',
      object,
    ),
  ];
  const ours = applications.filter(
    ({ id, uniqueName }) => own.has(id) || uniqueName === uniqueNameOf(own.runId),
  );
  const appIds = [liveAppId, ...ours.map(({ appId }) => appId)].filter((id) => id != null);
  const oursToo = principals.filter(({ id, appId }) => own.has(id) || appIds.includes(appId ?? ''));
  for (const { id } of [...oursToo, ...ours]) {
    own.add(id);
    await removeOne(options, outcome, 'deleted item', `/directory/deletedItems/${id}`, id);
  }
}

async function removeOne(
  options: Options,
  outcome: CleanedUp,
  kind: Left['kind'],
  path: string,
  id: string,
): Promise<void> {
  const reply = await asked(options, 'DELETE', path);
  const refusal = refusalOf('', reply);
  if (refusal === undefined || reply.status === 404) outcome.removed.push({ kind, id });
  else {
    const why = `${reply.status === null ? 'no reply' : String(reply.status)} ${refusal.code}`.trim();
    outcome.left.push({ kind, id, why });
  }
}

/** Asked again while the service is busy or unreachable, or refuses because something else was removed a moment ago. */
async function asked(options: Options, method: 'GET' | 'DELETE', path: string): Promise<RawReply> {
  const { connection, own, patienceMs } = options;
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

async function listed<T extends z.ZodType>(options: Options, path: string, item: T): Promise<z.output<T>[]> {
  const items: z.output<T>[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const read = page.safeParse((await asked(options, 'GET', next)).body).data;
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
