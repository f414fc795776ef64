/** Step 1: the enterprise application "MessageMedia SSO for <Company>" and its roles. */
import type { Application, AppRole } from '@microsoft/microsoft-graph-types';
import { createHash } from 'node:crypto';
import type { GraphClient } from '../../graph/client.js';
import { applicationUniqueName, creationTag, isCreationTag, temporaryName } from '../../onboarding/names.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import {
  application,
  APPLICATION_BY_KEY,
  type FoundApplication,
  type FoundRole,
  SERVICE_PRINCIPAL_BY_KEY,
  servicePrincipal,
} from './applicationShapes.js';
import { defaultRoleIn } from './defaultAccess.js';
import type { Deps, Scope } from '../deps.js';
import { NotYetVisibleError } from '../failures.js';
import { refuseOtherOwners, requireOwner } from './ownership.js';
import {
  deletedApplication,
  deletedServicePrincipal,
  restore,
  restored,
  uniqueNameIsTaken,
} from './restore.js';
import { instantiateOrRestore, mayHaveWritten, removeCopies } from './template.js';

/** Graph: a service principal's tags that make it an enterprise application with custom single sign-on. */
export const ENTERPRISE_APPLICATION_TAGS = [
  'WindowsAzureActiveDirectoryCustomSingleSignOnApplication',
  'WindowsAzureActiveDirectoryIntegratedApp',
];

type RoleRequest = OnboardingRequest['appRoles'];

export type EnterpriseApplication = {
  applicationId: string;
  appId: string;
  servicePrincipalId: string;
  /** Ids by the roles' values. */
  roleIds: Record<string, string>;
};

