/** Keys by which access tokens for the API are checked, and tokens signed with them. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONSOLE } from './console.js';

export async function startAuthority() {
  const { tenantId, clientId } = CONSOLE.operators!;
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'key' }] });
  const server = createServer((_request, reply) =>
    reply.setHeader('Content-Type', 'application/json').end(keys),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authorityHost = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const claims = { azp: clientId, tid: tenantId, ver: '2.0', roles: ['Onboarding.Operate'] };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'key' })
    .setIssuer(`${authorityHost}/${tenantId}/v2.0`)
    .setAudience(clientId)
    .setExpirationTime('1 hour')
    .sign(privateKey);
  return { authorityHost, token, stop: () => void server.close() };
}
