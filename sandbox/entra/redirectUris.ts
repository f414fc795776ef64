/** Which redirect URIs Entra ID takes for those that are registered. */
import type { RegisteredClient } from '../world.js';

/** Exactly the registered one; for `http://localhost` the port does not count. */
export function isRegistered(client: RegisteredClient, redirectUri: string): boolean {
  return client.redirectUris.some(
    (registered) => registered === redirectUri || registered === withoutLocalPort(redirectUri),
  );
}

function withoutLocalPort(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.protocol !== 'http:' || url.hostname !== 'localhost') return undefined;
  url.port = '';
  return url.href;
}

export const unregistered = (clientId: string, redirectUri: string) =>
  `AADSTS50011: The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`;
