/** Sets right what somebody has changed, and leaves alone what the customer has added on their own. */
import { classify } from '../graph/classify.js';
import { GraphRequestError } from '../graph/requestError.js';
import type { Repairable } from '../onboarding/drift.js';
import { applicationDisplayName, isClaimsPolicyOf } from '../onboarding/names.js';
import { samlSettingsOf } from '../onboarding/request.js';
import type { Agreed } from '../onboarding/watch.js';
import { roleDefinitions, withRoles } from './application.js';
import { assignmentActivities } from './assignments.js';
import { claimsActivities } from './claims.js';
import { type Configuration, readConfiguration } from './configuration.js';
import type { Deps, Scope } from './deps.js';
import { BlockedError } from './failures.js';
import { samlSettingsActivities, wantedApplication, wantedServicePrincipal } from './samlSettings.js';

type Input = Scope & { agreed: Agreed; classes: Repairable[] };

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
    const text = (value: unknown) => JSON.stringify(value ?? null);
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
      const web = application.web ?? { redirectUris: [], redirectUriSettings: [] };
      const agreed = wantedApplication(samlSettingsOf(input.agreed.request)).web.redirectUris;
      const missing = agreed.filter((uri) => !web.redirectUris.includes(uri));
      const isDefault = web.redirectUriSettings.some(({ uri, index }) => uri === agreed[0] && index === 0);
      if (missing.length === 0 && isDefault) return;
      const redirectUris = union(agreed, web.redirectUris);
      // The reply URL with index 0 is the default, and each index is used once.
      const redirectUriSettings = redirectUris.map((uri, index) => ({ uri, index }));
      await write(input, 'application', {}, { web: { redirectUris, redirectUriSettings } });
    },

    urls: async (input, { application, servicePrincipal }) => {
      const settings = samlSettingsOf(input.agreed.request);
      const { loginUrl, samlSingleSignOnSettings } = wantedServicePrincipal(settings);
      const found = {
        loginUrl: servicePrincipal.loginUrl,
        samlSingleSignOnSettings: {
          relayState: servicePrincipal.samlSingleSignOnSettings?.relayState ?? null,
        },
      };
      await write(input, 'servicePrincipal', found, { loginUrl, samlSingleSignOnSettings });
      const { logoutUrl } = wantedApplication(settings).web;
      const web = { logoutUrl: application.web?.logoutUrl ?? null };
      await write(input, 'application', { web }, { web: { logoutUrl } });
    },

    claims: async (input, { claimsPolicy }) => {
      const { servicePrincipalId, request } = input.agreed;
      // One of somebody else's making was chosen by them.
      if (claimsPolicy !== undefined && !isClaimsPolicyOf(input.customerId, claimsPolicy.displayName)) return;
      const { claims } = request;
      await claimsActivities(deps).setClaims({ ...input, retried: true, servicePrincipalId, claims });
    },

    roles: async (input, { application }) => {
      const { customerId, appRoles } = input.agreed.request;
      const wanted = withRoles(application.appRoles, roleDefinitions(customerId, appRoles));
      if (wanted !== undefined) await write(input, 'application', {}, { appRoles: wanted });
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
      const displayName = applicationDisplayName(request.companyName);
      await write(input, 'application', application, { displayName });
      const agreed = wantedServicePrincipal(samlSettingsOf(request)).notificationEmailAddresses;
      const found = servicePrincipal.notificationEmailAddresses;
      if (agreed.every((address) => found.includes(address))) return;
      // Entra ID: at most 5 addresses.
      const notificationEmailAddresses = union(agreed, found).slice(0, 5);
      await write(input, 'servicePrincipal', {}, { notificationEmailAddresses });
    },
  };

  return {
    /** Class by class. One that only a person can mend stays as it is, and does not hold up the others. */
    async repairConfiguration(input: Input): Promise<{ repaired: Repairable[] }> {
      const found = await readConfiguration(deps.graphFor(input), input.agreed);
      const repaired: Repairable[] = [];
      for (const name of input.classes) {
        try {
          await repairs[name](input, found);
          repaired.push(name);
        } catch (error) {
          if (!isBlocked(error)) throw error;
        }
      }
      return { repaired };
    },
  };
}

/** Also for something that is gone, such as a user who was to be assigned again: everything here is long known. */
const isBlocked = (error: unknown) =>
  error instanceof BlockedError ||
  (error instanceof GraphRequestError && (error.status === 404 || classify(error).kind === 'blocked'));
