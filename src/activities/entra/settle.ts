/** For writes that Graph has no key for: being sure that something is not there before it is made. */
import { sleep } from '@temporalio/activity';
import { stillAtWork } from '../failures.js';

const LOOKS = 6;

/**
 * Looks for what an earlier attempt may have made. One look is enough when there was no earlier attempt; else
 * absence is believed only after looks spread over `settleMs`, since reads may lag behind a write whose reply was lost.
 */
export async function findSettled<T>(
  find: () => Promise<T | undefined>,
  options: { mayHaveWritten: boolean; settleMs: number },
): Promise<T | undefined> {
  const looks = options.mayHaveWritten ? LOOKS : 1;
  for (let look = 1; ; look += 1) {
    const found = await find();
    if (found !== undefined || look === looks) return found;
    stillAtWork();
    await sleep(options.settleMs / (LOOKS - 1));
  }
}
