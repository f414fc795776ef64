/**
 * Replication lag. Writes act on the truth at once; each kind of read sees the world as it was a while ago, so that a
 * new object is 404 and a changed one stale until its time has come. No randomness: the lags are fixed, and a single
 * request can be made to see less.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** In milliseconds: a single object, lists and filters, the service principal's mirror, federation metadata. */
export type Lag = { object: number; list: number; mirror: number; metadata: number };
export type ReadKind = keyof Lag;
export const READ_KINDS = ['object', 'list', 'mirror', 'metadata'] as const satisfies readonly ReadKind[];

/** How one request reads. */
export type Reading = {
  /** So many of the latest changes of each object have not reached the replica that answers. */
  behind?: { read: ReadKind; changes: number } | undefined;
  /** What it has read so far. */
  kinds: Set<ReadKind>;
};
export const reading = new AsyncLocalStorage<Reading>();

type Version<T> = { at: number; value: T | undefined };

export class Replicated<T extends { id: string }> {
  private readonly objects = new Map<string, Version<T>[]>();
  /** The last version of each, by itself: asked for at every write. */
  private readonly latest = new Map<string, T>();

  constructor(
    private readonly now: () => number,
    private readonly lag: Lag,
  ) {}

  put(value: T): T {
    const versions = this.objects.get(value.id) ?? [];
    const copy = structuredClone(value);
    versions.push({ at: this.now(), value: copy });
    this.objects.set(value.id, versions);
    this.latest.set(value.id, copy);
    return value;
  }

  /** Seeded objects have always been there. */
  seed(value: T): void {
    const copy = structuredClone(value);
    this.objects.set(value.id, [{ at: -Infinity, value: copy }]);
    this.latest.set(value.id, copy);
  }

  remove(id: string): void {
    this.objects.get(id)?.push({ at: this.now(), value: undefined });
    this.latest.delete(id);
  }

  /** The truth, as writes see it. A copy: changes count only by `put`. */
  get(id: string): T | undefined {
    return structuredClone(this.objects.get(id)?.at(-1)?.value);
  }

  all(): T[] {
    return [...this.objects.values()].flatMap((versions) => structuredClone(versions.at(-1)?.value) ?? []);
  }

  /** Whether any object is so in truth. */
  some(predicate: (value: T) => boolean): boolean {
    for (const value of this.latest.values()) if (predicate(value)) return true;
    return false;
  }

  /** What a read of this kind sees now. */
  seen(kind: ReadKind, id: string): T | undefined {
    return structuredClone(this.visible(kind, this.objects.get(id) ?? []));
  }

  allSeen(kind: ReadKind): T[] {
    return [...this.objects.values()].flatMap(
      (versions) => structuredClone(this.visible(kind, versions)) ?? [],
    );
  }

  private visible(kind: ReadKind, versions: Version<T>[]): T | undefined {
    const { behind, kinds } = reading.getStore() ?? {};
    kinds?.add(kind);
    const until = this.now() - this.lag[kind];
    const known = behind?.read === kind ? versions.length - behind.changes : versions.length;
    return versions.findLast(({ at }, i) => at === -Infinity || (at <= until && i < known))?.value;
  }
}
