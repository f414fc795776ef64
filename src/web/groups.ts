/**
 * Which customers an operator or application may see, where CUSTOMER_GROUPS parts them: a group has the customers whose
 * id begins with one of its prefixes, and its app role is `Onboarding.Group.<name>`. The id is in every address, workflow
 * ID and search attribute, cannot be changed, and is known before anything is asked: no request can get around it.
 */
import type { FastifyRequest } from 'fastify';
import type { WebSettings } from '../config/web.js';

const GROUP_ROLE = 'Onboarding.Group.';
/** May see the customers of every group, and those of none. */
const ALL_GROUPS_ROLE = `${GROUP_ROLE}all`;

/** Prefixes of the ids of the customers that may be seen; undefined: all may. An empty list: none. */
export type Scope = readonly string[] | undefined;

/** @param roles of an ID token or access token */
export function scopeOf(
  { customerGroups }: Pick<WebSettings, 'customerGroups'>,
  roles: readonly string[],
): Scope {
  if (customerGroups === undefined || roles.includes(ALL_GROUPS_ROLE)) return undefined;
  return roles
    .filter((role) => role.startsWith(GROUP_ROLE))
    .flatMap((role) => customerGroups.get(role.slice(GROUP_ROLE.length)) ?? []);
}

export const isWithin = (scope: Scope, customerId: string): boolean =>
  scope === undefined || scope.some((prefix) => customerId.startsWith(prefix));

/**
 * Groups part customers, and two of them may share a tenant that has consented once for both: the word of somebody who
 * sees one group is then no proof that its administrator agrees.
 */
export const mayReportConsent = (scope: Scope): boolean => scope === undefined;

const scopes = new WeakMap<FastifyRequest, { scope: Scope }>();

/** Once it is known who asks. */
export const setScope = (request: FastifyRequest, scope: Scope): void => {
  scopes.set(request, { scope });
};

/** @throws TypeError where it is not known who asks: nothing is shown then */
export function scopeOn(request: FastifyRequest): Scope {
  const found = scopes.get(request);
  if (found === undefined) throw new TypeError('it is not known who asks');
  return found.scope;
}
