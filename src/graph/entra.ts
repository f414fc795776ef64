/** Entra ID itself: which tenant a domain belongs to, tokens, and what a tenant has consented to. */
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type TokenCredential,
  type TokenCredentialOptions,
} from '@azure/identity';
import { decodeJwt } from 'jose';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { fetch, type Dispatcher } from 'undici';
import { z } from 'zod';
import { isAtEntraId } from '../onboarding/microsoft.js';
import { tokenFrom } from './token.js';
import { parseRetryAfter } from '../onboarding/retryAfter.js';
import { GraphRequestError } from './requestError.js';
import { trusting } from '../trust.js';

/** How our multi-tenant application proves itself. Certificate and workload identity are to be preferred. */
export type ClientCredentials = { clientId: string } & (
  | { kind: 'secret'; secret: string }
  | { kind: 'certificate'; certificatePath: string; password?: string | undefined }
  | { kind: 'federatedToken'; tokenFile: string }
);

export type EntraOptions = {
  /** Such as `https://login.microsoftonline.com`. */
  authorityHost: string;
  graphBaseUrl: string;
  /** PEM of a private certificate authority to trust besides the usual ones. */
  ca?: string | undefined;
  dispatcher?: Dispatcher | undefined;
  timeoutMs: number;
};

/** Replies of Entra ID are some 10 KB; nothing larger is read. */
const MAX_REPLY_BYTES = 256 * 1024;

const openIdConfiguration = z.object({ issuer: z.url() });
const tokenClaims = z.object({
  tid: z.guid(),
  /** The object id of our service principal in the tenant. */
  oid: z.guid(),
  roles: z.array(z.string()).default([]),
});

/** What a token says of us. */
export type Granted = { permissions: string[]; servicePrincipalId: string };

/**
 * Of a credential of @azure/identity. Its own `tlsOptions.ca` takes the place of the usual certificate authorities, and has
 * all of them parsed for each connection of each tenant's credential: so all share one agent, which has done that once.
 */
export const credentialOptions = (authorityHost: string, agent: Agent | undefined) => ({
  authorityHost,
  // Only Microsoft's own public hosts answer instance discovery.
  disableInstanceDiscovery: !isAtEntraId(authorityHost),
  retryOptions: { maxRetries: 0 },
  ...(agent === undefined
    ? {}
    : { additionalPolicies: [{ policy: through(agent), position: 'perCall' as const }] }),
});

/** Trusts a certificate authority of one's own besides the usual ones. */
export const agentTrusting = (ca: string) => new Agent({ keepAlive: true, secureContext: trusting(ca) });

const through = (agent: Agent): Policy => ({
  name: 'sharedAgent',
  sendRequest(request, next) {
    request.agent = agent;
    return next(request);
  },
});

type Policy = NonNullable<TokenCredentialOptions['additionalPolicies']>[number]['policy'];

export class EntraId {
  private readonly agent: Agent | undefined;

  constructor(readonly options: EntraOptions) {
    this.agent = options.ca === undefined ? undefined : agentTrusting(options.ca);
  }

  /** A credential of its own for one tenant: nothing is shared, or cached, between credentials. */
  credential(tenantId: string, client: ClientCredentials): TokenCredential {
    const options = credentialOptions(this.options.authorityHost, this.agent);
    if (client.kind === 'secret') {
      return new ClientSecretCredential(tenantId, client.clientId, client.secret, options);
    }
    if (client.kind === 'certificate') {
      const { certificatePath, password } = client;
      const configuration = {
        certificatePath,
        ...(password === undefined ? {} : { certificatePassword: password }),
      };
      return new ClientCertificateCredential(tenantId, client.clientId, configuration, options);
    }
    const readToken = async () => (await readFile(client.tokenFile, 'utf8')).trim();
    return new ClientAssertionCredential(tenantId, client.clientId, readToken, options);
  }

