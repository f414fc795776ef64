/**
 * Keeps within Graph's write quota of an application in a tenant, 3,000 in 2.5 minutes, by an account of our own:
 * Graph says how much of it is used only from four fifths on. Pure, with the workflow's own time.
 */
const CAPACITY = 3_000;
const WRITES_PER_MS = CAPACITY / 150_000;

/** Writes that may be made at `at`, in milliseconds since the epoch. */
export type Pace = { available: number; at: number };

/** Nothing has been written for a while. */
export const rested = (now: number): Pace => ({ available: CAPACITY, at: now });

const at = (pace: Pace, now: number): Pace => ({
  available: Math.min(CAPACITY, pace.available + (now - pace.at) * WRITES_PER_MS),
  at: now,
});

/** How long to wait before so many writes, in milliseconds. */
export const pauseBefore = (pace: Pace, now: number, writes: number): number =>
  Math.max(0, Math.ceil((writes - at(pace, now).available) / WRITES_PER_MS));

/** After so many writes; what Graph itself says about the share that is used counts more than our account. */
export function afterWrites(pace: Pace, now: number, writes: number, usedShare: number | null): Pace {
  const own = at(pace, now).available - writes;
  return { available: usedShare === null ? own : Math.min(own, CAPACITY * (1 - usedShare)), at: now };
}
