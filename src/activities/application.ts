/** Step 1: the enterprise application "MessageMedia SSO for <Company>" and its roles. */
import type { Application, AppRole } from '@microsoft/microsoft-graph-types';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { applicationUniqueName, creationTag } from '../onboarding/names.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import type { Deps, Scope } from './deps.js';
import { NotYetVisibleError } from './failures.js';

/** Graph: a service principal's tags that make it an enterprise application with custom single sign-on. */
export const ENTERPRISE_APPLICATION_TAGS = [
  'WindowsAzureActiveDirectoryCustomSingleSignOnApplication',
  'WindowsAzureActiveDirectoryIntegratedApp',
];

export const appRole = z.object({
  id: z.guid(),
  value: z.string().nullish(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  isEnabled: z.boolean().nullish(),
  allowedMemberTypes: z.array(z.string()).nullish(),
});
export const application = z.object({
  id: z.guid(),
  appId: z.guid(),
  displayName: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  identifierUris: z.array(z.string()).default([]),
  appRoles: z.array(appRole).default([]),
});
export const servicePrincipal = z.object({ id: z.guid(), appId: z.guid() });

export const APPLICATION_BY_KEY = "/applications(uniqueName='{uniqueName}')";
const SERVICE_PRINCIPAL_BY_KEY = "/servicePrincipals(appId='{appId}')";

type RoleRequest = OnboardingRequest['appRoles'];

/** The same id for the same role of the same customer, so that a repeated write changes nothing. */
export function appRoleId(customerId: string, value: string): string {
  const hex = createHash('sha256').update(`app-role/${customerId}/${value}`).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const definitions = (customerId: string, roles: RoleRequest): AppRole[] =>
  roles.map(({ value, displayName, description }) => ({
    id: appRoleId(customerId, value),
    value,
    displayName,
    description: description ?? displayName,
    allowedMemberTypes: ['User'],
    isEnabled: true,
  }));

export function applicationActivities(deps: Deps) {
  return {
    /**
     * Creates or updates the application by its unique name. The creation tag is written only with the creation, so
     * that a rollback can tell whose it is.
     */
    async upsertApplication(
      input: Scope & { displayName: string },
    ): Promise<{ applicationId: string; appId: string; createdByUs: boolean }> {
      const graph = deps.graphFor(input);
      const uniqueName = applicationUniqueName(input.customerId);
      const tag = creationTag(input.onboardingId);
      const found = await graph.find(application, APPLICATION_BY_KEY, { uniqueName });
      if (found === undefined) {
        const body: Application = {
          displayName: input.displayName,
          signInAudience: 'AzureADMyOrg',
          tags: [tag],
        };
        const created = await graph.upsert(application, APPLICATION_BY_KEY, { uniqueName }, body);
        if (created !== undefined)
          return { applicationId: created.id, appId: created.appId, createdByUs: true };
        // It existed after all: an earlier attempt's, not to be read everywhere yet.
        throw new NotYetVisibleError('the application exists but cannot be read yet');
      }
      if (found.displayName !== input.displayName) {
        await graph.patch('/applications/{id}', { id: found.id }, { displayName: input.displayName });
      }
      return { applicationId: found.id, appId: found.appId, createdByUs: found.tags.includes(tag) };
    },

    /**
     * Adds the roles to the application (Graph refuses them on the service principal). Roles that are there already
     * are kept: the write replaces the whole list.
     */
    async defineAppRoles(
      input: Scope & { applicationId: string; roles: RoleRequest },
    ): Promise<{ roleIds: Record<string, string> }> {
      const graph = deps.graphFor(input);
      const wanted = definitions(input.customerId, input.roles);
      const found = await graph.get(application, '/applications/{id}', { id: input.applicationId });
      const others = found.appRoles.filter((role) => !wanted.some((own) => own.value === role.value));
      // A role of the same value that is there under another id keeps it: assignments hang on it.
      const own = wanted.map((role) => {
        const existing = found.appRoles.find((candidate) => candidate.value === role.value);
        return existing === undefined ? role : { ...role, id: existing.id };
      });
      const same = own.every((role) => {
        const existing = found.appRoles.find((candidate) => candidate.id === role.id);
        return (
          existing?.displayName === role.displayName &&
          existing?.description === role.description &&
          existing?.isEnabled === true
        );
      });
      if (!same) {
        await graph.patch(
          '/applications/{id}',
          { id: input.applicationId },
          { appRoles: [...others, ...own] },
        );
      }
      return { roleIds: Object.fromEntries(own.map((role) => [String(role.value), String(role.id)])) };
    },

    /** Creates or updates the service principal by its application's id. */
    async upsertServicePrincipal(input: Scope & { appId: string }): Promise<{ servicePrincipalId: string }> {
      const graph = deps.graphFor(input);
      const key = { appId: input.appId };
      const found = await graph.find(servicePrincipal, SERVICE_PRINCIPAL_BY_KEY, key);
      if (found !== undefined) return { servicePrincipalId: found.id };
      const body = { tags: ENTERPRISE_APPLICATION_TAGS, appRoleAssignmentRequired: true };
      const created = await graph.upsert(servicePrincipal, SERVICE_PRINCIPAL_BY_KEY, key, body);
      if (created !== undefined) return { servicePrincipalId: created.id };
      throw new NotYetVisibleError('the service principal exists but cannot be read yet');
    },
  };
}
