/** What every page of the operators says. */
import type { StepStatus } from '../../onboarding/steps.js';

export const PRODUCT = 'Single sign-on setup';

export const MARKS: Record<StepStatus, { mark: string; words: string }> = {
  pending: { mark: '', words: '' },
  running: { mark: '•', words: 'in progress' },
  waiting: { mark: '…', words: 'waiting' },
  blocked: { mark: '!', words: 'needs attention' },
  done: { mark: '✓', words: 'done' },
  skipped: { mark: '–', words: 'skipped' },
};
