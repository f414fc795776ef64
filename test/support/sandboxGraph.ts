/** The sandbox's Graph without a server: one call, as an application with every permission. */
import { errorBody, GraphError, type Reply } from '../../sandbox/graph/call.js';
import { answer } from '../../sandbox/graph/routes.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { DEFAULT_RULES } from '../../sandbox/rules.js';
import { seedWorld } from '../../sandbox/seed.js';
import type { Tenant, World } from '../../sandbox/world.js';

const ROLES = [
  'Application.ReadWrite.All',
  'Application.Read.All',
  'AppRoleAssignment.ReadWrite.All',
  'AuditLog.Read.All',
  'Directory.Read.All',
  'GroupMember.Read.All',
  'Organization.Read.All',
  'Policy.Read.All',
  'Policy.ReadWrite.ApplicationConfiguration',
  'User.Read.All',
];

export type Asked = {
  body?: unknown;
  headers?: Record<string, string>;
  version?: 'v1.0' | 'beta';
  roles?: string[];
};

export class GraphWorld {
  readonly world: World;
  readonly tenant: Tenant;

  constructor() {
    const lag = { object: 0, list: 0, mirror: 0, metadata: 0 };
    this.world = seedWorld({
      origin: 'https://sandbox.test',
      lag,
      now: () => Date.parse('2026-06-01T12:00:00Z'),
      cloud: 'global',
      rules: DEFAULT_RULES,
    });
    const [tenant] = this.world.tenants;
    const [client] = this.world.clients;
    consent(tenant!, client!, client!.requestedPermissions);
    this.tenant = tenant!;
  }

  /** Path and query as a client writes them. */
  ask(method: string, pathAndQuery: string, asked: Asked = {}): Reply {
    const { body, headers = {}, version = 'v1.0', roles = ROLES } = asked;
    const { world, tenant } = this;
    const [clientId, given] = [...tenant.consents][0]!;
    const url = new URL(`${world.origin}/${version}${pathAndQuery}`);
    try {
      return answer({
        world,
        caller: { tenant, clientId, servicePrincipalId: given.servicePrincipalId, roles },
        method,
        serviceRoot: `${world.origin}/${version}`,
        path: decodeURIComponent(url.pathname).slice(`/${version}`.length),
        query: url.searchParams,
        headers,
        body,
      });
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      return { status: error.status, body: errorBody(error, 0, '', '') };
    }
  }

  /** The body of an answer that must be one. */
  get(pathAndQuery: string, asked: Asked = {}): Record<string, unknown> {
    const { status, body } = this.ask('GET', pathAndQuery, asked);
    if (status !== 200) throw new Error(`${pathAndQuery}: ${String(status)} ${JSON.stringify(body)}`);
    return { ...body };
  }

  list(pathAndQuery: string, asked: Asked = {}): Record<string, unknown>[] {
    return this.get(pathAndQuery, asked)['value'] as Record<string, unknown>[];
  }

  make(method: string, path: string, body: object, headers: Record<string, string> = {}): string {
    const reply = this.ask(method, path, { body, headers });
    if (reply.status > 299) throw new Error(`${path}: ${String(reply.status)} ${JSON.stringify(reply.body)}`);
    return String(Object.entries(reply.body ?? {}).find(([name]) => name === 'id')?.[1] ?? '');
  }
}

/** `400 BadRequest: …`, or the status alone. */
export function outcome({ status, body }: Reply): string {
  const error: unknown = Object.entries(body ?? {}).find(([name]) => name === 'error')?.[1];
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return code === undefined ? String(status) : `${String(status)} ${code}: ${message ?? ''}`;
}
