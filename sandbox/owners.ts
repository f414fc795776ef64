/** Who owns what: applications and service principals may have several owners, users and service principals. */
export class Owners {
  private readonly byObject = new Map<string, Set<string>>();

  /** One more. */
  set(objectId: string, ownerId: string): void {
    this.byObject.set(objectId, new Set([...this.of(objectId), ownerId]));
  }

  of(objectId: string): string[] {
    return [...(this.byObject.get(objectId) ?? [])];
  }

  has(objectId: string, ownerId: string): boolean {
    return this.byObject.get(objectId)?.has(ownerId) === true;
  }

  remove(objectId: string, ownerId: string): void {
    this.byObject.get(objectId)?.delete(ownerId);
  }
}
