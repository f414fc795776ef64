/** Access tokens: a key pair per sandbox, and a token's claims. */
import { createHash } from 'node:crypto';
import { exportJWK, importPKCS8, importSPKI, type JWK, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import { z } from 'zod';
import { nextKeyPair } from '../tls.js';
import { originsOf, type RegisteredClient, rolesIn, type Tenant, type User, type World } from '../world.js';

export type TokenKeys = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey; jwk: JWK };

export async function makeTokenKeys(): Promise<TokenKeys> {
  const pair = nextKeyPair();
  const [privateKey, publicKey] = await Promise.all([
    importPKCS8(pair.privateKey, 'RS256'),
    importSPKI(pair.publicKey, 'RS256', { extractable: true }),
  ]);
  const kid = 'sandbox-1';
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' },
  };
}

export const issuerOf = (world: World, tenantId: string) => `${world.origin}/${tenantId}/v2.0`;

/** Seconds; Entra ID's own are 60 to 90 minutes. */
const LIFETIME_SECONDS = 3599;

/** How many tokens each consent has had. */
const issuedSince = new WeakMap<object, number>();

/** Of a consent that has reached the replica that issues the token. */
function rolesBy({ rules }: World, consent: { permissions: string[] } | undefined): string[] {
  if (consent === undefined) return [];
  const before = issuedSince.get(consent) ?? 0;
  issuedSince.set(consent, before + 1);
  return before < rules.tokensWithoutRoles ? [] : consent.permissions;
}

/** An app-only token for Graph, with the roles that the tenant has consented to. Without any, it has no such claim. */
export async function issueAppToken(
  world: World,
  keys: TokenKeys,
  { tenant, clientId, audience }: { tenant: Tenant; clientId: string; audience: string },
) {
  const consent = tenant.consents.get(clientId);
  // By the real clock, which is the only one that the clients keep tokens by.
  const seconds = Math.floor(Date.now() / 1000);
  world.tokens.issued += 1;
  const roles = rolesBy(world, consent);
  const token = await new SignJWT({
    // m365 shows who is signed in by it.
    app_displayname: world.clients.find((client) => client.clientId === clientId)?.displayName,
    appid: clientId,
    appidacr: '1',
    idtyp: 'app',
    oid: consent?.servicePrincipalId,
    ...(roles.length === 0 ? {} : { roles }),
    tid: tenant.id,
    uti: String(world.tokens.issued),
    ver: '1.0',
  })
    .setProtectedHeader({ alg: 'RS256', kid: keys.kid, typ: 'JWT' })
    .setIssuer(issuerOf(world, tenant.id))
    .setAudience(audience)
    .setSubject(consent?.servicePrincipalId ?? clientId)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + LIFETIME_SECONDS)
    .sign(keys.privateKey);
  return { token, expiresIn: LIFETIME_SECONDS };
}

/** Template ids, from Microsoft's list of built-in roles. */
export const ROLE_TEMPLATES: Partial<Record<string, string>> = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
};
/** Everybody who is not a guest has it: the default permissions of a user. */
const USER_TEMPLATE = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

/** The claim `wids`: only where the application's registration asks for it, and only roles that are active (O16). */
function directoryRolesFor({ groupMembershipClaims: asked }: RegisteredClient, user: User) {
  if (asked !== 'DirectoryRole' && asked !== 'All') return undefined;
  const active = user.directoryRoles.flatMap((role) => ROLE_TEMPLATES[role] ?? []);
  return user.userType === 'Guest' ? active : [...active, USER_TEMPLATE];
}

/** Who signed in, for the application that asked (version 2.0 tokens). */
export async function issueIdToken(
  world: World,
  keys: TokenKeys,
  signIn: { tenant: Tenant; client: RegisteredClient; user: User; nonce: string | undefined },
): Promise<string> {
  const { tenant, client, user, nonce } = signIn;
  const { clientId } = client;
  const roles = rolesIn(client, user.id);
  const wids = directoryRolesFor(client, user);
  const seconds = Math.floor(world.now() / 1000);
  return (
    new SignJWT({
      name: user.displayName,
      ...(nonce === undefined ? {} : { nonce }),
      oid: user.id,
      preferred_username: user.userPrincipalName,
      ...(roles.length === 0 ? {} : { roles }),
      tid: world.foreignTid ?? tenant.id,
      ver: '2.0',
      ...(wids === undefined ? {} : { wids }),
    })
      .setProtectedHeader({ alg: 'RS256', kid: keys.kid, typ: 'JWT' })
      .setIssuer(issuerOf(world, tenant.id))
      .setAudience(clientId)
      // Pairwise: another one for each application.
      .setSubject(createHash('sha256').update(`${user.id}/${clientId}`).digest('base64url'))
      .setIssuedAt(seconds)
      .setNotBefore(seconds)
      .setExpirationTime(seconds + LIFETIME_SECONDS)
      .sign(keys.privateKey)
  );
}

const claims = z.object({
  tid: z.guid(),
  appid: z.guid(),
  oid: z.guid(),
  roles: z.array(z.string()).default([]),
  uti: z.coerce.number(),
});

/** The token's claims, or undefined for a token that is not ours, not for us, or expired. */
export async function verifyAppToken(world: World, keys: TokenKeys, token: string) {
  const verified = await jwtVerify(token, keys.publicKey, {
    audience: originsOf(world),
    algorithms: ['RS256'],
  }).catch(() => undefined);
  return claims.safeParse(verified?.payload).data;
}
