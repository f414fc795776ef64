/** Several ways to the same server, tried in order; each that fails says why. */
import type { Say } from './cache.js';

/** `find` throws with the reason when there is nothing this way. */
export type Way<Found> = { name: string; find: () => Promise<Found> };

/** No way led to a server; the message lists all of them and what to install. */
export class ServerNotFoundError extends Error {
  constructor(
    what: string,
    readonly failures: { way: string; reason: string }[],
    install: string[],
  ) {
    const tried = failures.map(({ way, reason }) => `  - ${way}: ${reason.replaceAll('\n', '\n      ')}`);
    super(
      [
        `${what} was not found. Tried:`,
        ...tried,
        'Do one of these:',
        ...install.map((line) => `  - ${line}`),
      ].join('\n'),
    );
  }
}

/** @throws ServerNotFoundError */
export async function firstWay<Found>(what: string, ways: Way<Found>[], install: string[]): Promise<Found> {
  const failures: { way: string; reason: string }[] = [];
  for (const { name, find } of ways) {
    try {
      return await find();
    } catch (error) {
      failures.push({ way: name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new ServerNotFoundError(what, failures, install);
}

/** Announces long work, says every ten seconds that it still runs, and why it failed. */
export async function withProgress<T>(
  say: Say,
  title: string,
  work: () => Promise<T>,
  detail: () => string = () => '',
): Promise<T> {
  say(`${title} …`);
  const start = Date.now();
  const timer = setInterval(() => {
    say(`  ${String(Math.round((Date.now() - start) / 1000))} s ${detail()}`.trimEnd());
  }, 10_000);
  try {
    return await work();
  } catch (error) {
    say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
