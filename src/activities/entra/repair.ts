/** Sets right what somebody has changed, and leaves alone what the customer has added on their own. */
import { classify } from '../../graph/classify.js';
import { GraphRequestError } from '../../graph/requestError.js';
import { ENTRA_DEFAULTS } from '../../onboarding/claims.js';
import type { Repairable, Unrepaired } from '../../onboarding/drift.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import type { Problem } from '../../onboarding/progress.js';
import { samlSettingsOf } from '../../onboarding/request.js';
import { acsUrl } from '../../onboarding/testSignIn.js';
import type { Agreed } from '../../onboarding/watch.js';
import { roleDefinitions, withRoles } from './application.js';
import { assignmentActivities } from './assignments.js';
import { claimsActivities } from './claims.js';
import { type Configuration, readConfiguration } from './configuration.js';
import type { Deps, Scope } from '../deps.js';
import { BlockedError } from '../failures.js';
import { withoutReplyUrl, withRemembered, withReplyUrls, writeReplyUrls } from './replyUrls.js';
import {
  samlSettingsActivities,
  textOrNull,
  wantedApplication,
  wantedServicePrincipal,
} from './samlSettings.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

/** `openTest`: our own reply URL is there for a test sign-in; false: it was left behind, and goes with `replyUrls`. */
type Input = Scope & { agreed: Agreed; classes: Repairable[]; openTest?: boolean };

/** Entra ID's limit of addresses for expiry notices. */
const MOST_ADDRESSES = 5;

/** What agreed values there are, first, and then the customer's own. */
const union = (agreed: readonly string[], found: readonly string[]) => [...new Set([...agreed, ...found])];

