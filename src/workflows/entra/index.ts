/** Microsoft Entra ID as the identity provider: its steps, in the guide's order, and what keeps them working. */
export { consent } from './consent.js';
export { application } from './application.js';
export { samlMode } from './samlMode.js';
export { samlSettings } from './samlSettings.js';
export { claims } from './claims.js';
export { certificate } from './certificate.js';
export { metadata } from './metadata.js';
export { principals } from './principals.js';
export { assignments } from './assignments.js';
export { testReplyUrl, watchedTestReplyUrl } from './testReplyUrl.js';
export { agreedOf } from './agreed.js';
export { verification } from './verification.js';
export { signInLog } from './signInLog.js';
export { removal } from './removal.js';
export { findTenant, tenantOf } from './tenant.js';
export { handoverOf, lookAfterCertificates } from './rollover.js';
export { compare } from './drift.js';
/** Workflows of their own. */
export { assignManyPrincipals } from './assignManyPrincipals.js';
export { previewAssignments, searchDirectory } from './directory.js';
export { surveyTenant } from './surveyTenant.js';
