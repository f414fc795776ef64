/** How a registered client proves itself at the token endpoint: a secret, a certificate, or a federated token. */
import { X509Certificate } from 'node:crypto';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  importX509,
  type CryptoKey,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import type { RegisteredClient, World } from '../world.js';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Entra ID: the audience of a token that another identity provider issued for the exchange. */
const EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

export const clientProof = z.object({
  client_secret: z.string().optional(),
  client_assertion: z.string().optional(),
  client_assertion_type: z.string().optional(),
});

/** Why the client is not believed: the AADSTS number and its sentence. */
export type Refusal = { number: number; sentence: string };

/** Undefined when the proof holds. The token endpoint, as it may be written, is the audience of the client's own assertion. */
export async function refusalOf(
  world: World,
  client: RegisteredClient,
  proof: z.infer<typeof clientProof>,
  tokenEndpoints: string[],
): Promise<Refusal | undefined> {
  const { client_secret: secret, client_assertion: assertion, client_assertion_type: type } = proof;
  if (secret !== undefined) {
    if (secret === client.clientSecret) return undefined;
    return { number: 7000215, sentence: `Invalid client secret provided for app '${client.clientId}'.` };
  }
  if (assertion === undefined || type !== JWT_BEARER) {
    const sentence =
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return { number: 7000218, sentence };
  }
  const issuer = safely(() => decodeJwt(assertion).iss);
  return issuer === client.clientId
    ? certificateRefusal(world, client, assertion, tokenEndpoints)
    : federationRefusal(world, client, assertion);
}

async function certificateRefusal(
  world: World,
  client: RegisteredClient,
  assertion: string,
  audience: string[],
): Promise<Refusal | undefined> {
  const header = safely(() => decodeProtectedHeader(assertion)) ?? {};
  const thumbprint = (pem: string, digest: 'fingerprint' | 'fingerprint256') =>
    Buffer.from(new X509Certificate(pem)[digest].replaceAll(':', ''), 'hex').toString('base64url');
  // MSAL for Python pads it.
  const unpadded = (digest: unknown) => (typeof digest === 'string' ? digest.replace(/=+$/, '') : undefined);
  const named = client.certificatePems.find(
    (pem) =>
      unpadded(header.x5t) === thumbprint(pem, 'fingerprint') ||
      unpadded(header['x5t#S256']) === thumbprint(pem, 'fingerprint256'),
  );
  if (named === undefined) {
    const sentence =
      'The certificate with identifier used to sign the client assertion is not registered on application.';
    return { number: 700027, sentence };
  }
  const key = await importX509(named, header.alg === 'PS256' ? 'PS256' : 'RS256');
  return verified(world, assertion, key, { issuer: client.clientId, subject: client.clientId, audience });
}

async function federationRefusal(
  world: World,
  client: RegisteredClient,
  assertion: string,
): Promise<Refusal | undefined> {
  const { iss, sub } = safely(() => decodeJwt(assertion)) ?? {};
  const record = client.federatedCredentials.find(({ issuer, subject }) => issuer === iss && subject === sub);
  if (record === undefined) {
    const sentence = `No matching federated identity record found for presented assertion subject '${sub ?? ''}'.`;
    return { number: 700213, sentence };
  }
  const { issuer, subject, publicJwk } = record;
  const key = await importJWK(publicJwk, 'RS256');
  if (key instanceof Uint8Array) throw new TypeError('a federated credential needs an asymmetric key');
  return verified(world, assertion, key, { issuer, subject, audience: EXCHANGE_AUDIENCE });
}

async function verified(
  world: World,
  assertion: string,
  key: CryptoKey,
  claims: { issuer: string; subject: string; audience: string | string[] },
): Promise<Refusal | undefined> {
  try {
    const currentDate = new Date(world.now());
    await jwtVerify(assertion, key, {
      ...claims,
      algorithms: ['RS256', 'PS256'],
      currentDate,
      // Entra ID's; MSAL rounds the time to the second, up or down.
      clockTolerance: '5 minutes',
    });
    return undefined;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      return { number: 700024, sentence: 'Client assertion is not within its valid time range.' };
    }
    return { number: 700027, sentence: 'Client assertion failed signature validation.' };
  }
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
