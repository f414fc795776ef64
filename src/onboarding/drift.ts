/** Drift: what differs in the tenant from what was agreed, field by field. */

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

/** A certificate is followed, never fought over; consent is the customer's to give. */
export type DriftClass = Repairable | 'certificate' | 'consent';

export type Difference = {
  class: DriftClass;
  /** As Graph calls it, such as `web.redirectUris`. */
  field: string;
  /** `added`: the customer's own addition, which is told and never touched. */
  kind: 'missing' | 'changed' | 'added';
  agreed: string | null;
  found: string | null;
  /** The latest change of the object in the audit log, where that may be read. */
  lastChange?: { by: string; at: string; activity: string };
};

export type DriftReport = {
  checkedAt: string;
  differences: Difference[];
  /** What was set right in this check. */
  repaired: Difference[];
};

/** What is not as agreed; additions of the customer's own are fine. */
export const violations = (differences: readonly Difference[]) =>
  differences.filter(({ kind }) => kind !== 'added');

/** Such as `replyUrls: web.redirectUris lacks https://… (last changed by anna@contoso.com at …)`. */
export function describeDifference({
  class: name,
  field,
  kind,
  agreed,
  found,
  lastChange,
}: Difference): string {
  const what = {
    missing: `lacks ${String(agreed)}`,
    changed: `is ${String(found)}, agreed was ${String(agreed)}`,
    added: `also has ${String(found)}`,
  }[kind];
  const who = lastChange === undefined ? '' : ` (last changed by ${lastChange.by} at ${lastChange.at})`;
  return `${name}: ${field} ${what}${who}`;
}
