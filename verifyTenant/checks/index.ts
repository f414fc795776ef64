/** The table of checks, in the order in which they are made. */
import type { Check } from '../check.js';
import { assignmentChecks } from './assignments.js';
import { certificateChecks } from './certificates.js';
import { claimsChecks } from './claims.js';
import { creationChecks } from './creation.js';
import { directoryChecks } from './directory.js';
import { logChecks } from './logs.js';
import { preflightAfter, preflightBefore } from './preflight.js';
import { removalChecks } from './removal.js';
import { samlSettingsChecks } from './samlSettings.js';
import { templateSignInChecks } from './template.js';

/** Up to the point at which somebody can sign in. */
export const CHECKS_BEFORE_SIGN_IN: readonly Check[] = [
  preflightBefore,
  ...directoryChecks,
  ...creationChecks,
  ...samlSettingsChecks,
  preflightAfter,
  ...certificateChecks,
  ...claimsChecks,
  ...assignmentChecks,
  ...templateSignInChecks,
];
export const CHECKS_AFTER_SIGN_IN: readonly Check[] = [...logChecks, ...removalChecks];
export const CHECKS: readonly Check[] = [...CHECKS_BEFORE_SIGN_IN, ...CHECKS_AFTER_SIGN_IN];
