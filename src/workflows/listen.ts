/**
 * What people tell a workflow, as signals and as updates of the same name. Signals, because the Temporal UI and the
 * `temporal` CLI send them too; updates, because their validators answer at once. Both end in one place.
 */
import { ApplicationFailure, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { z } from 'zod';
import { describeIssues } from '../onboarding/request.js';
import { isUndecodable } from '../onboarding/undecodable.js';

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
    /** The input, or what is wrong with its shape or its time. */
    const understand = (raw: unknown): Heard<S> | string => {
      if (isUndecodable(raw)) return `malformed: the input ${raw.undecodable.reason}`;
      const parsed = schema.safeParse(raw);
      if (!parsed.success) return `malformed: ${describeIssues(parsed.error).join('; ')}`;
      return { signal, value: parsed.data } as Heard<S>;
    };
    setHandler(defineSignal<[unknown]>(signal), (raw: unknown) => {
      const input = understand(raw);
      const reason = typeof input === 'string' ? input : listener.refusal(input);
      if (reason !== undefined || typeof input === 'string')
        listener.refuse(signal, reason ?? 'not understood');
      else listener.accept(input);
    });
    setHandler(
      defineUpdate<{ accepted: true }, [unknown]>(signal),
      (raw: unknown) => {
        const input = understand(raw);
        if (typeof input !== 'string') listener.accept(input);
        return { accepted: true as const };
      },
      {
        validator: (raw: unknown) => {
          const input = understand(raw);
          const reason = typeof input === 'string' ? input : listener.refusal(input);
          if (reason !== undefined) throw ApplicationFailure.nonRetryable(reason, 'Refused');
        },
      },
    );
  }
}
