/**
 * Rollback and offboarding: what we made in a tenant, found by its natural keys, and its removal. Found first and in
 * an activity of its own, so that what was removed can be told even when the reply to its removal is lost.
 */
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import {
  applicationUniqueName,
  claimsPolicyName,
  creationTag,
  isClaimsPolicyOf,
  temporaryName,
} from '../../onboarding/names.js';
import type { Made } from '../../onboarding/removal.js';
import {
  application,
  APPLICATION_BY_KEY,
  type FoundApplication,
  SERVICE_PRINCIPAL_BY_KEY,
  servicePrincipal,
} from './applicationShapes.js';
import { ASSIGNED_TO } from './assignments.js';
import { signingServicePrincipal } from './credentials.js';
import { appliesOnlyTo, CLAIMS_POLICIES, claimsPolicy, unassign } from './claimsPolicies.js';
import type { Deps, Scope } from '../deps.js';
import { remove } from './gone.js';
import { findSettled } from './settle.js';
import { copiesOf } from './template.js';

/** `onboarding`: what this onboarding made; `customer`: what any onboarding of the customer made. */
type Search = Scope & { madeBy: 'onboarding' | 'customer' };

export function removalActivities(deps: Deps) {
  return {
    /** Policies by name and the application by its key, because an activity that was cut off may have told no ids. */
    async findMade(input: Search): Promise<Made> {
      const graph = deps.graphFor(input);
      const settled = { mayHaveWritten: true, settleMs: deps.settleMs };
      const [app, ...copies] = (await findSettled(() => findApplications(graph, input), settled)) ?? [];
      // Looked for by itself: a replica may know the one and not yet the other.
      const principal = app && (await findSettled(() => findServicePrincipal(graph, app.appId), settled));
      const policies = (await findSettled(() => findPolicies(graph, input), settled)) ?? [];
      const servicePrincipalId = principal?.id ?? null;
      const made: Made['policies'] = [];
      for (const { id, displayName } of policies) {
        const only = await appliesOnlyTo(graph, id, servicePrincipalId);
        made.push({ id, displayName, remove: only });
      }
      const found =
        app === undefined
          ? null
          : { ...describe(app, input), ...(await contentsOf(graph, principal)), ...named(copies) };
      return { application: found, servicePrincipalId, policies: made };
    },

    /**
     * Last made, first removed. The application's service principal, certificates and assignments go with it; Entra
     * ID keeps them restorable for 30 days.
     */
    async removeMade(input: Scope & { made: Made }): Promise<void> {
      const graph = deps.graphFor(input);
      const { application: app, servicePrincipalId, policies } = input.made;
      for (const { id } of policies.filter(({ remove }) => remove)) {
        // Whatever was seen of it: the list of those a policy applies to lags behind.
        if (servicePrincipalId !== null) await unassign(graph, servicePrincipalId, id, deps.settleMs);
        await remove(graph, `${CLAIMS_POLICIES}/{id}`, id, deps.settleMs);
      }
      const applications = [...(app?.copies ?? []), ...(app?.remove === true ? [app.id] : [])];
      for (const id of applications) await remove(graph, '/applications/{id}', id, deps.settleMs);
    },
  };
}

const signing = servicePrincipal.extend(signingServicePrincipal.shape);

/** The one with our unique name; then, or without it, those that a creation from the template has not finished. */
async function findApplications(graph: GraphClient, input: Search): Promise<FoundApplication[] | undefined> {
  const key = { uniqueName: applicationUniqueName(input.customerId) };
  const keyed = await graph.find(application, APPLICATION_BY_KEY, key);
  const copies = (await copiesOf(graph, input, input.madeBy)).filter(({ id }) => id !== keyed?.id);
  const found = keyed === undefined ? copies : [keyed, ...copies];
  return found.length > 0 ? found : undefined;
}

const named = (copies: readonly FoundApplication[]) =>
  copies.length === 0 ? {} : { copies: copies.map(({ id }) => id) };

const findServicePrincipal = (graph: GraphClient, appId: string) =>
  graph.find(
    signing,
    SERVICE_PRINCIPAL_BY_KEY,
    { appId },
    { select: [...Object.keys(servicePrincipal.shape), 'keyCredentials'] },
  );

const describe = (found: FoundApplication, { customerId, onboardingId, madeBy }: Search) => ({
  id: found.id,
  displayName: found.displayName ?? applicationUniqueName(customerId),
  remove:
    madeBy === 'customer' ||
    found.tags.includes(creationTag(onboardingId)) ||
    found.displayName === temporaryName(customerId, onboardingId),
});

/** What goes with it. */
async function contentsOf(graph: GraphClient, principal: z.infer<typeof signing> | undefined) {
  if (principal === undefined) return { certificates: 0, assignments: 0 };
  const certificates = principal.keyCredentials.filter(({ usage }) => usage === 'Verify').length;
  const assigned = await graph.list(z.looseObject({}), ASSIGNED_TO, { id: principal.id }, { top: 999 });
  return { certificates, assignments: assigned.length };
}

async function findPolicies(graph: GraphClient, { customerId, onboardingId, madeBy }: Search) {
  const ours = (displayName: string) =>
    madeBy === 'customer'
      ? isClaimsPolicyOf(customerId, displayName)
      : displayName === claimsPolicyName(customerId, onboardingId);
  const found = (await graph.list(claimsPolicy, CLAIMS_POLICIES, {})).filter((policy) =>
    ours(policy.displayName),
  );
  return found.length > 0 ? found : undefined;
}
