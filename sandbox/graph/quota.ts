/**
 * Throttling of the identity and access service: token buckets of resource units and of writes, as Microsoft documents
 * them. What a bucket cannot pay is answered 429 and costs nothing.
 */
import { type Call, GraphError, type Reply } from './call.js';

type Unit = 'resourceUnits' | 'writes';
type Limit = {
  scope: 'Tenant_Application' | 'Application' | 'Tenant';
  unit: Unit;
  capacity: number;
  periodMs: number;
};

const SECOND_MS = 1_000;

/** The quota of resource units grows with the tenant. */
const limits = (users: number): Limit[] => [
  {
    scope: 'Tenant_Application',
    unit: 'resourceUnits',
    capacity: users < 50 ? 3_500 : users <= 500 ? 5_000 : 8_000,
    periodMs: 10 * SECOND_MS,
  },
  { scope: 'Tenant_Application', unit: 'writes', capacity: 3_000, periodMs: 150 * SECOND_MS },
  { scope: 'Application', unit: 'resourceUnits', capacity: 150_000, periodMs: 20 * SECOND_MS },
  { scope: 'Application', unit: 'writes', capacity: 70_000, periodMs: 300 * SECOND_MS },
  { scope: 'Tenant', unit: 'writes', capacity: 18_000, periodMs: 300 * SECOND_MS },
];

/** Resource units of reads that cost more than one; the first match counts. */
const READ_COSTS: [RegExp, number][] = [
  [/^\/applications(\(|\/|$)/, 2],
  [/^\/servicePrincipals\/[^/]+\/appRoleAssignments$/, 2],
  [/^\/groups\/[^/]+\/members$/, 3],
  [/^\/users(\/[^/]+|\(.+\))?$/, 2],
];

function costOf({ method, path, query }: Omit<Call, 'params'>): Record<Unit, number> {
  if (method !== 'GET') return { resourceUnits: 1, writes: 1 };
  const base = READ_COSTS.find(([pattern]) => pattern.test(path))?.[1] ?? 1;
  const less = (query.has('$select') ? 1 : 0) + (Number(query.get('$top') ?? 100) < 20 ? 1 : 0);
  return { resourceUnits: Math.max(1, base + (query.has('$expand') ? 1 : 0) - less), writes: 0 };
}

/** Share of a limit from which Graph says how much is used. */
const WARN_FROM = 0.8;

export class Quota {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();
  /** Requests that were answered, how many of them were writes, and those that were throttled. */
  readonly counts = { answered: 0, writes: 0, throttled: 0 };
  /** Whether a 429 says how long to wait: general guidance says so, reports from the identity service deny it. */
  sendsRetryAfter = true;

  constructor(
    private readonly now: () => number,
    private readonly enabled: boolean,
  ) {}

  /** Answers the call if its buckets can pay for it. @throws GraphError 429 with the documented headers */
  spend(call: Omit<Call, 'params'>, answer: () => Reply): Reply {
    const { tenant, clientId } = call.caller;
    const cost = costOf(call);
    const charged = limits(tenant.users.length).map((limit) => {
      const whose = {
        Tenant_Application: `${clientId}/${tenant.id}`,
        Application: clientId,
        Tenant: tenant.id,
      };
      return { limit, bucket: this.bucket(`${limit.scope}/${limit.unit}/${whose[limit.scope]}`, limit) };
    });
    const empty = this.enabled && charged.find(({ limit, bucket }) => bucket.tokens < cost[limit.unit]);
    if (empty) {
      this.counts.throttled += 1;
      const { limit, bucket } = empty;
      const waitMs = ((cost[limit.unit] - bucket.tokens) * limit.periodMs) / limit.capacity;
      throw new ThrottledError(tenant.id, {
        'x-ms-throttle-limit-percentage': '1.0',
        'x-ms-throttle-scope': `${limit.scope}/${limit.unit === 'writes' ? 'Write' : 'ReadWrite'}/${clientId}/${tenant.id}`,
        'x-ms-throttle-information':
          limit.unit === 'writes' ? 'WriteLimitExceeded' : 'ResourceUnitLimitExceeded',
        ...(this.sendsRetryAfter ? { 'Retry-After': String(Math.ceil(waitMs / SECOND_MS)) } : {}),
      });
    }
    this.counts.answered += 1;
    this.counts.writes += cost.writes;
    for (const { limit, bucket } of charged) bucket.tokens -= cost[limit.unit];
    const used = Math.max(...charged.map(({ limit, bucket }) => 1 - bucket.tokens / limit.capacity));
    const headers = {
      'x-ms-resource-unit': String(cost.resourceUnits),
      ...(used < WARN_FROM ? {} : { 'x-ms-throttle-limit-percentage': used.toFixed(2) }),
    };
    try {
      const reply = answer();
      return { ...reply, headers: { ...reply.headers, ...headers } };
    } catch (error) {
      if (error instanceof GraphError) Object.assign(error.headers, headers);
      throw error;
    }
  }

  /** Filled up to now. */
  private bucket(key: string, { capacity, periodMs }: Limit): { tokens: number; at: number } {
    const now = this.now();
    const bucket = this.buckets.get(key) ?? { tokens: capacity, at: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) * capacity) / periodMs);
    bucket.at = now;
    this.buckets.set(key, bucket);
    return bucket;
  }
}

class ThrottledError extends GraphError {
  constructor(
    tenantId: string,
    override readonly headers: Record<string, string>,
  ) {
    super(
      429,
      'TooManyRequests',
      `Too many requests from Identifier:${tenantId} under category:aadgraph.app.tenant_large. Please try again later.`,
    );
  }
}