/** The same id for the same role of the same customer, so that a repeated write changes nothing. */
export function appRoleId(customerId: string, value: string): string {
  const hex = createHash('sha256').update(`app-role/${customerId}/${value}`).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * By the roles' values. A role of the same value that is there under another id keeps that id, since assignments hang on
 * it, unless it is another one of ours that somebody has renamed.
 */
function roleIdsOf(found: FoundRole[], customerId: string, roles: RoleRequest): Record<string, string> {
  const own = new Map(roles.map(({ value }) => [appRoleId(customerId, value), value]));
  const ids = roles.map(({ value }) => {
    const there = found.find((role) => role.value === value && (own.get(role.id) ?? value) === value);
    return [value, there?.id ?? appRoleId(customerId, value)] as const;
  });
  return Object.fromEntries(ids);
}

export const roleDefinitions = (
  customerId: string,
  roles: RoleRequest,
  roleIds: Record<string, string> = {},
) =>
  roles.map(({ value, displayName, description }) => ({
    id: roleIds[value] ?? appRoleId(customerId, value),
    value,
    displayName,
    description: description ?? displayName,
    allowedMemberTypes: ['User'],
    isEnabled: true,
  })) satisfies AppRole[];

export function applicationActivities(deps: Deps) {
  return {
    /** Creates the application and its service principal, or finds or restores both and writes what differs. */
    async createEnterpriseApplication(input: Creation): Promise<EnterpriseApplication> {
      const graph = deps.graphFor(input);
      const key = { uniqueName: applicationUniqueName(input.customerId) };
      const { templateId } = deps;
      const found = await graph.find(application, APPLICATION_BY_KEY, key);
      const obtained: Obtained =
        found !== undefined
          ? { app: found, origin: 'found' }
          : templateId === undefined
            ? await createOrRestore(graph, key, input)
            : await instantiateOrRestore(deps, templateId, input, key.uniqueName);
      const { app, origin } = obtained;
      const wasThere = origin !== 'created' && !isMadeNow(app, input);
      if (wasThere) await refuseOtherOwners(deps, input, 'application', app.id);
      // What was there before this step has had its owner since.
      const isNew = found === undefined || mayHaveWritten(input);
      // What comes from a template has been asked about before it got its unique name.
      const isUnchecked = found === undefined ? origin === 'created' : mayHaveWritten(input);
      if (isUnchecked) await requireOwner(deps, input, 'application', app.id);
      const principal =
        obtained.servicePrincipalId ??
        (await graph.find(servicePrincipal, SERVICE_PRINCIPAL_BY_KEY, { appId: app.appId }))?.id;
      const deletedPrincipal =
        principal === undefined && origin !== 'created'
          ? await deletedServicePrincipal(graph, app.appId)
          : undefined;
      if (wasThere && principal !== undefined) {
        await refuseOtherOwners(deps, input, 'servicePrincipal', principal);
      }
      // Before the service principal comes back: it is what tells a restoring that was cut off.
      const isRestored = origin === 'restored' || deletedPrincipal !== undefined;
      if (origin !== 'created') await writeDifference(graph, app, input, isRestored);
      if (deletedPrincipal !== undefined) await restore(graph, servicePrincipal, deletedPrincipal);
      const servicePrincipalId =
        principal ?? deletedPrincipal ?? (await createServicePrincipal(graph, app.appId));
      if (isNew && !isRestored) await requireOwner(deps, input, 'servicePrincipal', servicePrincipalId);
      if (templateId !== undefined && mayHaveWritten(input)) await removeCopies(graph, input, app.id);
      return {
        applicationId: app.id,
        appId: app.appId,
        servicePrincipalId,
        roleIds: {
          ...roleIdsOf(app.appRoles, input.customerId, input.roles),
          ...defaultRoleIn(app.appRoles),
        },
      };
    },
  };
}

type Creation = Scope & { displayName: string; roles: RoleRequest };
type Obtained = {
  app: FoundApplication;
  origin: 'created' | 'found' | 'restored';
  /** Where the reply to the creation has told it. */
  servicePrincipalId?: string;
};

/** By an earlier attempt of this onboarding. */
const isMadeNow = (app: FoundApplication, { customerId, onboardingId }: Creation) =>
  app.tags.includes(creationTag(onboardingId)) || app.displayName === temporaryName(customerId, onboardingId);

/** Roles belong on the application: Graph refuses them on the service principal. */
async function createOrRestore(
  graph: GraphClient,
  key: { uniqueName: string },
  { customerId, onboardingId, displayName, roles }: Creation,
): Promise<Obtained> {
  const body: Application = {
    displayName,
    signInAudience: 'AzureADMyOrg',
    tags: [creationTag(onboardingId)],
    ...(roles.length === 0 ? {} : { appRoles: roleDefinitions(customerId, roles) }),
  };
  try {
    const created = await graph.upsert(application, APPLICATION_BY_KEY, key, body);
    // If it existed after all, it is an earlier attempt's, not to be read everywhere yet.
    if (created === undefined) throw new NotYetVisibleError('the application exists but cannot be read yet');
    return { app: created, origin: 'created' };
  } catch (error) {
    if (!uniqueNameIsTaken(error)) throw error;
    // O12: said of a live application too, which the first look did not show.
    const live = await graph.find(application, APPLICATION_BY_KEY, key);
    if (live !== undefined) return { app: live, origin: 'found' };
    const id = await deletedApplication(graph, key.uniqueName);
    return { app: await restored(graph, id), origin: 'restored' };
  }
}

/**
 * The creation tag tells a rollback whose the application is: it is written with the creation, or, for what a template
 * made, with the name; and replaced when this onboarding brought the application back.
 */
async function writeDifference(
  graph: GraphClient,
  app: FoundApplication,
  { customerId, onboardingId, displayName, roles }: Creation,
  isRestored: boolean,
): Promise<void> {
  const tag = creationTag(onboardingId);
  const roleIds = roleIdsOf(app.appRoles, customerId, roles);
  const appRoles = withRoles(app.appRoles, roleDefinitions(customerId, roles, roleIds));
  const isOurs = isRestored || app.displayName === temporaryName(customerId, onboardingId);
  const change = {
    ...(app.displayName === displayName ? {} : { displayName }),
    ...(isOurs && !app.tags.includes(tag)
      ? { tags: [...app.tags.filter((other) => !isCreationTag(other)), tag] }
      : {}),
    ...(appRoles === undefined ? {} : { appRoles }),
  };
  if (Object.keys(change).length > 0) await graph.patch('/applications/{id}', { id: app.id }, change);
}

/** The whole list to write, with all other roles kept; undefined when none of ours is missing or different. */
export function withRoles(found: FoundRole[], wanted: AppRole[]): AppRole[] | undefined {
  const there = (role: AppRole) => found.find(({ id }) => id === role.id);
  const same = wanted.every((role) => {
    const existing = there(role);
    return (
      existing?.value === role.value &&
      existing?.displayName === role.displayName &&
      existing?.description === role.description &&
      existing?.isEnabled === true &&
      existing.allowedMemberTypes?.includes('User') === true
    );
  });
  if (same) return undefined;
  const others = found.filter(({ id }) => !wanted.some((own) => own.id === id));
  const ours = wanted.map((role) => {
    const memberTypes = [...(role.allowedMemberTypes ?? []), ...(there(role)?.allowedMemberTypes ?? [])];
    return { ...role, allowedMemberTypes: [...new Set(memberTypes)] };
  });
  return [...others, ...ours] as AppRole[];
}

async function createServicePrincipal(graph: GraphClient, appId: string): Promise<string> {
  const body = { tags: ENTERPRISE_APPLICATION_TAGS, appRoleAssignmentRequired: true };
  const created = await graph.upsert(servicePrincipal, SERVICE_PRINCIPAL_BY_KEY, { appId }, body);
  if (created !== undefined) return created.id;
  throw new NotYetVisibleError('the service principal exists but cannot be read yet');
}
