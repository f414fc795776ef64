/** "Default Access": being assigned without a role of the request's. */

/** Valid only while the application has no roles of its own. */
export const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/** What Microsoft's template brings, the same in every tenant: roles without a value, which no claim tells of. */
const TEMPLATE_USER_ROLE = '18d14569-c3bd-439b-9a66-3a2aee01d14f';
const TEMPLATE_ROLES: readonly string[] = [TEMPLATE_USER_ROLE, 'b9632174-c057-4f7e-951b-be3adc52bfe6'];

/** Among the ids of roles by their values: the one that stands for no role. No role of a request has this value. */
const DEFAULT_ROLE = '';

/** Where there are roles for users, Graph refuses an assignment without one: then the template's. */
export function defaultRoleIn(
  roles: readonly { id: string; isEnabled?: boolean | null | undefined }[],
): Record<string, string> {
  const user = roles.find(({ id, isEnabled }) => id === TEMPLATE_USER_ROLE && isEnabled !== false);
  return user === undefined ? {} : { [DEFAULT_ROLE]: user.id };
}

export const isTemplateRole = (roleId: string) => TEMPLATE_ROLES.includes(roleId.toLowerCase());

/** With which id Graph takes an assignment without a role. */
export const defaultAccessOf = (roleIds: Record<string, string>) => roleIds[DEFAULT_ROLE] ?? DEFAULT_ACCESS;

/** Graph: an assignment is one of a principal to a role. The template's roles are all the same to us. */
export const assignmentKeyOf = (principalId: string, appRoleId: string) =>
  `${principalId}/${isTemplateRole(appRoleId) ? DEFAULT_ACCESS : appRoleId}`.toLowerCase();
