export { onboardCustomer } from './onboardCustomer.js';
