/**
 * What the steps that are the same for every identity provider ask of it. Each provider has a folder with its own steps;
 * `onboardCustomer.ts` and `watchSso.ts` know whose.
 */
import type { StepProgress } from '../onboarding/progress.js';
import type { Made } from '../onboarding/removal.js';

/** Whether somebody has signed in to the application since then, and when. */
export type SignInLog = (
  step: StepProgress,
  since: string,
) => Promise<{ log: 'unavailable' } | { log: 'available'; at: string | null }>;

/** Our own pages as one more place that sign-ins may lead to. */
export type TestReplyUrl = {
  /** Not opened where the worker knows of no pages. */
  add: () => Promise<{ opened: boolean; replyUrl?: string }>;
  /** @param replyUrl as it was added, where that is known */
  remove: (replyUrl: string | undefined) => Promise<void>;
};

/** Of what was made in the tenant. */
export type Removal = { find: () => Promise<Made>; remove: (made: Made) => Promise<void> };
