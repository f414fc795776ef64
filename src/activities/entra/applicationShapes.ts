/** The application and its service principal, as Graph shows them, and their alternate keys. */
import { z } from 'zod';

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
  uniqueName: z.string().nullish(),
  displayName: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  identifierUris: z.array(z.string()).default([]),
  appRoles: z.array(appRole).default([]),
});
export const servicePrincipal = z.object({ id: z.guid(), appId: z.guid() });

export type FoundApplication = z.infer<typeof application>;
export type FoundRole = z.infer<typeof appRole>;

export const APPLICATION_BY_KEY = "/applications(uniqueName='{uniqueName}')";
export const SERVICE_PRINCIPAL_BY_KEY = "/servicePrincipals(appId='{appId}')";
