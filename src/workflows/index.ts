export { assignManyPrincipals } from './assignManyPrincipals.js';
export { deliverEvents } from './run/events.js';
export { offboardCustomer } from './offboardCustomer.js';
export { onboardCustomer } from './onboardCustomer.js';
export { previewAssignments, searchDirectory } from './directory.js';
export { surveyTenant } from './surveyTenant.js';
export { watchSso } from './watchSso.js';
export { rememberSignOut } from './signOut.js';
