/** What the census comes to: numbers by a few labels, and no customer among them. */
import type { Census, Ended, Open } from '../temporal/census.js';
import type { Read, ReadLabels } from './catalogue.js';

const DAY_MS = 86_400_000;

/** Lower bounds in days, with the name of what lies above. */
const AGES = [
  [14, 'over_14d'],
  [7, '7d_to_14d'],
  [3, '3d_to_7d'],
  [1, '1d_to_3d'],
  [0, 'under_1d'],
] as const;
const EXPIRIES = [
  [60, 'over_60d'],
  [30, '30d_to_60d'],
  [14, '14d_to_30d'],
  [7, '7d_to_14d'],
  [0, 'under_7d'],
] as const;

export type Point = { value: number; labels: Record<string, string> };
/** By the name of the metric. */
export type Gauges = Map<string, Point[]>;

export function gaugesOf({ open, ended, queues }: Census, now: number): Gauges {
  const tally = new Tally();
  for (const workflow of open) countOpen(tally, workflow, now);
  for (const workflow of ended) countEnded(tally, workflow);
  for (const { type, pollers, backlog, backlogAgeMs } of queues) {
    const labels = { 'sso.task.type': type };
    tally.add('sso.worker.pollers', labels, pollers);
    tally.add('sso.worker.backlog', labels, backlog);
    tally.add('sso.worker.backlog.age', labels, backlogAgeMs / 1_000);
  }
  return tally.gauges();
}

function countOpen(tally: Tally, workflow: Open, now: number): void {
  const { kind, status, step, waitingFor, problem = 'unknown' } = workflow;
  const age = bucketOf(AGES, now - Date.parse(workflow.statusSince ?? '')) ?? 'unknown';
  const isBlocked = status === 'blocked' || workflow.problem !== undefined;
  switch (kind) {
    case 'onboarding':
      tally.add('sso.onboarding.open', { 'sso.status': status, 'sso.step': step });
      if (status === 'waiting') {
        tally.add('sso.onboarding.waiting', {
          'sso.step': step,
          'sso.waiting.for': waitingFor,
          'sso.age': age,
        });
      }
      if (isBlocked) {
        tally.add('sso.onboarding.blocked', { 'sso.problem': problem, 'sso.step': step, 'sso.age': age });
      }
      return;
    case 'watch': {
      tally.add('sso.monitoring.open', { 'sso.status': status, 'sso.age': age });
      if (isBlocked) tally.add('sso.monitoring.blocked', { 'sso.problem': problem, 'sso.age': age });
      const left = Date.parse(workflow.certificateExpires ?? '') - now;
      const expires = left < 0 ? 'expired' : bucketOf(EXPIRIES, left);
      tally.add('sso.certificates', { 'sso.expires': expires ?? 'unknown' });
      return;
    }
    case 'offboarding':
      tally.add('sso.offboarding.open', { 'sso.status': status, 'sso.age': age });
  }
}

function countEnded(tally: Tally, { kind, outcome, count }: Ended): void {
  const labels = { 'sso.outcome': outcome };
  if (kind === 'onboarding') tally.add('sso.onboarding.ended', labels, count);
  if (kind === 'watch') tally.add('sso.monitoring.ended', labels, count);
}

/** Undefined where it is no time. */
const bucketOf = (buckets: readonly (readonly [number, string])[], ms: number) =>
  buckets.find(([days]) => ms >= days * DAY_MS)?.[1];

class Tally {
  private readonly points = new Map<Read, Map<string, Point>>();

  add<N extends Read>(name: N, labels: ReadLabels<N>, value = 1): void {
    const points = this.points.get(name) ?? new Map<string, Point>();
    this.points.set(name, points);
    const key = JSON.stringify(labels);
    const point = points.get(key);
    points.set(key, { labels, value: (point?.value ?? 0) + value });
  }

  gauges(): Gauges {
    return new Map([...this.points].map(([name, points]) => [name, [...points.values()]]));
  }
}
