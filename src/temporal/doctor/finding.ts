/** What one look at the set-up has found. */
export type Finding = {
  /** What was looked at. */
  check: string;
  /** `warning`: it works, though not as it should. */
  result: 'ok' | 'warning' | 'failed';
  /** What is so. */
  says: string;
  /** What to do about it: a sentence, or a command. */
  toDo?: string;
};
