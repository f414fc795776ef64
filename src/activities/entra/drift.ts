/** Drift: the tenant held against what was agreed, with who changed what where the audit log may be read. */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import { type Difference, type Repairable, violations } from '../../onboarding/drift.js';
import { acsUrl } from '../../onboarding/testSignIn.js';
import type { Agreed } from '../../onboarding/watch.js';
import { ASSIGNED_TO } from './assignments.js';
import { CLAIMS_POLICIES, claimsPolicy } from './claimsPolicies.js';
import { differencesOf, readConfiguration } from './configuration.js';
import { notConsentedTo } from './consent.js';
import { assignmentKeyOf, defaultAccessOf } from './defaultAccess.js';
import type { Deps, Scope } from '../deps.js';
import { BlockedError, NotYetVisibleError } from '../failures.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

/** Reads that may show an older state before a repair is believed to have failed. */
const PATIENCE = 6;
/** Of assignments that are missing or were added, so many are named. */
const NAMED = 20;

const assignment = z.object({
  principalId: z.guid(),
  appRoleId: z.guid(),
  principalDisplayName: z.string().nullish(),
});

export function driftActivities(deps: Deps) {
  /** Among the reply URLs while a test sign-in is open. */
  const ourReplyUrl = deps.links === undefined ? undefined : acsUrl(deps.links.publicUrl);

  return {
    /**
     * Every difference, the customer's own additions included. `settled`: classes just repaired, whose differences
     * are looked at again before they are believed. `openTest`: our own reply URL is there for a test sign-in; false:
     * it was left behind.
     */
    async compareConfiguration(
      input: Scope & { agreed: Agreed; settled: Repairable[]; openTest?: boolean },
    ): Promise<{ differences: Difference[] }> {
      const { agreed, settled, openTest = true } = input;
      const client = deps.clientOf(input.permissionProfile);
      if (client === undefined) throw new TypeError(`no client for ${input.permissionProfile}`); // consent was blocked on it
      const { permissions: granted, servicePrincipalId } = await deps.entra.granted(input.tenantId, client);
      deps.forgetTokens(input.tenantId); // they may be from before a change of the consent
      const graph = deps.graphFor(input);
      const found = await readConfiguration(graph, agreed).catch(explained);
      const differences = [
        ...notConsentedTo(input.permissionProfile, granted),
        ...differencesOf(found, agreed).flatMap((difference): Difference[] => {
          if (difference.kind !== 'added' || difference.found !== ourReplyUrl) return [difference];
          return openTest ? [] : [{ ...difference, field: `${difference.field}[test]`, kind: 'leftover' }];
        }),
        ...(await assignmentDifferences(graph, agreed)),
      ];
      const foundNow = await withRemoval(graph, agreed, differences);
      const unsettled = violations(differences).some(({ class: name }) =>
        settled.some((one) => one === name),
      );
      if (unsettled && activityInfo().attempt < PATIENCE) {
        throw new NotYetVisibleError('what was repaired is not to be seen yet');
      }
      const mayReadAudits = AUDIT_PERMISSIONS.every((permission) => granted.includes(permission));
      if (foundNow.length === 0 || !mayReadAudits) return { differences: foundNow };
      const own = { clientId: client.clientId, servicePrincipalId };
      return { differences: await withAuthors(graph, deps.now(), own, agreed, foundNow) };
    },
  };
}

function explained(error: unknown): never {
  if (!(error instanceof GraphRequestError) || error.status !== 404 || activityInfo().attempt < PATIENCE)
    throw error;
  throw new BlockedError(newProblem('application_gone'));
}

async function assignmentDifferences(graph: GraphClient, agreed: Agreed): Promise<Difference[]> {
  if (agreed.assignments === null) return [];
  const id = { id: agreed.servicePrincipalId };
  const found = await graph.list(assignment, ASSIGNED_TO, id, { top: 999 });
  const roleIdOf = (role: string | null) =>
    role === null ? defaultAccessOf(agreed.roleIds) : agreed.roleIds[role];
  const key = (principalId: string, roleId: string | undefined) => assignmentKeyOf(principalId, roleId ?? '');
  const there = new Set(found.map(({ principalId, appRoleId }) => key(principalId, appRoleId)));
  const agreedKeys = agreed.assignments.map(({ principalId, role }) => key(principalId, roleIdOf(role)));
  const missing = agreed.assignments
    .filter((_, i) => !there.has(agreedKeys[i] ?? ''))
    .map(({ type, principal, role }) => `${type} ${principal} as ${role ?? 'Default Access'}`);
  const wanted = new Set(agreedKeys);
  const added = found
    .filter(({ principalId, appRoleId }) => !wanted.has(key(principalId, appRoleId)))
    .map(({ principalDisplayName, principalId }) => principalDisplayName ?? principalId);
  const common = { class: 'assignments' as const, field: 'appRoleAssignedTo' };
  return [
    ...named(missing).map((text) => ({ ...common, kind: 'missing' as const, agreed: text, found: null })),
    ...named(added).map((text) => ({ ...common, kind: 'added' as const, agreed: null, found: text })),
  ];
}

