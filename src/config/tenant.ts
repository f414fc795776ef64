/** Settings of what asks a tenant without Temporal. */
import { type Environment, readClient, readTrustedCa } from './files.js';
import { CLIENT_SECRETS, CLOUDS, outsideShape } from './outside.js';
import { ConfigError, read } from './read.js';
import { origin } from './values.js';

const tenantShape = outsideShape
  .pick({ AZURE_CLOUD: true, AUTHORITY_HOST: true, TRUSTED_CA_FILE: true, REQUEST_TIMEOUT_SECONDS: true })
  .extend({ GRAPH_BASE_URL: origin.optional() });

/** What asks Entra ID and Graph without Temporal needs: a client that may do all that onboardings do. @throws ConfigError */
export function readTenantSettings(env: Environment) {
  const { given, values, problems } = read(tenantShape, env, CLIENT_SECRETS);
  const client = readClient('AZURE', given, problems);
  if (client === undefined && problems.length === 0) {
    problems.push('AZURE_CLIENT_ID: missing: the id of your multi-tenant application; and one proof of it');
  }
  const ca = readTrustedCa(env['TRUSTED_CA_FILE'], problems);
  if (values === undefined || client === undefined || problems.length > 0) throw new ConfigError(problems);
  const cloud = CLOUDS[values.AZURE_CLOUD];
  const templateId: string = cloud.templateId;
  return {
    client,
    authorityHost: values.AUTHORITY_HOST ?? cloud.authorityHost,
    graphBaseUrl: values.GRAPH_BASE_URL ?? cloud.graphBaseUrl,
    templateId,
    ca,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS * 1000,
  };
}
