/**
 * The suites that take an hour in full run a share of their cases: `npm test` one of 64, another with each seed;
 * `npm run test:full` all of them (TEST_SHARE=1/1), or the one that it is asked for (TEST_SHARE=2/6).
 */
import { seed } from './seed.js';

const SAMPLES = 64;

function share(samples: number): { part: number; of: number } {
  const given = process.env['TEST_SHARE'];
  if (given === undefined) return { part: seed() % samples, of: samples };
  const [, part, of] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(given) ?? [];
  if (part === undefined || of === undefined || Number(part) > Number(of)) {
    throw new Error(`TEST_SHARE=${given} is not a share, such as 2/6`);
  }
  return { part: Number(part) - 1, of: Number(of) };
}

/**
 * Never empty: where there are fewer cases than shares, some are in several. `turn` differs for lists that are alike;
 * `samples` is smaller for suites that take less.
 */
export function shareOf<T>(cases: readonly T[], { turn = 0, samples = SAMPLES } = {}): T[] {
  const { part, of } = share(samples);
  const mine = cases.filter((_, i) => (i + turn) % of === part);
  return mine.length > 0 ? mine : cases.slice(part % cases.length).slice(0, 1);
}
