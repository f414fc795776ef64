/** What people tell an offboarding, and what it says about itself. */
import { z } from 'zod';
import type { Problem } from './progress.js';

const person = z.string().trim().min(1).max(100);

export const OFFBOARDING_SIGNALS = {
  confirmOffboarding: z.strictObject({
    by: person,
    byId: person
      .optional()
      .describe('Their id in the directory, where a sign-in has proved it: names can be changed in between'),
  }),
  retryOffboarding: z.strictObject({ by: person }),
  cancelOffboarding: z.strictObject({ by: person, reason: z.string().trim().min(1).max(500) }),
} as const;
export type OffboardingSignal = keyof typeof OFFBOARDING_SIGNALS;

/** The same for the same person, however the name is typed. What names are worth is said in docs/offboarding.md. */
export const samePerson = (one: string, other: string): boolean =>
  one.trim().replace(/\s+/g, ' ').toLowerCase() === other.trim().replace(/\s+/g, ' ').toLowerCase();

/** `survey`: what is there; `confirmation`: an operator agrees; `removal`. */
export const OFFBOARDING_STEPS = ['survey', 'confirmation', 'removal'] as const;
export type OffboardingStep = (typeof OFFBOARDING_STEPS)[number];

export const OFFBOARDING_STATUSES = ['running', 'waiting', 'blocked', 'done', 'cancelled'] as const;

export type OffboardingProgress = {
  customerId: string;
  tenant: string;
  offboardingId: string;
  status: (typeof OFFBOARDING_STATUSES)[number];
  step: OffboardingStep;
  waitingFor: { signal: OffboardingSignal; from: 'operator'; instruction: string } | null;
  problem: Problem | null;
  /** Such as until when a server asks to wait. */
  note?: string;
  /** What is removed, in this order, and what is left; null before it is known. */
  plan: { toRemove: string[]; toKeep: string[] } | null;
  /** Who has confirmed what is shown, and how many people must; absent in older workflows. */
  confirmations?: { needed: number; by: string[] };
  /** What people did, oldest first. */
  actions: { at: string; signal: OffboardingSignal; by: string }[];
  /** Input that was refused, and why; the latest 20. */
  refused: { at: string; signal: OffboardingSignal; reason: string }[];
};

/** What the workflow returns. */
export type OffboardingResult = {
  customerId: string;
  offboardingId: string;
  status: 'done' | 'cancelled';
  removed: string[];
  kept: string[];
};
