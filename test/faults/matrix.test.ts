/**
 * The fault matrix: every request of an onboarding and of its rollback, times every fault that fits it. Whatever
 * goes wrong, the tenant ends as if nothing had, nothing is there twice, and what was there before is untouched.
 * A run covers a share of them (test/support/share.ts).
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../sandbox/faults.js';
import type { MadeRequest } from '../../sandbox/requests.js';
import { FAULTS, hidesRetryAfter, type NamedFault } from './faults.js';
import { shareOf } from '../support/share.js';
import { patternOf } from './pattern.js';
import { type Outcome, Stage } from './stage.js';
import { STORIES, type Story } from './stories.js';
import { Table } from './table.js';

/** Onboardings that run at the same time. */
const LANES = Number(process.env['FAULT_LANES'] ?? 4);
const table = new Table();

type StoryName = keyof typeof STORIES;
/** Every single request, instead of one of each kind in turn: takes several times as long. */
const EVERY_REQUEST = process.env['FAULTS_EVERY_REQUEST'] !== undefined;
/** One request of the run without faults: the n-th of its kind. */
type Target = MadeRequest & { story: StoryName; occurrence: number };

let stage: Stage;
const faultless = new Map<StoryName, Outcome>();
const targets: Target[] = [];

beforeAll(async () => {
  stage = await Stage.open(LANES);
  // What one story has covered, the next need not: it begins like the one before. Another way of creation is another one
  // for what is asked of applications, until the steps after it, which are the same again.
  const covered = new Set<string>();
  for (const [name, story] of Object.entries(STORIES) as [StoryName, Story][]) {
    const outcome = await stage.play(story);
    faultless.set(name, outcome);
    const seen = new Map<string, number>();
    for (const request of outcome.requests) {
      const occurrence = seen.get(kindOf(request)) ?? 0;
      seen.set(kindOf(request), occurrence + 1);
      const key = `${wayOf(story, request)} ${kindOf(request)} ${String(occurrence)}`;
      if (!covered.has(key)) targets.push({ ...request, story: name, occurrence });
      covered.add(key);
    }
  }
});
afterAll(async () => {
  await stage.close();
  table.print('Fault matrix');
  table.write('fault-matrix.json');
});

/** Those of this run's share. */
const targetsOf = (fault: NamedFault) => shareOf(allTargetsOf(fault), { turn: FAULTS.indexOf(fault) });

/** One request of each kind, another one for each fault, or all of them. */
function allTargetsOf(fault: NamedFault): Target[] {
  const fitting = targets.filter(fault.fits);
  if (EVERY_REQUEST) return fitting;
  const kinds = new Map<string, Target[]>();
  for (const target of fitting) {
    const kind = `${wayOf(STORIES[target.story], target)} ${kindOf(target)}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), target]);
  }
  const turn = FAULTS.indexOf(fault);
  return [...kinds.values()].map((same) => same[turn % same.length]!);
}

const wayOf = ({ fromTemplate }: Story, { template }: MadeRequest) =>
  fromTemplate === true && /^\/v1\.0\/(application|directory\/deletedItems)/.test(template) ? 'template' : '';
const kindOf = ({ method, template }: MadeRequest) => `${method} ${template}`;

/** The kind as a fault selects it. */
const selector = ({ method, template, occurrence }: Target): Pick<Fault, 'method' | 'path' | 'skip'> => ({
  method: method as Fault['method'],
  path: patternOf(template),
  skip: occurrence,
});

/** What is not as it should be after this fault has struck this request; empty when all is well. */
async function struck(target: Target, { effect, times = 1, heal, mend, pauseMs = 0 }: NamedFault) {
  const prepare = ({ sandbox }: Parameters<NonNullable<NamedFault['heal']>>[0]) => {
    sandbox.faults.add({ ...selector(target), times, effect });
  };
  const outcome = await stage.play(STORIES[target.story], {
    prepare,
    ...(heal === undefined ? {} : { heal }),
    ...(mend === undefined ? {} : { mend }),
  });
  const { status, state } = faultless.get(target.story)!;
  const complaints = [
    ...(outcome.status === status ? [] : [`ended ${outcome.status} ${JSON.stringify(outcome.problems)}`]),
    ...(outcome.bystandersUntouched ? [] : ['touched what was there before']),
    ...(outcome.longestPauseMs >= pauseMs || hidesRetryAfter(target)
      ? []
      : ['did not wait as it was asked to']),
  ];
  if (complaints.length === 0) {
    try {
      expect(outcome.state).toEqual(state);
    } catch (error) {
      complaints.push(`left another state: ${(error as Error).message}`);
    }
  }
  return { outcome, complaints };
}

describe('whatever request it strikes', () => {
  it('nothing is missing from a run without faults', () => {
    expect([...faultless.values()].map(({ status }) => status)).toEqual(['done', 'cancelled', 'cancelled']);
    expect([...faultless.values()].every(({ bystandersUntouched }) => bystandersUntouched)).toBe(true);
    expect(new Set(targets.map(kindOf)).size).toBeGreaterThan(20);
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s leaves the tenant as if nothing had happened',
    async (name, fault) => {
      const failures: string[] = [];
      const cases = targetsOf(fault);
      await Promise.all(
        cases.map(async (target) => {
          const { outcome, complaints } = await struck(target, fault);
          table.add(name, { passed: complaints.length === 0, ...outcome });
          const where = `${target.story}: ${kindOf(target)} #${String(target.occurrence + 1)}`;
          failures.push(...complaints.map((complaint) => `${where} ${complaint}`));
        }),
      );
      expect(cases).not.toEqual([]);
      expect(failures).toEqual([]);
    },
    600_000,
  );
});
