/** What a check is made of: requests as the product sends them, as data. */

import type { Facts } from './recording.js';

/** What one run knows: names that it chose, and ids that replies told it. */
export class Values {
  private readonly known = new Map<string, unknown>();

  set(name: string, value: unknown): void {
    this.known.set(name, value);
  }

  has(name: string): boolean {
    return this.known.has(name);
  }

  /** Each is from now on what the other was, or was not. */
  swap(one: string, other: string): void {
    const [a, b] = [this.known.get(one), this.known.get(other)];
    for (const [name, value] of [
      [one, b],
      [other, a],
    ] as const) {
      if (value === undefined) this.known.delete(name);
      else this.known.set(name, value);
    }
  }

  /** @throws NotReachedError when no reply has told it */
  raw(name: string): unknown {
    if (!this.known.has(name)) throw new NotReachedError(name);
    return this.known.get(name);
  }

  text(name: string): string {
    return String(this.raw(name));
  }

  list(name: string): string[] {
    const value = this.raw(name);
    return Array.isArray(value) ? value.map(String) : [];
  }
}

/** A step that needs what an earlier one did not get. */
export class NotReachedError extends Error {
  constructor(readonly missing: string) {
    super(`there is no ${missing}`);
  }
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Step = {
  /** Unique within its check. */
  name: string;
  method: Method;
  /** Below `/v1.0`, encoded already; `{name}` is a value of the run. */
  path: string;
  /** Federation metadata is not Graph's, needs no token, and is recorded as a summary. */
  at?: 'graph' | 'metadata';
  headers?: Record<string, string>;
  body?: (values: Values) => object;
  /** The body sends back what was read, so it is not recorded. */
  bodyAsRead?: true;
  /** It may be refused, and that is the question: only a busy service is asked again. */
  refusable?: true;
  /** Asked once replication had its time: an older state would be taken for an answer. */
  settled?: true;
  /** Of a list of everything in the tenant, only what this run made is looked at. */
  onlyOurs?: true;
  /** What is in the reply is the tenant's own: whether lists are empty does not count. */
  tenantContent?: true;
  /** Until the reply is so, it is taken to lag. */
  until?: (body: unknown, values: Values) => boolean;
  /** What the reply shows is ours by its name: a creation whose reply was lost is found by it. */
  showsOurs?: true;
  /** Values that the reply tells: name of the value, path of a property such as `value.0.id`; `*` is the whole body. */
  keep?: Record<string, string>;
};

/** What the product's questions are called in its notes on the real services. */
export type Check = {
  name: string;
  row: string;
  /** Which question is answered. */
  settles: string;
  steps: Step[];
  /** Said in the report, from the statuses of its steps, and of what kind the tenant is. */
  answer?: (status: StatusOf, facts: Facts) => Answer | undefined;
  /** What the checks after it work on may depend on how its steps were answered. */
  after?: (values: Values, status: StatusOf) => void;
};

/** Of a batch, the worst of what its items were answered. */
export type StatusOf = (step: string) => number | undefined;
/** `settled`: the question needs no other run. */
export type Answer = { settled: boolean; answer: string };
export const settled = (answer: string): Answer => ({ settled: true, answer });
export const unsettled = (answer: string): Answer => ({ settled: false, answer });