  /** The tenant's id, by its id or any of its verified domains. */
  async resolveTenant(tenant: string): Promise<string> {
    const request = 'GET /{tenant}/v2.0/.well-known/openid-configuration';
    const path = `/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
    const text = await this.fetchText(request, path);
    const parsed = openIdConfiguration.safeParse(safeJson(text));
    const id = parsed.success ? /[0-9a-f]{8}-[0-9a-f-]{27}/i.exec(parsed.data.issuer)?.[0] : undefined;
    if (id === undefined) {
      throw new GraphRequestError({
        request,
        status: 502,
        code: 'UnreadableReply',
        detail: text.slice(0, 200),
      });
    }
    return id.toLowerCase();
  }

  /** Entra: application permissions need `/.default`, which asks for all that the client is registered with. */
  consentUrl(tenantId: string, request: { clientId: string; redirectUri: string; state: string }): string {
    const query = new URLSearchParams({
      client_id: request.clientId,
      scope: `${this.options.graphBaseUrl}/.default`,
      redirect_uri: request.redirectUri,
      state: request.state,
    });
    return `${this.options.authorityHost}/${tenantId}/v2.0/adminconsent?${query.toString()}`;
  }

  /** With `appid`, because without it Entra serves tenant-wide keys instead of the application's certificates. */
  metadataUrl(tenantId: string, appId: string): string {
    return this.options.authorityHost + metadataPath(tenantId, appId);
  }

  /** The application's federation metadata: public, no token needed. */
  async federationMetadata(tenantId: string, appId: string): Promise<string> {
    const request = 'GET /{tenant}/federationmetadata/2007-06/federationmetadata.xml';
    return this.fetchText(request, metadataPath(tenantId, appId));
  }

  /** Fetches from the authority host and nowhere else: no redirects, bounded in time and size. */
  private async fetchText(request: string, path: string): Promise<string> {
    const { authorityHost, dispatcher, timeoutMs } = this.options;
    const fail = (status: number | null, code: string, detail: string, retryAfterMs?: number): never => {
      throw new GraphRequestError({ request, status, code, detail: detail.slice(0, 500), retryAfterMs });
    };
    let status: number;
    let text: string;
    let retryAfterMs: number | undefined;
    try {
      const reply = await fetch(authorityHost + path, {
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...(dispatcher === undefined ? {} : { dispatcher }),
      });
      status = reply.status;
      retryAfterMs = parseRetryAfter(reply.headers.get('retry-after'));
      text = await readBounded(reply.body);
    } catch (error) {
      if (error instanceof ReplyTooLargeError) return fail(413, 'ReplyTooLarge', error.message);
      const cause = error instanceof Error ? error.cause : undefined;
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'NetworkError';
      return fail(null, code, String(error));
    }
    // A plain 404 is an object that this replica has not heard of yet.
    if (status >= 400) fail(status, /AADSTS\d+/.exec(text)?.[0] ?? '', text, retryAfterMs);
    return text;
  }

  /**
   * The Graph application permissions in a fresh token for the tenant. A token from before consent would lack them
   * until it expires, so none is reused.
   */
  async grantedPermissions(tenantId: string, client: ClientCredentials): Promise<string[]> {
    return (await this.granted(tenantId, client)).permissions;
  }

  /** As `grantedPermissions`, with whom audit logs name for what we do. */
  async granted(tenantId: string, client: ClientCredentials): Promise<Granted> {
    const request = 'POST /{tenant}/oauth2/v2.0/token';
    const scope = `${this.options.graphBaseUrl}/.default`;
    const credential = this.credential(tenantId, client);
    const token = await tokenFrom(credential, scope, this.options.timeoutMs).catch((error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      throw new GraphRequestError({ request, status: null, code: name, detail: message });
    });
    const claims = tokenClaims.parse(decodeJwt(token));
    if (claims.tid.toLowerCase() !== tenantId) {
      const detail = `token is for tenant ${claims.tid}`;
      throw new GraphRequestError({ request, status: 502, code: 'WrongTenant', detail });
    }
    return { permissions: claims.roles, servicePrincipalId: claims.oid };
  }
}

class ReplyTooLargeError extends Error {}

const metadataPath = (tenantId: string, appId: string) =>
  `/${tenantId}/federationmetadata/2007-06/federationmetadata.xml?appid=${encodeURIComponent(appId)}`;

async function readBounded(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_REPLY_BYTES) throw new ReplyTooLargeError('the reply is larger than 256 KiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
