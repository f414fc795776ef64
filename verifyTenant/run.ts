/** Goes through a table of checks in one tenant, and records what was asked and answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { classify } from '../src/graph/classify.js';
import { type Check, NotReachedError, type Step, type Values } from './check.js';
import type { OwnObjects } from './guard.js';
import { metadataSummary } from './metadataSummary.js';
import { type Exchange, type RecordedCheck, statusOf } from './recording.js';
import type { Redactor } from './redact.js';
import { fetchMetadata, type Connection, type RawReply, refusalOf, sendToGraph } from './send.js';

export type Run = {
  connection: Connection;
  values: Values;
  own: OwnObjects;
  redactor: Redactor;
  /** How long a step waits for replication, or for a busy service. */
  patienceMs: number;
  /** How long it waits before it asks what an older state would answer wrongly. */
  settleMs: number;
  /** Fires when the run is to end early. */
  interrupted: AbortSignal;
  /** Told before each check. */
  onCheck?: ((check: Check) => void) | undefined;
};

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;

export async function runChecks(run: Run, checks: readonly Check[]): Promise<RecordedCheck[]> {
  const recorded: RecordedCheck[] = [];
  for (const check of checks) {
    if (run.interrupted.aborted) break;
    run.onCheck?.(check);
    recorded.push(await runCheck(run, check));
  }
  return recorded;
}

async function runCheck(run: Run, check: Check): Promise<RecordedCheck> {
  const { name, row, steps } = check;
  const recorded: RecordedCheck = { name, row, exchanges: [], notReached: [] };
  for (const step of steps) {
    if (run.interrupted.aborted) break;
    try {
      recorded.exchanges.push(await runStep(run, step));
    } catch (error) {
      if (!(error instanceof NotReachedError)) throw error;
      recorded.notReached.push({ step: step.name, why: error.message });
    }
  }
  check.after?.(run.values, (step) => statusOf(recorded, step));
  return recorded;
}

/** The path with the run's values, quoted as OData asks and encoded. @throws NotReachedError */
export const pathOf = (step: Pick<Step, 'path'>, values: Values): string =>
  step.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values.text(name).replaceAll("'", "''")),
  );

async function runStep(run: Run, step: Step): Promise<Exchange> {
  const { values, own, redactor } = run;
  const path = pathOf(step, values);
  const body = step.body?.(values);
  const { method, headers } = step;
  const request = { method, path, ...(headers && { headers }), ...(body && { body }) };
  own.check(request);
  if (step.settled === true) await pause(run, run.settleMs);
  const earlier: NonNullable<Exchange['earlier']> = [];
  const deadline = Date.now() + run.patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    const reply =
      step.at === 'metadata'
        ? metadataSummary(await fetchMetadata(run.connection, values.text('appId')), values)
        : await sendToGraph(run.connection, request);
    const shown = step.onlyOurs === true ? { ...reply, body: onlyOurs(reply.body, own) } : reply;
    keep(run, step, shown);
    const waitMs = againAfter(step, shown, values, attempt);
    const left = deadline - Date.now();
    if (waitMs === undefined || left <= 0 || run.interrupted.aborted) {
      return {
        step: step.name,
        request: {
          method,
          path: step.path,
          ...(body && { body: step.bodyAsRead === true ? 'as read' : redactor.request(body) }),
        },
        status: reply.status,
        ...(shown.body === undefined ? {} : { body: redactor.reply(readable(shown.body)) }),
        ...(step.tenantContent === true ? { tenantContent: true } : {}),
        ...(earlier.length === 0 ? {} : { earlier }),
      };
    }
    earlier.push({ status: reply.status, code: refusalOf('', reply)?.code ?? '' });
    await pause(run, Math.min(waitMs, left));
  }
}

