/** Faults on demand, for single kinds of request: what a network and a busy Graph do. */
import { z } from 'zod';

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
  ]),
});
export type Fault = z.infer<typeof faultSchema>;

export class Faults {
  /** Requests that were hit so far. */
  struck = 0;
  private active: (Fault & { seen: number })[] = [];

  add(fault: Fault): void {
    this.active.push({ ...fault, seen: 0 });
  }

  clear(): void {
    this.active = [];
  }

  /** The fault that hits this request, if one does. Counts the request. */
  hit(method: string, path: string): Fault['effect'] | undefined {
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
