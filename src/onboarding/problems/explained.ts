/** A recorded problem, with what the catalogue says of its code. */
import type { Artefacts, Problem } from '../progress.js';
import { filled } from '../blanks.js';
import { entryOf } from './catalogue.js';
import type { Entry } from './entry.js';
import { BLADES } from './portal.js';

/** Of a code that this version does not know, only what was recorded. */
export type Explained = Problem &
  Partial<Pick<Entry, 'title' | 'whoMends' | 'passes'>> & {
    /** For an administrator of the customer's. */
    steps?: readonly string[];
    /** The page of Microsoft's admin center where it is mended. */
    link?: string;
  };

/** Whose problem it is. */
type Subject = {
  /** Id or domain. */
  tenant: string;
  artefacts?: Pick<Artefacts, 'tenantId' | 'appId' | 'servicePrincipalId'>;
};

/** Of the web process. */
type Place = {
  /** Of the tenant's cloud. */
  adminCenterUrl: string;
  /** Who asks the customer. */
  brand: string;
};

export function explained(
  problem: Problem,
  { tenant, artefacts = {} }: Subject,
  { adminCenterUrl, brand }: Place,
): Explained {
  const entry = entryOf(problem.code);
  if (entry === undefined) return problem;
  const { title, whoMends, passes, portal } = entry;
  const blade = portal === undefined ? undefined : filled(BLADES[portal], artefacts);
  // Made of what is not there yet, it would show another page.
  const isWhole = blade !== undefined && !blade.includes('{');
  return {
    ...problem,
    title,
    whoMends,
    passes,
    ...('steps' in entry ? { steps: entry.steps.map((step) => filled(step, { brand })) } : {}),
    ...(isWhole ? { link: `${adminCenterUrl}/${artefacts.tenantId ?? tenant}/${blade}` } : {}),
  };
}

/** How something stands, with its problem explained. */
export const withExplained = <P extends Subject & { problem: Problem | null }>(
  progress: P,
  place: Place,
) => ({
  ...progress,
  problem: progress.problem === null ? null : explained(progress.problem, progress, place),
});