export function repairActivities(deps: Deps) {
  /** Writes what differs of these properties, each as a whole. */
  const write = async (
    input: Input,
    object: 'application' | 'servicePrincipal',
    found: object,
    wanted: Record<string, unknown>,
  ) => {
    const there = new Map<string, unknown>(Object.entries(found));
    // Graph keeps no order in lists (O22).
    const text = (value: unknown) =>
      JSON.stringify(
        Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : (value ?? null),
      );
    const change = Object.entries(wanted).filter(([name, value]) => text(there.get(name)) !== text(value));
    if (change.length === 0) return;
    const path = object === 'application' ? '/applications/{id}' : '/servicePrincipals/{id}';
    const id = object === 'application' ? input.agreed.applicationId : input.agreed.servicePrincipalId;
    await deps.graphFor(input).patch(path, { id }, Object.fromEntries(change));
  };

  const repairs: Record<Repairable, (input: Input, found: Configuration) => Promise<unknown>> = {
    mode: (input) => {
      const { servicePrincipalId } = input.agreed;
      return samlSettingsActivities(deps).setSamlMode({ ...input, servicePrincipalId });
    },

    identifiers: (input, { application }) => {
      const { identifierUris } = wantedApplication(samlSettingsOf(input.agreed.request));
      const wanted = { identifierUris: union(identifierUris, application.identifierUris) };
      return write(input, 'application', application, wanted);
    },

    replyUrls: async (input, { application }) => {
      const { redirectUris, redirectUriSettings } = application.web ?? {
        redirectUris: [],
        redirectUriSettings: [],
      };
      const found = { redirectUris, redirectUriSettings };
      const agreed = wantedApplication(samlSettingsOf(input.agreed.request)).web.redirectUris;
      const links = input.openTest === false ? deps.links : undefined;
      const whole = withRemembered(input.agreed.applicationId, found);
      const kept = links === undefined ? whole : withoutReplyUrl(whole, acsUrl(links.publicUrl));
      const wanted = withReplyUrls(kept, agreed) ?? kept;
      await writeReplyUrls(deps.graphFor(input), input.agreed.applicationId, { found, wanted });
    },

    urls: async (input, { application, servicePrincipal }) => {
      const settings = samlSettingsOf(input.agreed.request);
      const { loginUrl, samlSingleSignOnSettings } = wantedServicePrincipal(settings);
      const found = {
        loginUrl: textOrNull(servicePrincipal.loginUrl),
        samlSingleSignOnSettings: {
          relayState: textOrNull(servicePrincipal.samlSingleSignOnSettings?.relayState),
        },
      };
      await write(input, 'servicePrincipal', found, { loginUrl, samlSingleSignOnSettings });
      const { logoutUrl } = wantedApplication(settings).web;
      const web = { logoutUrl: textOrNull(application.web?.logoutUrl) };
      await write(input, 'application', { web }, { web: { logoutUrl } });
    },

    claims: (input, { claimsPolicies }) => {
      const { servicePrincipalId, request, claimsPolicyId } = input.agreed;
      const { claims, nameId } = request;
      // O15: whoever has removed it would do so again.
      if (claims !== ENTRA_DEFAULTS && claimsPolicyId !== null && claimsPolicies.length === 0) {
        throw new BlockedError(newProblem('claims_policy_removed'));
      }
      const activities = claimsActivities(deps);
      return activities.setClaims({ ...input, retried: true, servicePrincipalId, claims, nameId });
    },

    roles: async (input, { application }) => {
      const { customerId, agreed } = input;
      const { request, roleIds } = agreed;
      const wanted = roleDefinitions(customerId, request.appRoles, roleIds);
      const others = application.appRoles.filter(({ id }) => !wanted.some((own) => own.id === id));
      const taken = wanted.filter(({ value }) => others.some((other) => other.value === value));
      const free = wanted.filter((role) => !taken.includes(role));
      const appRoles = withRoles(application.appRoles, free);
      if (appRoles !== undefined) await write(input, 'application', {}, { appRoles });
      if (taken.length === 0) return;
      throw new BlockedError(
        newProblem('role_value_taken', { values: taken.map(({ value }) => value).join(', ') }),
      );
    },

    assignments: async (input) => {
      const { servicePrincipalId, assignments: principals, roleIds } = input.agreed;
      if (principals === null) return;
      await assignmentActivities(deps).assignPrincipals({
        ...input,
        servicePrincipalId,
        principals,
        roleIds,
      });
    },

    details: async (input, { application, servicePrincipal }) => {
      const { request } = input.agreed;
      const displayName = applicationDisplayName(request);
      await write(input, 'application', application, { displayName });
      const agreed = wantedServicePrincipal(samlSettingsOf(request)).notificationEmailAddresses;
      const found = servicePrincipal.notificationEmailAddresses;
      const missing = agreed.filter((address) => !found.includes(address));
      const room = Math.max(0, MOST_ADDRESSES - found.length);
      const notificationEmailAddresses = [...found, ...missing.slice(0, room)];
      await write(input, 'servicePrincipal', servicePrincipal, { notificationEmailAddresses });
      if (missing.length <= room) return;
      throw new BlockedError(newProblem('no_room_for_addresses', { most: String(MOST_ADDRESSES) }));
    },
  };

  return {
    /** Class by class. One that only a person can mend stays as it is, and does not hold up the others. */
    async repairConfiguration(input: Input): Promise<{ repaired: Repairable[]; unrepaired?: Unrepaired[] }> {
      const found = await readConfiguration(deps.graphFor(input), input.agreed);
      const repaired: Repairable[] = [];
      const unrepaired: Unrepaired[] = [];
      for (const name of input.classes) {
        try {
          await repairs[name](input, found);
          repaired.push(name);
        } catch (error) {
          unrepaired.push({ class: name, why: reasonOf(error) });
        }
      }
      return { repaired, unrepaired };
    },
  };
}

/**
 * What only a person can mend, in words for them. Also something that is gone, such as a user who was to be assigned
 * again: everything here is long known. @throws the error itself when it passes
 */
function reasonOf(error: unknown): string {
  if (error instanceof BlockedError) return wordsOf(error.problem);
  if (!(error instanceof GraphRequestError)) throw error;
  const verdict = classify(error);
  if (verdict.kind === 'blocked') return wordsOf(verdict.problem);
  if (error.status === 404) return `Something that it needs is gone from the tenant (${error.message}).`;
  throw error;
}

const wordsOf = ({ reason, remedy, details = [] }: Problem) => [reason, remedy, ...details].join(' ');
