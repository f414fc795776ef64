/**
 * What people tell a workflow, as signals and as updates of the same name. Signals, because the Temporal UI and the
 * `temporal` CLI send them too; updates, because their validators answer at once. Both end in one place.
 */
import { ApplicationFailure, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { z } from 'zod';
import { inShort, understand } from './understand.js';

type Schemas = Record<string, z.ZodType>;
type Name<S extends Schemas> = keyof S & string;

/** Input that was understood. */
export type Heard<S extends Schemas> = { [N in Name<S>]: { signal: N; value: z.output<S[N]> } }[Name<S>];

export interface Listener<S extends Schemas> {
  /** Why this input cannot be taken now, or undefined. Must not change anything. */
  refusal(input: Heard<S>): string | undefined;
  accept(input: Heard<S>): void;
  refuse(signal: Name<S>, reason: string): void;
}

/** A refused update's caller gets the reason; a refused signal's shows in the progress. Neither fails the workflow. */
export function listen<S extends Schemas>(signals: S, listener: Listener<S>): void {
  for (const [signal, schema] of Object.entries(signals) as [Name<S>, z.ZodType][]) {
    const heard = (value: unknown) => ({ signal, value }) as Heard<S>;
    const reasonAgainst = (value: unknown) => {
      const reason = listener.refusal(heard(value));
      return reason === undefined ? undefined : inShort(reason);
    };
    setHandler(defineSignal<[unknown]>(signal), (raw: unknown) => {
      const input = understand(schema, raw);
      const reason = 'malformed' in input ? input.malformed : reasonAgainst(input.value);
      if (reason !== undefined) listener.refuse(signal, reason);
      else if ('value' in input) listener.accept(heard(input.value));
    });
    setHandler(
      defineUpdate<{ accepted: true }, [unknown]>(signal),
      (raw: unknown) => {
        const input = understand(schema, raw);
        if ('value' in input) listener.accept(heard(input.value));
        return { accepted: true as const };
      },
      {
        validator: (raw: unknown) => {
          const input = understand(schema, raw);
          const reason = 'malformed' in input ? input.malformed : reasonAgainst(input.value);
          if (reason !== undefined) throw ApplicationFailure.nonRetryable(reason, 'Refused');
        },
      },
    );
  }
}
