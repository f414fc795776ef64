/** What people have answered: kept until its step asks for it, however early it came. */
import { type AnswerName, type SignalInput, STEP_OF_SIGNAL } from '../../onboarding/signals.js';
import type { StepName } from '../../onboarding/steps.js';

export class Answers {
  private given: { [N in AnswerName]?: { value: SignalInput<N>; number: number } | undefined } = {};
  private count = 0;
  /** The number of the latest answer that the attempt at hand has had. */
  private latestHad = 0;

  add<N extends AnswerName>(signal: N, value: SignalInput<N>): void {
    this.count += 1;
    this.given = { ...this.given, [signal]: { value, number: this.count } };
  }

  to<N extends AnswerName>(signal: N): SignalInput<N> | undefined {
    return this.given[signal]?.value;
  }

  /** One that turned out wrong, so that the step waits for another. */
  drop(signal: AnswerName): void {
    this.given = { ...this.given, [signal]: undefined };
  }

  /** The attempt at hand of the step has had all that there are. */
  had(step: StepName): void {
    this.latestHad = this.latestFor(step);
  }

  /** One has come since. */
  hasNewFor(step: StepName): boolean {
    return this.latestFor(step) > this.latestHad;
  }

  /** The number of the latest answer to a step, which rises with each; 0 without one. */
  private latestFor(step: StepName): number {
    const numbers = Object.entries(this.given).map(([signal, answer]) =>
      STEP_OF_SIGNAL[signal as AnswerName] === step ? (answer?.number ?? 0) : 0,
    );
    return Math.max(0, ...numbers);
  }
}