/** O15: where our claims mapping policy is not assigned any more, whether it is still there tells what was done to it. */
async function withRemoval(
  graph: GraphClient,
  agreed: Agreed,
  differences: Difference[],
): Promise<Difference[]> {
  const { claimsPolicyId: id } = agreed;
  if (id === null || !differences.some(isUnassigned)) return differences;
  const found = await graph.find(claimsPolicy, `${CLAIMS_POLICIES}/{id}`, { id });
  const removed = found === undefined ? 'deleted' : 'unassigned';
  return differences.map((difference) =>
    isUnassigned(difference) ? { ...difference, removed } : difference,
  );
}

const isUnassigned = ({ field, kind }: Difference) => field === 'claimsMappingPolicies' && kind === 'missing';

const named = (all: string[]) =>
  all.length <= NAMED ? all : [...all.slice(0, NAMED), `${String(all.length - NAMED)} more`];

/** Graph: both are needed. Optional: no permission profile asks for them. */
const AUDIT_PERMISSIONS = ['AuditLog.Read.All', 'Directory.Read.All'];
/** Entra ID keeps the log for 30 days, and for 7 without P1. */
const LOOK_BACK_MS = 30 * 86_400_000;
/** So many entries, the newest, are looked through: our own may be among them. */
const AUDITS = 50;

const actor = z.object({
  displayName: z.string().nullish(),
  appId: z.string().nullish(),
  servicePrincipalId: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
const audit = z.object({
  activityDateTime: z.string(),
  activityDisplayName: z.string(),
  initiatedBy: z.object({ user: actor.nullish(), app: actor.nullish() }),
});

/**
 * Adds the latest change of each object that somebody else has made; its properties' names in the log are unconfirmed.
 * What differs is told also when the log cannot be read: without the licence for it, it is refused whatever the permissions.
 */
async function withAuthors(
  graph: GraphClient,
  now: number,
  own: { clientId: string; servicePrincipalId: string },
  agreed: Agreed,
  differences: Difference[],
): Promise<Difference[]> {
  const since = new Date(now - LOOK_BACK_MS).toISOString();
  // O4: an application's own changes carry its object id, and no client id.
  const isOwn = (app: z.infer<typeof actor>) =>
    app.servicePrincipalId?.toLowerCase() === own.servicePrincipalId.toLowerCase() ||
    app.appId === own.clientId;
  const latest = async ({ id, about = /^/ }: Changed): Promise<Difference['lastChange']> => {
    const filter = `targetResources/any(t:t/id eq '${id}') and activityDateTime ge ${since}`;
    const entries = await graph
      .page(audit, '/auditLogs/directoryAudits', {}, { filter, top: AUDITS })
      .catch(() => ({ items: [] }));
    const entry = entries.items.find(
      ({ initiatedBy: { app }, activityDisplayName }) =>
        (app == null || !isOwn(app)) && about.test(activityDisplayName),
    );
    if (entry === undefined) return undefined;
    const { user, app } = entry.initiatedBy;
    const by = user?.userPrincipalName ?? user?.displayName ?? app?.displayName ?? app?.appId ?? 'unknown';
    return { by, at: entry.activityDateTime, activity: entry.activityDisplayName };
  };
  const keyOf = (difference: Difference) => {
    const { id, about } = changedIn(difference, agreed);
    return `${id} ${String(about)}`;
  };
  const objects = new Map(
    differences.map((difference) => [keyOf(difference), changedIn(difference, agreed)] as const),
  );
  const found = new Map(
    await Promise.all([...objects].map(async ([key, changed]) => [key, await latest(changed)] as const)),
  );
  return differences.map((difference) => {
    const lastChange = found.get(keyOf(difference));
    return lastChange === undefined ? difference : { ...difference, lastChange };
  });
}

/** The object in whose log a change stands; `about`: of others of its changes nothing is told. */
type Changed = { id: string; about?: RegExp };

function changedIn({ class: name, field, removed }: Difference, agreed: Agreed): Changed {
  const ofPolicy = agreed.claimsPolicyId ?? agreed.servicePrincipalId;
  if (removed === 'deleted') return { id: ofPolicy, about: /policy/i };
  if (removed === 'unassigned') return { id: agreed.servicePrincipalId, about: /policy/i };
  if (name === 'claims' && field !== 'claimsMappingPolicies') return { id: ofPolicy };
  const ofApplication = /^(identifierUris|web\.|appRoles|displayName|isDisabled|requestSignature)/.test(
    field,
  );
  return { id: ofApplication ? agreed.applicationId : agreed.servicePrincipalId };
}
