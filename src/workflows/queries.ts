/** What a workflow answers when it is asked, by its contract. */
import { defineQuery, setHandler } from '@temporalio/workflow';
import { type Answers, type Kind, VIEW, type ViewOf } from '../onboarding/contract.js';
import type { LinkedWorkflow } from '../onboarding/links.js';

type Query<K extends Kind> = keyof Answers[K] & string;

/** @param description for people who ask in the Temporal UI */
export type Answering<K extends Kind> = <Q extends Query<K>>(
  query: Q,
  description: string,
  answer: () => Answers[K][Q],
) => void;

/** Of one kind of workflow; what is said later counts. */
export const answering =
  <K extends Kind>(): Answering<K> =>
  (query, description, answer) => {
    setHandler(defineQuery<unknown>(query), answer, { description });
  };

/** How it stands and what was asked for, together. */
export function answeringViews<K extends LinkedWorkflow>(view: () => ViewOf<K>): void {
  setHandler(defineQuery<ViewOf<K>>(VIEW), view, { description: 'Progress and request, in one answer' });
}
