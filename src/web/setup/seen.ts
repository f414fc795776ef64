/**
 * Tells the workflow that a contact is on its pages, so that they are not texted meanwhile. Each telling is a signal in
 * the history, so there is one in half an hour for each contact. Pages that update by themselves ask anew every five
 * minutes, while somebody sees them.
 */
import type { LinkedWorkflow } from '../../onboarding/links.js';
import { SEEN_EVERY_MS } from '../../onboarding/textMessages.js';
import type { WebDeps } from '../deps.js';
import type { Access, WatchAccess } from './access.js';

/** Between a telling and its being seen in the progress; other web processes know only the latter. */
const MOST_REMEMBERED = 10_000;
const told = new WeakMap<WebDeps['temporal'], Map<string, number>>();

export function tellSeen(
  { temporal, logger }: WebDeps,
  access: Access | WatchAccess,
  kind: LinkedWorkflow,
): void {
  const { link, request } = access;
  const { execution, seenAt } = 'watch' in access ? access.watch : access.onboarding;
  const { contact } = link;
  // A colleague to whom a link was passed on is nobody whom we text.
  const isTexted = link.forwardedBy === undefined && request.contacts.some(({ name }) => name === contact);
  if (!isTexted || execution !== 'RUNNING') return;
  const { customerId } = request;
  const toldAt = told.get(temporal) ?? new Map<string, number>();
  told.set(temporal, toldAt);
  const key = JSON.stringify([kind, customerId, contact]);
  const latest = Math.max(Date.parse(seenAt?.[contact] ?? '1970-01-01'), toldAt.get(key) ?? 0);
  if (Date.now() - latest < SEEN_EVERY_MS) return;
  toldAt.delete(key);
  toldAt.set(key, Date.now());
  const [oldest] = toldAt.keys();
  if (toldAt.size > MOST_REMEMBERED && oldest !== undefined) toldAt.delete(oldest);
  temporal.seen({ kind, customerId }, contact).catch((error: unknown) => {
    toldAt.delete(key);
    logger.warn({ error }, 'a workflow was not told that a contact is on its pages');
  });
}
