/**
 * How a step is tried until it is done. What stops it is shown: a server that asks to wait is waited for, and what only a
 * person can mend blocks the step until somebody says so.
 */
import { CancellationScope, condition, patched } from '@temporalio/workflow';
import type { Problem } from '../../onboarding/progress.js';
import { askedToWait, problemOf, waitsUntil } from './problems.js';

/** By an operator. */
export class SkipRequested extends Error {}

/** The step is not done, since nobody has asked for it. */
export class LeftOut extends Error {}

/** What is tried; its note tells until when a server asks to wait. */
type Tried<Name> = { name: Name; note?: string };

/** Shows it as blocked by the problem; as running, without one. */
type Show<Name, Step extends Tried<Name>> = (step: Step, problem: Problem | null) => void;

export class Attempts<Name extends string, Step extends Tried<Name>> {
  private readonly retries = new Set<Name>();
  private readonly skips = new Set<Name>();

  constructor(private readonly show: Show<Name, Step>) {}

  retry(name: Name): void {
    this.retries.add(name);
  }

  skip(name: Name): void {
    this.skips.add(name);
  }

  isToSkip({ name }: Step): boolean {
    return this.skips.has(name);
  }

  /**
   * Tries again and again; `retry` and `skip` end a standstill at once.
   * @param mended what else does, such as a new answer
   * @throws what is no standstill: a cancellation, a step that is left out, a bug
   */
  async untilDone<T>(step: Step, attempt: () => Promise<T>, mended = () => false): Promise<T> {
    for (;;) {
      this.retries.delete(step.name);
      try {
        return await attempt();
      } catch (error) {
        await this.standstill(step, error, mended);
      }
    }
  }

  /**
   * What has to be undone however a step ends, also in a run that is cancelled; false when an operator says to leave it.
   * @param answered in older histories, where an answer had it tried again, and again without a pause
   */
  async cleanUp(step: Step, work: () => Promise<void>, answered: () => boolean): Promise<boolean> {
    return CancellationScope.nonCancellable(async () => {
      for (;;) {
        try {
          await work();
          return true;
        } catch (error) {
          // Said before, and of something else.
          this.retries.delete(step.name);
          this.skips.delete(step.name);
          const mended = patched('no-answer-mends-a-clean-up') ? () => false : answered;
          await this.standstill(step, error, mended);
          if (this.isToSkip(step)) return false;
          this.show(step, null);
        }
      }
    });
  }

  /** So long, or until `retry`; false once the step is to be skipped. */
  async pause(step: Step, ms: number): Promise<boolean> {
    await condition(() => this.isTold(step), ms);
    this.retries.delete(step.name);
    return !this.isToSkip(step);
  }

  private isTold = (step: Step) => this.retries.has(step.name) || this.isToSkip(step);

  private async standstill(step: Step, error: unknown, mended: () => boolean): Promise<void> {
    const waitMs = askedToWait(error);
    if (waitMs !== undefined) {
      step.note = waitsUntil(waitMs);
      this.show(step, null);
      await condition(() => this.isTold(step), waitMs);
      delete step.note;
      return;
    }
    const problem = problemOf(error, step);
    if (problem === undefined) throw error;
    this.show(step, problem);
    await condition(() => this.isTold(step) || mended());
  }
}
