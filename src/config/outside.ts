/** Where Microsoft is, and whom to trust: of workers, pages and what asks a tenant without Temporal. */
import { z } from 'zod';
import { temporalShape } from './temporal.js';
import { origin } from './values.js';

/**
 * Microsoft's clouds by name; tokens are not interchangeable between them. Graph: `addTokenSigningCertificate` exists
 * in the global one alone. `templateId`: of the template for applications that are not in Microsoft's gallery.
 */
export const CLOUDS = {
  global: {
    authorityHost: 'https://login.microsoftonline.com',
    graphBaseUrl: 'https://graph.microsoft.com',
    adminCenterUrl: 'https://entra.microsoft.com',
    templateId: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621',
    makesOwnCertificates: false,
  },
  usgov: {
    authorityHost: 'https://login.microsoftonline.us',
    graphBaseUrl: 'https://graph.microsoft.us',
    adminCenterUrl: 'https://entra.microsoft.us',
    templateId: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
    makesOwnCertificates: true,
  },
  usdod: {
    authorityHost: 'https://login.microsoftonline.us',
    graphBaseUrl: 'https://dod-graph.microsoft.us',
    adminCenterUrl: 'https://entra.microsoft.us',
    templateId: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
    makesOwnCertificates: true,
  },
  china: {
    // As its issuer is called: login.chinacloudapi.cn answers too, in this one's name.
    authorityHost: 'https://login.partner.microsoftonline.cn',
    graphBaseUrl: 'https://microsoftgraph.chinacloudapi.cn',
    adminCenterUrl: 'https://entra.microsoftonline.cn',
    templateId: '5a532e38-1581-4918-9658-008dc27c1d68',
    makesOwnCertificates: true,
  },
} as const;

/** `<key id>:<public key>`, parted by commas: two while one is replaced by the other. */
const callbackKeys = z
  .string()
  .regex(/^[\w-]+:[A-Za-z0-9+/=]+(,[\w-]+:[A-Za-z0-9+/=]+)*$/, 'must be <key id>:<public key in base64>, …')
  .transform((text) => new Map(text.split(',').map((entry) => entry.split(':') as [string, string])));

export const outsideShape = temporalShape.extend({
  AZURE_CLOUD: z.enum(['global', 'usgov', 'usdod', 'china']).default('global'),
  AUTHORITY_HOST: origin.optional(),
  TRUSTED_CA_FILE: z.string().optional(),
  REQUEST_TIMEOUT_SECONDS: z.coerce.number().min(1).max(120).default(30),
  MESSAGEMEDIA_CALLBACK_KEYS: callbackKeys.optional(),
});

/** Of whoever signs in to a customer's tenant as our application. */
export const CLIENT_SECRETS = ['AZURE', 'AZURE_MINIMAL'].flatMap((prefix) => [
  `${prefix}_CLIENT_SECRET`,
  `${prefix}_CLIENT_CERTIFICATE_PASSWORD`,
]);