/** Milliseconds until it is asked again; undefined when the reply counts. */
function againAfter(step: Step, reply: RawReply, values: Values, attempt: number): number | undefined {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS);
  const refusal = refusalOf(`${step.method} ${step.path}`, reply);
  if (refusal === undefined) {
    if (step.path === '/$batch' && step.refusable !== true && batchLags(step, reply)) return pauseMs;
    return step.until !== undefined && !step.until(reply.body, values) ? pauseMs : undefined;
  }
  const isBusy = reply.status === null || reply.status === 429 || reply.status >= 500;
  const verdict = classify(refusal);
  if (isBusy) return Math.max(pauseMs, reply.retryAfterMs ?? 0);
  if (step.refusable === true) return undefined;
  if (verdict.kind === 'transient') return pauseMs;
  return attempt < verdict.patience ? pauseMs : undefined;
}

const batchReply = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.int(), body: z.unknown().optional() })),
});

/** None of its items has been done, for a reason that passes. */
function batchLags(step: Step, reply: RawReply): boolean {
  const items = batchReply.safeParse(reply.body).data?.responses ?? [];
  return items.every((item) => {
    const refusal = refusalOf(`${step.method} /servicePrincipals/{id}/appRoleAssignedTo`, item);
    if (refusal === undefined) return false;
    const verdict = classify(refusal);
    return verdict.kind === 'transient' || verdict.patience > 1;
  });
}

/** In the order of the requests, and without the headers, which Graph answers in any order. */
function readable(body: unknown): unknown {
  const items = batchReply.safeParse(body).data?.responses;
  return items === undefined ? body : { responses: items.toSorted((a, b) => Number(a.id) - Number(b.id)) };
}

const list = z.looseObject({ value: z.array(z.looseObject({ id: z.string() })) });

/** Of a list, or of the lists that a batch answers. */
function onlyOurs(body: unknown, own: OwnObjects): unknown {
  const items = batchReply.safeParse(body).data?.responses;
  if (items !== undefined) {
    return { responses: items.map((item) => ({ ...item, body: onlyOurs(item.body, own) })) };
  }
  const parsed = list.safeParse(body).data;
  if (parsed === undefined) return body;
  const { '@odata.nextLink': _, ...rest } = parsed;
  return { ...rest, value: parsed.value.filter(({ id }) => own.has(id)) };
}

/** Ids that a creation tells, or that stand beside a name of this run, are from then on ours. */
function keep({ values, own }: Run, step: Step, { status, body }: RawReply): void {
  if (status === null || status >= 400) return;
  if (status === 201) addIds(own, body);
  if (step.showsOurs === true) addIds(own, body, (object) => JSON.stringify(object).includes(own.runId));
  for (const [name, path] of Object.entries(step.keep ?? {})) {
    const value = path === '*' ? body : at(body, path);
    if (value !== undefined && value !== null) values.set(name, value);
  }
}

const identified = z.looseObject({ id: z.string().optional(), appId: z.string().nullish() });

/** Of the object, of what it is made of where a template made two, or of the items of a list. */
function addIds(own: OwnObjects, body: unknown, isOurs: (object: object) => boolean = () => true): void {
  const whole = z.record(z.string(), z.unknown()).safeParse(body).data;
  if (whole === undefined) return;
  const { application, servicePrincipal, value } = whole;
  const items: unknown[] = Array.isArray(value) ? value : [];
  for (const one of [whole, application, servicePrincipal, ...items]) {
    const found = identified.safeParse(one).data;
    if (found === undefined || !isOurs(found)) continue;
    for (const id of [found.id, found.appId]) if (id != null) own.add(id);
  }
}

/** The property at a path such as `value.0.id`. */
const at = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, name) => {
    if (Array.isArray(found)) return (found as unknown[])[Number(name)];
    return z.record(z.string(), z.unknown()).safeParse(found).data?.[name];
  }, body);

async function pause({ interrupted }: Run, ms: number): Promise<void> {
  if (ms <= 0) return;
  await sleep(ms, undefined, { signal: interrupted }).catch(() => undefined);
}
