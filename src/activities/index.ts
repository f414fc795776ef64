/** Everything workflows can call, with the clients it needs. */
import { applicationActivities } from './application.js';
import { assignmentActivities } from './assignments.js';
import { certificateActivities } from './certificate.js';
import { claimsActivities } from './claims.js';
import { consentActivities } from './consent.js';
import type { Deps } from './deps.js';
import { withFailures } from './failures.js';
import { metadataActivities } from './metadata.js';
import { notifyActivities } from './notify.js';
import { principalActivities } from './principals.js';
import { rollbackActivities } from './rollback.js';
import { samlSettingsActivities } from './samlSettings.js';
import { verificationActivities } from './verification.js';

/** Each activity reads, compares and writes only the difference, so that it may run any number of times. */
export function createActivities(deps: Deps) {
  const consent = consentActivities(deps);
  const app = applicationActivities(deps);
  const saml = samlSettingsActivities(deps);
  const claims = claimsActivities(deps);
  const certificate = certificateActivities(deps);
  const metadata = metadataActivities(deps);
  const principals = principalActivities(deps);
  const assignments = assignmentActivities(deps);
  const verification = verificationActivities(deps);
  const notify = notifyActivities(deps);
  const rollback = rollbackActivities(deps);
  return {
    resolveTenant: withFailures(consent.resolveTenant),
    checkConsent: withFailures(consent.checkConsent),
    upsertApplication: withFailures(app.upsertApplication),
    defineAppRoles: withFailures(app.defineAppRoles),
    upsertServicePrincipal: withFailures(app.upsertServicePrincipal),
    setSamlMode: withFailures(saml.setSamlMode),
    setSamlSettings: withFailures(saml.setSamlSettings),
    setClaims: withFailures(claims.setClaims),
    addSigningCertificate: withFailures(certificate.addSigningCertificate),
    activateSigningCertificate: withFailures(certificate.activateSigningCertificate),
    fetchFederationMetadata: withFailures(metadata.fetchFederationMetadata),
    prepareHandover: withFailures(metadata.prepareHandover),
    lookUpPrincipals: withFailures(principals.lookUpPrincipals),
    assignPrincipals: withFailures(assignments.assignPrincipals),
    checkAssignments: withFailures(assignments.checkAssignments),
    confirmAssignments: withFailures(assignments.confirmAssignments),
    verifyConfiguration: withFailures(verification.verifyConfiguration),
    sendText: withFailures(notify.sendText),
    removeClaimsPolicy: withFailures(rollback.removeClaimsPolicy),
    removeApplication: withFailures(rollback.removeApplication),
  };
}

export type Activities = ReturnType<typeof createActivities>;
