/** What people and programs do with a customer's workflow: one entry of the table for each signal. */
import type { z } from 'zod';

/** Where an action can be taken. */
export const SURFACES = ['cli', 'api', 'console'] as const;
export type Surface = (typeof SURFACES)[number];

export type Action = {
  /** What is given. Who tells it is known otherwise, except on the command line. */
  input: z.ZodType<object>;
  /** Which field of the signal says who tells it; `reportedBy`: for whoever has answered. */
  actor: 'by' | 'reportedBy' | 'confirmedBy';
  /** Who may: whoever operates, or only who operates for every customer, since groups of customers may share a tenant. */
  who: (input: object) => 'operators' | 'operatorsOfAllGroups';
  words: ActionWords;
  /** What it would remove from the tenant: seen before it is done, and done only as it was seen. */
  preview?: 'cancellation' | 'plan';
  /** The command with its option, the last part of the API's address, the console's address; or why it is not there. */
  reach: Record<Surface, string | { none: string }>;
};

export type ActionWords = {
  /** For the command line and the API: an imperative. */
  summary: string;
  /** What it changes, in one sentence. */
  changes: string;
  /** On its button. */
  button: string;
  /** To who has pressed it. */
  done: string;
  /** In the record, after the name of who did it. */
  told: string;
  /** Where it was refused: what somebody wanted to do. */
  wanted: string;
  /** What comes after the customer on the command line. */
  example: string;
  /** What a command of its own asks for, where that is no more than a step and some words. */
  fields?: Record<string, Field>;
};

type Field = { /** What stands for it in a usage. */ value: string; text: string; optional?: true };

/** Whoever may operate at all. */
export const operators = () => 'operators' as const;

export const BY = { value: 'name', text: 'who decided' };
export const STEP = { value: 'step', text: 'which step' };
export const REASON = { value: 'text', text: 'why' };

export const ON_THE_LINK =
  'The person who answers does so on the pages of their link, which show what they answer. An operator who passes an answer on uses the command line.';
