/** Faults on demand, for single kinds of request: what a network, a busy Graph and an administrator do. */
import { z } from 'zod';
import { READ_KINDS } from './replica.js';

export const faultSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  /** A regular expression over the path, without the query. */
  path: z.string().min(1),
  /** So many matching requests pass first. */
  skip: z.int().min(0).default(0),
  /** So many are hit. */
  times: z.int().min(1).default(1),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('status'),
      status: z.int().min(400).max(599),
      code: z.string().default('UnknownError'),
      message: z.string().default(''),
      retryAfter: z.string().optional(),
      /** The request is processed all the same. */
      processed: z.boolean().optional(),
    }),
    /** The connection breaks before the request is processed. */
    z.strictObject({ kind: z.literal('resetBefore') }),
    /** The request is processed, and the connection breaks before the reply: a lost reply. */
    z.strictObject({ kind: z.literal('resetAfter') }),
    /** Something else answers, such as a proxy's page. */
    z.strictObject({
      kind: z.literal('body'),
      contentType: z.string().default('text/html'),
      body: z.string(),
    }),
    z.strictObject({ kind: z.literal('truncated') }),
    /** No reply ever comes; the request is not processed, or it is. */
    z.strictObject({ kind: z.literal('hang') }),
    z.strictObject({ kind: z.literal('hangAfter') }),
    /** The connection breaks, and the network refuses others until it is up again. */
    z.strictObject({ kind: z.literal('networkDown') }),
    /** The replica that answers has not heard of the latest changes of each object. */
    z.strictObject({
      kind: z.literal('stale'),
      read: z.enum(READ_KINDS),
      changes: z.int().min(1),
    }),
    /** Every access token issued so far has expired. */
    z.strictObject({ kind: z.literal('expireTokens') }),
    /** The administrators of all tenants revoke the permissions, or remove the application they consented to. */
    z.strictObject({ kind: z.literal('revokeConsent'), remove: z.enum(['permissions', 'application']) }),
  ]),
});
export type Fault = z.infer<typeof faultSchema>;
export type Effect = Fault['effect'];

export class Faults {
  /** Requests that were hit since the last clear. */
  struck = 0;
  private active: (Fault & { seen: number })[] = [];

  add(fault: Fault): void {
    this.active.push({ ...fault, seen: 0 });
  }

  clear(): void {
    this.active = [];
    this.struck = 0;
  }

  /** The fault that hits this request, if one does. Counts the request. */
  hit(method: string, path: string): Effect | undefined {
    for (const fault of this.active) {
      if (fault.method !== method || !new RegExp(fault.path).test(path)) continue;
      fault.seen += 1;
      if (fault.seen <= fault.skip || fault.seen > fault.skip + fault.times) continue;
      this.struck += 1;
      return fault.effect;
    }
    return undefined;
  }
}
