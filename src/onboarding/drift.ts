/** Drift: what differs in the tenant from what was agreed, field by field. */
import { AFTER_REMOVAL, WHY_REMOVED } from './problems/application.js';

/** Classes of fields, as a request names those that are to be repaired. */
export const REPAIRABLE = [
  'mode', // SAML, and that only assigned users may sign in
  'identifiers',
  'replyUrls',
  'urls', // sign-on and logout URL, relay state
  'claims',
  'roles',
  'assignments',
  'details', // name, addresses for expiry notices
] as const;
export type Repairable = (typeof REPAIRABLE)[number];

/**
 * A certificate is followed, never fought over; consent is the customer's to give. `signIn`: what stops a sign-in or
 * makes the Hub refuse it, such as a disabled application; an administrator may have meant it.
 */
export type DriftClass = Repairable | 'certificate' | 'consent' | 'signIn';

export type Difference = {
  class: DriftClass;
  /** As Graph calls it, such as `web.redirectUris`. */
  field: string;
  /**
   * `added`: the customer's own addition, which is told and never touched. `leftover`: our own, of a test sign-in that
   * did not end as it should.
   */
  kind: 'missing' | 'changed' | 'added' | 'leftover';
  agreed: string | null;
  found: string | null;
  /** The latest change of the object in the audit log, where that may be read. */
  lastChange?: { by: string; at: string; activity: string };
  /** Why a repair left it as it is, and what to do. */
  unrepaired?: string;
  /**
   * Of our claims mapping policy: what a person has done to it. Microsoft's page Attributes & Claims is locked while the
   * policy is assigned, and offers its removal (O15), so this is a decision, and is told as one.
   */
  removed?: 'deleted' | 'unassigned';
};

/** What a repair left as it is: only a person can mend it. */
export type Unrepaired = { class: Repairable; why: string };

export type DriftReport = {
  checkedAt: string;
  differences: Difference[];
  /** What was set right in this check. */
  repaired: Difference[];
};

/** What is not as agreed; additions of the customer's own are fine. */
export const violations = (differences: readonly Difference[]) =>
  differences.filter(({ kind }) => kind !== 'added');

/** Whether users cannot sign in as things are. */
export const stopsSignIn = (differences: readonly Difference[]) =>
  violations(differences).some(({ class: name }) => name === 'signIn');

/** Each violation with the reason why it was not repaired, if there is one. */
export const withReasons = (
  differences: readonly Difference[],
  unrepaired: readonly Unrepaired[],
): Difference[] =>
  differences.map((difference) => {
    const reason = unrepaired.find((one) => one.class === difference.class);
    if (reason === undefined || difference.kind === 'added') return difference;
    return { ...difference, unrepaired: reason.why };
  });

/** Such as `replyUrls: web.redirectUris lacks https://… (last changed by anna@contoso.com at …)`. */
export function describeDifference({
  class: name,
  field,
  kind,
  agreed,
  found,
  lastChange,
  unrepaired,
  removed,
}: Difference): string {
  if (removed !== undefined) return `${name}: ${describeRemoval(removed, lastChange)}`;
  const what = {
    missing: `lacks ${String(agreed)}`,
    changed: `is ${String(found)}, agreed was ${String(agreed)}`,
    added: `also has ${String(found)}`,
    leftover: `still has ${String(found)}, which a test sign-in of ours left behind`,
  }[kind];
  const who = lastChange === undefined ? '' : ` (last changed by ${lastChange.by} at ${lastChange.at})`;
  const why = unrepaired === undefined ? '' : `; not repaired: ${unrepaired}`;
  return `${name}: ${field} ${what}${who}${why}`;
}

function describeRemoval(removed: 'deleted' | 'unassigned', lastChange: Difference['lastChange']): string {
  const who = lastChange === undefined ? 'somebody' : lastChange.by;
  const when = lastChange === undefined ? '' : ` at ${lastChange.at}`;
  const what =
    removed === 'deleted'
      ? 'deleted our claims mapping policy'
      : 'unassigned our claims mapping policy from the application';
  return `${who} has ${what}${when}. ${WHY_REMOVED} ${AFTER_REMOVAL}`;
}
