export { deliverEvents } from './events.js';
export { onboardCustomer } from './onboardCustomer.js';
