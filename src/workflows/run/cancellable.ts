/** The part of a run that people may cancel, by a signal as well as by Temporal's own means. */
import { CancellationScope } from '@temporalio/workflow';

export class Cancellable {
  private readonly scope = new CancellationScope();
  /** Otherwise Temporal is to show the workflow as cancelled. */
  bySignal = false;

  run<T>(story: () => Promise<T>): Promise<T> {
    return this.scope.run(story);
  }

  cancel(): void {
    this.bySignal = true;
    this.scope.cancel();
  }
}
