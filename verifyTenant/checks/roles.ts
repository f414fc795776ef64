/** The one role that the checks define, and assign. */
import { appRoleId } from '../../src/activities/entra/application.js';
import type { Values } from '../check.js';

export const ROLE = { value: 'Messaging.Send', displayName: 'Messaging user' };
export const roleIdOf = (values: Values) => appRoleId(values.text('customerId'), ROLE.value);
