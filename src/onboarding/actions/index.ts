/** The one table of actions: the command line's commands, the API's routes and the console's forms come from it. */
import type { z } from 'zod';
import { HEARD, type Kind, type Signal, type Told } from '../contract.js';
import type { Action } from './action.js';
import { OFFBOARDING_ACTIONS } from './offboarding.js';
import { ONBOARDING_ACTIONS } from './onboarding.js';
import { WATCH_ACTIONS } from './watch.js';

export const ACTIONS: { [K in Kind]: { [S in Signal<K>]: Action } } = {
  onboarding: ONBOARDING_ACTIONS,
  watch: WATCH_ACTIONS,
  offboarding: OFFBOARDING_ACTIONS,
};

export type Entry<K extends Kind> = { signal: Signal<K>; action: Action };

export const actionsOf = <K extends Kind>(kind: K): Entry<K>[] =>
  (Object.keys(ACTIONS[kind]) as Signal<K>[]).map((signal) => ({ signal, action: ACTIONS[kind][signal] }));

/** The longest name that the record takes. */
const LONGEST_NAME = 100;

/** What was given, with who tells it, as the workflow takes it; or what is wrong with it. */
export function inputFor<K extends Kind, S extends Signal<K>>(
  kind: K,
  signal: S,
  given: object,
  who: string,
): z.ZodSafeParseResult<Told<K, S>> {
  const { actor } = ACTIONS[kind][signal];
  return heard(kind, signal).safeParse({ ...given, [actor]: who.slice(0, LONGEST_NAME) });
}

/** The schema of what a signal carries; its output is what it takes as well. */
export const heard = <K extends Kind, S extends Signal<K>>(kind: K, signal: S) =>
  HEARD[kind][signal] as unknown as z.ZodType<Told<K, S>>;
