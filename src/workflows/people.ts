/**
 * What people tell an onboarding, as signals and as updates of the same name. Signals, because the Temporal UI and
 * the `temporal` CLI send them too; updates, because their validators answer at once. Both end in one place.
 */
import {
  ApplicationFailure,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { HandoverPackage } from '../onboarding/handover.js';
import type { Progress } from '../onboarding/progress.js';
import { describeIssues } from '../onboarding/request.js';
import { SIGNAL_NAMES, SIGNALS, type SignalInput, type SignalName } from '../onboarding/signals.js';

export const progressQuery = defineQuery<Progress>('progress');
export const handoverQuery = defineQuery<HandoverPackage | null>('handover');

/** Input that was understood. */
export type Input = { [N in SignalName]: { signal: N; value: SignalInput<N> } }[SignalName];

export interface Recipient {
  /** Why this input cannot be taken now, or undefined. Must not change anything. */
  refusal(input: Input): string | undefined;
  accept(input: Input): void;
  refuse(signal: SignalName, reason: string): void;
}

/** A refused update's caller gets the reason; a refused signal's shows in the progress. Neither fails the workflow. */
export function listenTo(recipient: Recipient): void {
  for (const signal of SIGNAL_NAMES) {
    setHandler(defineSignal<[unknown]>(signal), (raw: unknown) => {
      const input = understand(signal, raw);
      const reason = typeof input === 'string' ? input : recipient.refusal(input);
      if (reason !== undefined || typeof input === 'string')
        recipient.refuse(signal, reason ?? 'not understood');
      else recipient.accept(input);
    });
    setHandler(
      defineUpdate<{ accepted: true }, [unknown]>(signal),
      (raw: unknown) => {
        const input = understand(signal, raw);
        if (typeof input !== 'string') recipient.accept(input);
        return { accepted: true as const };
      },
      {
        validator: (raw: unknown) => {
          const input = understand(signal, raw);
          const reason = typeof input === 'string' ? input : recipient.refusal(input);
          if (reason !== undefined) throw ApplicationFailure.nonRetryable(reason, 'Refused');
        },
      },
    );
  }
}

/** The input, or what is wrong with its shape. */
function understand(signal: SignalName, raw: unknown): Input | string {
  const parsed = SIGNALS[signal].safeParse(raw);
  if (!parsed.success) return `malformed: ${describeIssues(parsed.error).join('; ')}`;
  return { signal, value: parsed.data } as Input;
}

/** Who sent it, as far as the input says. */
export function sender({ value }: Input): string {
  if ('declined' in value) return value.declinedBy;
  if ('grantedBy' in value) return value.grantedBy;
  if ('chosenBy' in value) return value.chosenBy;
  if ('confirmedBy' in value) return value.confirmedBy;
  return value.by ?? 'operator';
}

/** Names of this run that survive retries and replays. */
export const onboardingIdOf = () => workflowInfo().firstExecutionRunId;
