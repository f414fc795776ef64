/** The operators' tenant of the sandbox, and access tokens for the API as its token endpoint gives them. */
import { Agent, fetch } from 'undici';
import type { RegisteredClient } from '../../sandbox/world.js';
import type { TestSandbox } from './sandbox.js';

export function operatorsOf({ sandbox }: TestSandbox) {
  const tenant = sandbox.world.tenants.find(({ verifiedDomains }) =>
    verifiedDomains.includes('operators.example'),
  )!;
  const clientNamed = (name: string): RegisteredClient =>
    sandbox.world.clients.find(({ displayName }) => displayName === name)!;
  const api = clientNamed('MessageMedia SSO Onboarding API');
  return {
    settings: {
      tenantId: tenant.id,
      clientId: api.clientId,
      clientSecret: api.clientSecret,
    },
    tenant,
    api,
    operator: clientNamed('CRM'),
    reader: clientNamed('Monitoring'),
  };
}

/** By OpenID Connect client credentials. */
export async function accessToken(
  world: TestSandbox,
  client: RegisteredClient,
  scope = `api://${operatorsOf(world).api.clientId}/.default`,
): Promise<string> {
  const dispatcher = new Agent({ connect: { ca: world.settings.ca! } });
  const reply = await fetch(`${world.sandbox.origin}/${operatorsOf(world).tenant.id}/oauth2/v2.0/token`, {
    method: 'POST',
    dispatcher,
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope,
    }),
  });
  const answer = (await reply.json()) as { access_token?: string };
  await dispatcher.close();
  if (answer.access_token === undefined) throw new Error(JSON.stringify(answer));
  return answer.access_token;
}
