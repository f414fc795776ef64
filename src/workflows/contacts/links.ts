/** The links made for a customer's contacts: kept, sent again, withdrawn. */
import { uuid4 } from '@temporalio/workflow';
import {
  latestLink,
  type LinkedWorkflow,
  type LinkPurpose,
  madeByWorkflow,
  MOST_FORWARDED,
  type SetupLink,
} from '../../onboarding/links.js';
import type { Progress } from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import type { SignalInput } from '../../onboarding/signals.js';

const DAY_MS = 86_400_000;
const KEPT = 50;

export class Links {
  constructor(
    private readonly progress: Pick<Progress, 'links'>,
    private readonly workflow: LinkedWorkflow,
  ) {}

  /**
   * The link with which the contact answers: the newest that lives on for a day, or a new one. Undefined when an
   * operator has revoked it: then they are not reminded either.
   */
  for(
    contact: OnboardingRequest['contacts'][number],
    task: LinkPurpose,
    deadline: number,
  ): SetupLink | undefined {
    const { purpose, known } = latestLink(this.progress.links, contact, task);
    if (known?.revokedAt !== undefined) return undefined;
    if (known !== undefined && Date.parse(known.expiresAt) > Date.now() + DAY_MS) return known;
    const expiresAt = new Date(Math.max(deadline, Date.now() + DAY_MS)).toISOString();
    return this.keep({
      id: uuid4().replaceAll('-', '').slice(0, 12),
      purpose,
      contact: contact.name,
      madeAt: new Date().toISOString(),
      madeBy: madeByWorkflow(this.workflow),
      expiresAt,
    });
  }

  /** The one with this id, made if there is none. */
  make(asked: SignalInput<'makeLink'>): SetupLink {
    const now = Date.now();
    return (
      this.progress.links.find(({ id }) => id === asked.id) ??
      this.keep({
        id: asked.id,
        purpose: asked.purpose,
        contact: asked.contact,
        madeAt: new Date(now).toISOString(),
        madeBy: asked.by,
        expiresAt: new Date(now + asked.days * DAY_MS).toISOString(),
        ...(asked.forwardedBy === undefined ? {} : { forwardedBy: asked.forwardedBy }),
      })
    );
  }

  revoke({ id, by }: SignalInput<'revokeLink'>): void {
    const link = this.progress.links.find((candidate) => candidate.id === id);
    if (link === undefined || link.revokedAt !== undefined) return;
    link.revokedAt = new Date().toISOString();
    link.revokedBy = by;
  }

  private keep(link: SetupLink): SetupLink {
    this.progress.links = [...this.progress.links, link].slice(-KEPT);
    return link;
  }
}

/** Why this link cannot be made. Pure, for validators. */
export function linkRefusal(
  { id, contact, purpose, send, forwardedBy, sendTo }: SignalInput<'makeLink'>,
  { links, optedOut }: Pick<Progress, 'links' | 'optedOut'>,
  { contacts }: OnboardingRequest,
): string | undefined {
  const names = contacts.map(({ name }) => name);
  if (forwardedBy === undefined) {
    if (sendTo !== undefined) return 'a link is sent to the address of its contact: leave out sendTo';
    if (!names.includes(contact)) return `there is no contact "${contact}"; one of ${names.join(', ')}`;
  } else if (send) {
    return 'a link that is passed on is sent to whom sendTo names';
  } else if (
    links.filter((link) => link.id !== id && link.forwardedBy !== undefined).length >= MOST_FORWARDED
  ) {
    return `links were passed on ${String(MOST_FORWARDED)} times already`;
  }
  if (send && optedOut.includes(contact)) return `${contact} has asked for no more texts`;
  const known = links.find((link) => link.id === id);
  if (known === undefined) return undefined;
  if (known.revokedAt !== undefined) return `the link ${id} is revoked`;
  const other = known.contact !== contact || known.purpose !== purpose;
  return other ? `the link ${id} is for another contact or purpose` : undefined;
}
