/** Steps 2 and 3.1-3.3: SAML as the single sign-on method, and Basic SAML Configuration. */
import { z } from 'zod';
import type { SamlSettings } from '../onboarding/request.js';
import { ENTERPRISE_APPLICATION_TAGS } from './application.js';
import type { Deps, Scope } from './deps.js';

export const samlServicePrincipal = z.object({
  preferredSingleSignOnMode: z.string().nullish(),
  appRoleAssignmentRequired: z.boolean().nullish(),
  loginUrl: z.string().nullish(),
  notificationEmailAddresses: z.array(z.string()).default([]),
  samlSingleSignOnSettings: z.object({ relayState: z.string().nullish() }).nullish(),
  tags: z.array(z.string()).default([]),
});

export const samlApplication = z.object({
  identifierUris: z.array(z.string()).default([]),
  web: z
    .object({
      redirectUris: z.array(z.string()).default([]),
      redirectUriSettings: z.array(z.object({ uri: z.string(), index: z.int().nullish() })).default([]),
      logoutUrl: z.string().nullish(),
    })
    .nullish(),
});

export const SAML_SERVICE_PRINCIPAL_FIELDS = Object.keys(samlServicePrincipal.shape);
export const SAML_APPLICATION_FIELDS = Object.keys(samlApplication.shape);

export const wantedServicePrincipal = ({ serviceProvider, initiatedBy, ...rest }: SamlSettings) => ({
  loginUrl: initiatedBy === 'sp' ? serviceProvider.signOnUrl : null,
  samlSingleSignOnSettings: { relayState: serviceProvider.relayState ?? null },
  notificationEmailAddresses: rest.certificateNotificationAddresses,
});

export const wantedApplication = ({ serviceProvider }: SamlSettings) => ({
  identifierUris: [serviceProvider.entityId],
  web: {
    redirectUris: serviceProvider.replyUrls,
    // The reply URL with index 0 is the default.
    redirectUriSettings: serviceProvider.replyUrls.map((uri, index) => ({ uri, index })),
    logoutUrl: serviceProvider.logoutUrl ?? null,
  },
});

const unordered = (values: readonly string[]) => JSON.stringify([...values].sort());
const byUri = (settings: readonly { uri: string; index?: number | null | undefined }[]) =>
  unordered(settings.map(({ uri, index }) => `${String(index)} ${uri}`));

/** One sentence per difference between what is there and what is wanted; Graph keeps no order in these lists. */
export function samlDifferences(
  found: {
    servicePrincipal: z.infer<typeof samlServicePrincipal>;
    application: z.infer<typeof samlApplication>;
  },
  settings: SamlSettings,
): { servicePrincipal: string[]; application: string[] } {
  const sp = wantedServicePrincipal(settings);
  const app = wantedApplication(settings);
  const { servicePrincipal, application } = found;
  const web = application.web ?? { redirectUris: [], redirectUriSettings: [] };
  const difference = (field: string, same: boolean) => (same ? [] : [field]);
  return {
    servicePrincipal: [
      ...difference('loginUrl', (servicePrincipal.loginUrl ?? null) === sp.loginUrl),
      ...difference(
        'samlSingleSignOnSettings.relayState',
        (servicePrincipal.samlSingleSignOnSettings?.relayState ?? null) ===
          sp.samlSingleSignOnSettings.relayState,
      ),
      ...difference(
        'notificationEmailAddresses',
        unordered(servicePrincipal.notificationEmailAddresses) === unordered(sp.notificationEmailAddresses),
      ),
    ],
    application: [
      ...difference(
        'identifierUris',
        unordered(application.identifierUris) === unordered(app.identifierUris),
      ),
      ...difference('web.redirectUris', unordered(web.redirectUris) === unordered(app.web.redirectUris)),
      ...difference(
        'web.redirectUriSettings',
        byUri(web.redirectUriSettings) === byUri(app.web.redirectUriSettings),
      ),
      ...difference('web.logoutUrl', (web.logoutUrl ?? null) === app.web.logoutUrl),
    ],
  };
}

export function samlSettingsActivities(deps: Deps) {
  return {
    /** Before any identifier: tenant policies exempt an application whose service principal is in SAML mode. */
    async setSamlMode(input: Scope & { servicePrincipalId: string }): Promise<void> {
      const graph = deps.graphFor(input);
      const id = { id: input.servicePrincipalId };
      const found = await graph.get(samlServicePrincipal, '/servicePrincipals/{id}', id, {
        select: SAML_SERVICE_PRINCIPAL_FIELDS,
      });
      const missingTags = ENTERPRISE_APPLICATION_TAGS.filter((tag) => !found.tags.includes(tag));
      const change = {
        ...(found.preferredSingleSignOnMode === 'saml' ? {} : { preferredSingleSignOnMode: 'saml' }),
        ...(found.appRoleAssignmentRequired === true ? {} : { appRoleAssignmentRequired: true }),
        ...(missingTags.length === 0 ? {} : { tags: [...found.tags, ...missingTags] }),
      };
      if (Object.keys(change).length > 0) await graph.patch('/servicePrincipals/{id}', id, change);
    },

    /** Identifier, reply URLs with their indexes, sign-on URL, relay state, logout URL, expiry notifications. */
    async setSamlSettings(
      input: Scope & { applicationId: string; servicePrincipalId: string; settings: SamlSettings },
    ): Promise<void> {
      const graph = deps.graphFor(input);
      const [application, servicePrincipal] = [{ id: input.applicationId }, { id: input.servicePrincipalId }];
      const found = {
        application: await graph.get(samlApplication, '/applications/{id}', application, {
          select: SAML_APPLICATION_FIELDS,
        }),
        servicePrincipal: await graph.get(samlServicePrincipal, '/servicePrincipals/{id}', servicePrincipal, {
          select: SAML_SERVICE_PRINCIPAL_FIELDS,
        }),
      };
      const different = samlDifferences(found, input.settings);
      if (different.application.length > 0) {
        await graph.patch('/applications/{id}', application, wantedApplication(input.settings));
      }
      if (different.servicePrincipal.length > 0) {
        await graph.patch(
          '/servicePrincipals/{id}',
          servicePrincipal,
          wantedServicePrincipal(input.settings),
        );
      }
    },
  };
}
