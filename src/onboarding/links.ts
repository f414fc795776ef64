/** Setup links: how the customer's people reach the pages of their onboarding. The workflow records them, not their secret. */
import { z } from 'zod';
import type { SignalName } from './signals.js';

/** What a link lets its holder do; every link also shows how the onboarding stands. */
export const LINK_PURPOSES = ['consent', 'roles', 'handover', 'all'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

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
};

/** Which page answers what a step waits for. */
export const PURPOSE_OF_SIGNAL: Partial<Record<SignalName, Exclude<LinkPurpose, 'all'>>> = {
  grantConsent: 'consent',
  confirmHandover: 'handover',
  chooseRoles: 'roles',
  // With the minimal permission profile the customer assigns, and the page says whom.
  retryStep: 'roles',
};

export const permits = (link: Pick<SetupLink, 'purpose'>, purpose: LinkPurpose) =>
  link.purpose === 'all' || link.purpose === purpose;
