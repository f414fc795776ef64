/**
 * The runner gives tests no time limit: one that waited in vain would halt all others, and its name would be nowhere.
 * A limit such as no test comes near to, also on a machine that does much else; in the full tier some take an hour.
 */
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';

const MINUTES = process.env.TEST_TIER === 'full' ? 240 : 10;

/** Tests and hooks defined from now on fail when they have not ended in time; then the next one begins. */
export function limitTime() {
  const handlers = globalThis[Symbol.for('EVENT_HANDLERS')]; // of jest-circus, which reads what they leave
  handlers.unshift((event) => {
    if (event.name === 'add_test' || event.name === 'add_hook') event.fn = limited(event.fn);
  });
}

const limited = (work) => async () => {
  let timer;
  const limit = new Promise((_resolve, reject) => {
    const halted = () => {
      const why = `has not ended in ${String(MINUTES)} minutes`;
      // At once: what it leaves behind may end the process before its results are told.
      process.stderr.write(`\nFAILED: ${globalThis.expect.getState().currentTestName} ${why}\n`);
      reject(new Error(why));
    };
    timer = setTimeout(halted, MINUTES * 60_000);
  });
  try {
    await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
};
