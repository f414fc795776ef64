/** How long one turn of the event loop works while something is done. */
import { existsSync, readFileSync } from 'node:fs';

const THREAD = '/proc/thread-self/schedstat';

/** Milliseconds of this thread on a processor: other processes of a busy machine do not count. */
function worked(): number {
  if (existsSync(THREAD)) return Number(readFileSync(THREAD, 'utf8').split(' ')[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The longest turn, in milliseconds of work. */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = worked();
  let over = false;
  const turn = () => {
    const now = worked();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  await new Promise((resolve) => setImmediate(resolve));
  return longest;
}

/** What a reading of 2 MB of JSON takes where the limits were set; a slower machine is allowed more. */
const REFERENCE_MS = 12;

export function slowness(): number {
  const text = JSON.stringify(
    Array.from({ length: 40_000 }, (_, i) => ({ type: 'user', principal: String(i).repeat(6) })),
  );
  const tries = Array.from({ length: 5 }, () => {
    const before = worked();
    JSON.parse(text);
    return worked() - before;
  });
  return Math.max(1, Math.min(...tries) / REFERENCE_MS);
}
