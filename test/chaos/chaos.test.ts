/**
 * Chaos: real processes, killed as a power cut would. Nothing is lost and nothing is made twice. A short form runs
 * with all tests; `npm run chaos` kills the worker before and after every request of an onboarding, or at a share of
 * them.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../sandbox/faults.js';
import type { Left } from '../faults/leftovers.js';
import { patternOf } from '../faults/pattern.js';
import { seed } from '../support/seed.js';
import { shareOf } from '../support/share.js';
import { buildNextVersion } from './nextVersion.js';
import { Playground, Toll } from './onboardings.js';
import { TemporalProcess } from './temporalProcess.js';

const LONG = process.env['CHAOS'] === 'long';
/** The short form kills at so many of the requests, spread evenly; at others with each seed. */
const SHORT_KILLS = 2;
/** Worker processes at the same time. */
const LANES = LONG ? 4 : SHORT_KILLS;
const NETWORK_DOWN_MS = LONG ? 60_000 : 5_000;
const MINUTE_MS = 60_000;

type Point = Pick<Fault, 'method' | 'path' | 'skip'> & { when: 'hang' | 'hangAfter' };

const toll = new Toll();
let temporal: TemporalProcess;
let agreed: Left;
/** Of an onboarding. */
let activities: Set<string>;
/** Before and after each request, in their order: so before, during and after each activity. */
let points: Point[];

beforeAll(async () => {
  temporal = await TemporalProcess.start();
  const playground = await open();
  playground.startWorker();
  const undisturbed = await playground.start();
  agreed = await undisturbed.finish();
  activities = await undisturbed.activities();
  const seen = new Map<string, number>();
  points = playground.requests
    .filter(({ batched }) => !batched)
    .flatMap(({ method, template }) => {
      const kind = `${method} ${template}`;
      const skip = seen.get(kind) ?? 0;
      seen.set(kind, skip + 1);
      return (['hang', 'hangAfter'] as const).map((when) => ({
        method: method as Fault['method'],
        path: patternOf(template),
        skip,
        when,
      }));
    });
  await playground.close();
});
afterAll(async () => {
  await temporal.close();
  toll.print();
});

const open = () => Playground.open(temporal.client, temporal.address);

/** No reply comes, so whoever waits for it can be killed there. */
const held = ({ when, ...request }: Point): Fault => ({ ...request, times: 1, effect: { kind: when } });

const lostReply = (point: Point): Fault => ({ ...held(point), effect: { kind: 'resetAfter' } });

it(
  'a worker that is killed before, during or after an activity takes nothing with it',
  async () => {
    const step = Math.floor(points.length / SHORT_KILLS);
    const chosen = LONG
      ? shareOf(points)
      : points.filter((_, i) => i % step === seed() % step).slice(0, SHORT_KILLS);
    const all = chosen.length === points.length;
    const complaints: string[] = [];
    const killed = { hang: new Set<string>(), hangAfter: new Set<string>() };
    const lane = async () => {
      const playground = await open();
      let worker = playground.startWorker();
      for (let point = chosen.shift(); point !== undefined; point = chosen.shift()) {
        const begun = await playground.start(held(point));
        const finished = begun.finish();
        await playground.struck();
        killed[point.when].add((await begun.activity()) ?? 'none');
        await worker.kill();
        worker = playground.startWorker();
        complaints.push(...toll.count('worker', 1, await finished, agreed));
      }
      await playground.close();
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    expect(complaints).toEqual([]);
    const spared = [...activities].filter((name) => !killed.hang.has(name) || !killed.hangAfter.has(name));
    expect(all ? spared : []).toEqual([]);
  },
  (LONG ? 60 : 10) * MINUTE_MS,
);

it(
  'one of two workers that is killed leaves its work to the other',
  async () => {
    const playground = await open();
    const workers = [playground.startWorker(), playground.startWorker()];
    const finished = (await playground.start(held(points[Math.floor(points.length / 2)]!))).finish();
    await playground.struck();
    await workers[0]!.kill();
    expect(toll.count('one of two workers', 1, await finished, agreed)).toEqual([]);
    await playground.close();
  },
  5 * MINUTE_MS,
);

it(
  'the Temporal server that is killed goes on from its file',
  async () => {
    const playground = await open();
    playground.startWorker();
    const moments = [0.2, 0.5, 0.8].map((share) => points[Math.floor(points.length * share)]!);
    const finished = (await playground.start(lostReply(moments[0]!))).finish();
    for (const [i] of moments.entries()) {
      await playground.struck();
      await temporal.kill();
      await temporal.start();
      const { faults } = playground.world.sandbox;
      faults.clear();
      const next = moments[i + 1];
      if (next !== undefined) faults.add({ ...lostReply(next), skip: 0 });
    }
    expect(toll.count('Temporal server', moments.length, await finished, agreed)).toEqual([]);
    await playground.close();
  },
  5 * MINUTE_MS,
);

it(
  'a network that is down for a while holds up an onboarding, and no more',
  async () => {
    const playground = await open();
    playground.startWorker();
    const effect = { kind: 'networkDown' as const };
    const fault = { ...held(points[Math.floor(points.length / 3)]!), effect };
    const finished = (await playground.start(fault)).finish();
    await playground.struck();
    await sleep(NETWORK_DOWN_MS);
    await playground.world.sandbox.network.up();
    expect(toll.count('network', 1, await finished, agreed)).toEqual([]);
    await playground.close();
  },
  5 * MINUTE_MS,
);

it(
  'a worker of the next version takes over what the last one has begun',
  async () => {
    const folder = await buildNextVersion();
    const playground = await open();
    const last = playground.startWorker();
    const begun = await playground.start();
    await begun.until(({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
    await last.kill();
    playground.startWorker(join(folder, 'dist'));
    expect(toll.count('replaced by the next version', 1, await begun.finish(), agreed)).toEqual([]);
    await playground.close();
    rmSync(folder, { recursive: true, force: true });
  },
  5 * MINUTE_MS,
);
