/** What calls Microsoft Entra ID and Microsoft Graph. */
import type { Deps } from '../deps.js';
import { applicationActivities } from './application.js';
import { assignmentActivities } from './assignments.js';
import { certificateActivities } from './certificate.js';
import { claimsActivities } from './claims.js';
import { consentActivities } from './consent.js';
import { directoryActivities } from './directory.js';
import { driftActivities } from './drift.js';
import { manyAssignmentsActivities } from './manyAssignments.js';
import { metadataActivities } from './metadata.js';
import { preflightActivities } from './preflight.js';
import { principalActivities } from './principals.js';
import { removalActivities } from './removal.js';
import { repairActivities } from './repair.js';
import { rolloverActivities } from './rollover.js';
import { samlSettingsActivities } from './samlSettings.js';
import { signInLogActivities } from './signInLog.js';
import { testSignInActivities } from './testSignIn.js';
import { verificationActivities } from './verification.js';

export { graphFailure } from './failures.js';

export const entraActivities = (deps: Deps) => ({
  ...consentActivities(deps),
  ...preflightActivities(deps),
  ...applicationActivities(deps),
  ...samlSettingsActivities(deps),
  ...claimsActivities(deps),
  ...certificateActivities(deps),
  ...metadataActivities(deps),
  ...directoryActivities(deps),
  ...principalActivities(deps),
  ...assignmentActivities(deps),
  ...testSignInActivities(deps),
  ...manyAssignmentsActivities(deps),
  ...verificationActivities(deps),
  ...signInLogActivities(deps),
  ...removalActivities(deps),
  ...rolloverActivities(deps),
  ...driftActivities(deps),
  ...repairActivities(deps),
});
