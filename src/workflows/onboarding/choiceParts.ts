/** Puts a choice together that comes in parts: in any order, some of them twice. */
import { assignmentKey } from '../../onboarding/choiceProblems.js';
import type { SignalInput } from '../../onboarding/signals.js';

type Choice = SignalInput<'chooseRoles'>;

export class ChoiceParts {
  /** Its name and its number of parts. */
  private choice = '';
  private readonly parts = new Map<number, Choice>();

  /** The whole choice when this part was the last one missing, else how many have come. */
  add(input: Choice): Choice | { have: number; of: number } {
    const { part, chosenBy } = input;
    if (part === undefined) return input;
    // The parts of an earlier choice that was never completed count no more.
    const choice = `${String(part.of)} of ${part.choice}`;
    if (choice !== this.choice) this.parts.clear();
    this.choice = choice;
    this.parts.set(part.number, input);
    if (this.parts.size < part.of) return { have: this.parts.size, of: part.of };
    const all = [...this.parts.entries()]
      .sort(([a], [b]) => a - b)
      .flatMap(([, { assignments }]) => assignments);
    this.parts.clear();
    const once = new Map(all.map((assignment) => [assignmentKey(assignment), assignment]));
    return { assignments: [...once.values()], chosenBy };
  }
}
