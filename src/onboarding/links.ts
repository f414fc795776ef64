/** Setup links: how the customer's people reach the pages of their onboarding. The workflow records them, not their secret. */
import { z } from 'zod';

/** What a link lets its holder do; every link also shows how the onboarding stands. */
export const LINK_PURPOSES = ['consent', 'roles', 'handover', 'signIn', 'forceSso', 'all'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** Workflows that people are sent links of: an onboarding, and the watch over a finished one. */
export const LINKED = ['onboarding', 'watch'] as const;
export type LinkedWorkflow = (typeof LINKED)[number];

export const linkId = z.string().regex(/^[A-Za-z0-9_-]{8,32}$/, '8 to 32 letters, digits, _ or -');

export type SetupLink = {
  id: string;
  purpose: LinkPurpose;
  /** Name of the contact it was made for. */
  contact: string;
  madeAt: string;
  madeBy: string;
  expiresAt: string;
  revokedAt?: string;
  revokedBy?: string;
  /** Whose link it was passed on from, to a colleague who need be no contact. */
  forwardedBy?: string;
};

/** Of one onboarding: enough for a customer who looks for the right person, too few to push others out of the record. */
export const MOST_FORWARDED = 10;

/** The newest link with which a contact does this task; who has both roles has one for all. */
export function latestLink(
  links: readonly SetupLink[],
  contact: { name: string; roles: readonly string[] },
  task: LinkPurpose,
): { purpose: LinkPurpose; known: SetupLink | undefined } {
  const purpose = contact.roles.length > 1 ? 'all' : task;
  const known = links.findLast(
    (link) => link.contact === contact.name && link.purpose === purpose && link.forwardedBy === undefined,
  );
  return { purpose, known };
}

/** A link, with what its holder may do because the workflow has made them other links. */
export type HeldLink = SetupLink & { also: LinkPurpose[] };

export const permits = (link: Pick<HeldLink, 'purpose'> & { also?: LinkPurpose[] }, purpose: LinkPurpose) =>
  [link.purpose, ...(link.also ?? [])].some((allowed) => allowed === 'all' || allowed === purpose);

/** Who made the links that texts carry, as their record has it. */
export const madeByWorkflow = (workflow: LinkedWorkflow) => `the ${workflow}`;

/**
 * The link of this id, as its holder has it. Each link that the workflow makes for a contact opens the pages of all of
 * them: whoever is on a page already is not texted the next link. Those that people make or pass on stay as narrow as
 * they were made.
 */
export function heldLink(
  links: readonly SetupLink[],
  id: string,
  workflow: LinkedWorkflow,
): HeldLink | undefined {
  const link = links.find((candidate) => candidate.id === id);
  if (link === undefined) return undefined;
  const isOwn = ({ madeBy, forwardedBy }: SetupLink) =>
    madeBy === madeByWorkflow(workflow) && forwardedBy === undefined;
  const others = links.filter(
    (other) =>
      isOwn(other) &&
      other.contact === link.contact &&
      other.revokedAt === undefined &&
      Date.parse(other.expiresAt) > Date.now(),
  );
  return { ...link, also: isOwn(link) ? others.map(({ purpose }) => purpose) : [] };
}
