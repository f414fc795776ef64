/** Everything workflows can call, with the clients it needs. */
import { applicationActivities } from './application.js';
import { assignmentActivities } from './assignments.js';
import { certificateActivities } from './certificate.js';
import { claimsActivities } from './claims.js';
import { consentActivities } from './consent.js';
import type { Deps } from './deps.js';
import { directoryActivities } from './directory.js';
import { eventActivities } from './events.js';
import { driftActivities } from './drift.js';
import { withFailures } from './failures.js';
import { hubSignInActivities } from './hubSignIn.js';
import { manyAssignmentsActivities } from './manyAssignments.js';
import { metadataActivities } from './metadata.js';
import { notifyActivities } from './notify.js';
import { preflightActivities } from './preflight.js';
import { principalActivities } from './principals.js';
import { removalActivities } from './removal.js';
import { repairActivities } from './repair.js';
import { rolloverActivities } from './rollover.js';
import { samlSettingsActivities } from './samlSettings.js';
import { testSignInActivities } from './testSignIn.js';
import { verificationActivities } from './verification.js';

/** Each activity reads, compares and writes only the difference, so that it may run any number of times. */
export function createActivities(deps: Deps) {
  return withFailures({
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
    ...hubSignInActivities(deps),
    ...notifyActivities(deps),
    ...eventActivities(deps),
    ...removalActivities(deps),
    ...rolloverActivities(deps),
    ...driftActivities(deps),
    ...repairActivities(deps),
  });
}

export type Activities = ReturnType<typeof createActivities>;
