import { expect, it } from '@jest/globals';
import { allPages } from '../../../src/temporal/list.js';

const HELD = Array.from({ length: 250 }, (_, i) => i);

/** Pages of what is held, and which were asked for. */
function pages() {
  const asked: number[] = [];
  const read = ({ size, cursor = '0' }: { size: number; cursor?: string | undefined }) => {
    asked.push(size);
    const end = Number(cursor) + size;
    const next = end < HELD.length ? String(end) : undefined;
    return Promise.resolve({ found: HELD.slice(Number(cursor), end), next });
  };
  return { asked, read };
}

it('all pages are read, and no more than are needed for a limit', async () => {
  const all = pages();
  expect(await allPages(all.read)).toEqual(HELD);
  expect(all.asked).toEqual([100, 100, 100]);
  const some = pages();
  expect(await allPages(some.read, 120)).toEqual(HELD.slice(0, 120));
  expect(some.asked).toEqual([100, 20]);
});
