/** The last thing before a write: it concerns only what this run makes, or it is not sent. */
import { z } from 'zod';
import type { RawRequest } from './send.js';

const batch = z.object({
  requests: z.array(z.object({ method: z.string(), url: z.string(), body: z.unknown().optional() })),
});

export class ForeignWriteError extends Error {}

/** What this run has made, by id, and the id of the run, which all its names carry. */
export class OwnObjects {
  private readonly ids = new Set<string>();

  constructor(readonly runId: string) {}

  add(id: string): void {
    this.ids.add(id.toLowerCase());
  }

  has(id: string): boolean {
    return this.ids.has(id.toLowerCase());
  }

  /** @throws ForeignWriteError for a write to anything else */
  check({ method, path, body }: RawRequest): void {
    if (method === 'GET') return;
    if (path === '/$batch') {
      for (const item of batch.parse(body).requests) {
        if (item.method !== 'GET') this.checkOne(item.url, item.body);
      }
      return;
    }
    this.checkOne(path, body);
  }

  /** Each id in the address is ours; an address without ids has our name in it, or creates something that has. */
  private checkOne(path: string, body: unknown): void {
    // The id of the template is Microsoft's, and nothing of it is changed.
    if (/^\/applicationTemplates\/[0-9a-f-]{36}\/instantiate$/i.test(path) && this.namesUs(body)) return;
    const ids = path.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi) ?? [];
    const named = path.includes(this.runId) || this.namesUs(body);
    if (ids.length === 0 ? named : ids.every((id) => this.has(id))) return;
    throw new ForeignWriteError(`A write to something that this run has not made was stopped: ${path}`);
  }

  private namesUs(body: unknown): boolean {
    const named = z.object({ displayName: z.string() }).safeParse(body);
    return named.success && named.data.displayName.includes(this.runId);
  }
}
