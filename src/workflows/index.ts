export { assignManyPrincipals, previewAssignments, searchDirectory, surveyTenant } from './entra/index.js';
export { deliverEvents } from './run/events.js';
export { offboardCustomer } from './offboardCustomer.js';
export { onboardCustomer } from './onboardCustomer.js';
export { watchSso } from './watchSso.js';
export { rememberSignOut } from './signOut.js';
