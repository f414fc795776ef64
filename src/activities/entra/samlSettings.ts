/** Steps 2 and 3.1-3.3: SAML as the single sign-on method, and Basic SAML Configuration. */
import { z } from 'zod';
import type { SamlSettings } from '../../onboarding/request.js';
import { ENTERPRISE_APPLICATION_TAGS } from './application.js';
import type { Deps, Scope } from '../deps.js';
import { indexed, sameUrls, writeReplyUrls } from './replyUrls.js';
import { SAML_APPLICATION_FIELDS, samlApplication } from './samlApplication.js';

export const samlServicePrincipal = z.object({
  preferredSingleSignOnMode: z.string().nullish(),
  appRoleAssignmentRequired: z.boolean().nullish(),
  loginUrl: z.string().nullish(),
  notificationEmailAddresses: z.array(z.string()).default([]),
  samlSingleSignOnSettings: z.object({ relayState: z.string().nullish() }).nullish(),
  tags: z.array(z.string()).default([]),
});

export const SAML_SERVICE_PRINCIPAL_FIELDS = Object.keys(samlServicePrincipal.shape);

export const wantedServicePrincipal = ({ serviceProvider, initiatedBy, ...rest }: SamlSettings) => ({
  loginUrl: initiatedBy === 'sp' ? serviceProvider.signOnUrl : null,
  samlSingleSignOnSettings: { relayState: textOrNull(serviceProvider.relayState) },
  notificationEmailAddresses: rest.certificateNotificationAddresses,
});

export const wantedApplication = ({ serviceProvider }: SamlSettings) => ({
  identifierUris: [serviceProvider.entityId],
  web: {
    redirectUris: serviceProvider.replyUrls,
    redirectUriSettings: indexed(serviceProvider.replyUrls),
    logoutUrl: textOrNull(serviceProvider.logoutUrl),
  },
});

/** An empty text may be shown as absent or null (O21). */
export const textOrNull = (value: string | null | undefined): string | null => value || null;

type FoundServicePrincipal = z.infer<typeof samlServicePrincipal>;

function sameServicePrincipal(found: FoundServicePrincipal, settings: SamlSettings): boolean {
  const wanted = wantedServicePrincipal(settings);
  return (
    textOrNull(found.loginUrl) === wanted.loginUrl &&
    textOrNull(found.samlSingleSignOnSettings?.relayState) === wanted.samlSingleSignOnSettings.relayState &&
    sameUrls(found.notificationEmailAddresses, wanted.notificationEmailAddresses)
  );
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
      const id = { id: input.servicePrincipalId };
      const application = await graph.get(
        samlApplication,
        '/applications/{id}',
        { id: input.applicationId },
        { select: SAML_APPLICATION_FIELDS },
      );
      const servicePrincipal = await graph.get(samlServicePrincipal, '/servicePrincipals/{id}', id, {
        select: SAML_SERVICE_PRINCIPAL_FIELDS,
      });
      const { identifierUris, web } = wantedApplication(input.settings);
      const { logoutUrl } = web;
      const found = application.web ?? { redirectUris: [], redirectUriSettings: [] };
      await writeReplyUrls(graph, input.applicationId, {
        found,
        wanted: web,
        also: {
          ...(sameUrls(application.identifierUris, identifierUris) ? {} : { identifierUris }),
          ...(textOrNull(found.logoutUrl) === logoutUrl ? {} : { logoutUrl }),
        },
      });
      if (sameServicePrincipal(servicePrincipal, input.settings)) return;
      await graph.patch('/servicePrincipals/{id}', id, wantedServicePrincipal(input.settings));
    },
  };
}
