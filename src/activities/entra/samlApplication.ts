/** What of an application is Basic SAML Configuration, as Graph shows it. */
import { z } from 'zod';

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
export const SAML_APPLICATION_FIELDS = Object.keys(samlApplication.shape);
