/**
 * A visit to the pages that an onboarding and the watch over a finished one have in common: handover and test sign-in.
 * The watch's links follow the same rules as the onboarding's.
 */
import type { HandoverPackage } from '../../onboarding/handover.js';
import type { HeldLink, LinkedWorkflow } from '../../onboarding/links.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import type { SettingsCheck } from '../../onboarding/progress.js';
import type { TestSignIn } from '../../onboarding/testSignIn.js';
import type { WebDeps } from '../deps.js';
import type { Asking } from './frame.js';
import { type Access, PAGES, type WatchAccess } from './access.js';

export type Visit = {
  of: LinkedWorkflow;
  /** Address of the link's first page; the others are beneath it. */
  home: string;
  link: HeldLink;
  request: OnboardingRequest;
  csrf: string;
  asking: Asking;
  /** The workflow has ended, and takes no answer any more. */
  isOver: boolean;
  /** Who said that the Hub has what was handed over. */
  handoverConfirmedBy: string | null;
  /** Of the latest confirmation, while it is not taken. */
  check: SettingsCheck | undefined;
  testIsOpen: boolean;
  /** Thumbprint of the certificate that the test is about; undefined: of any that was handed over. */
  tested: string | undefined;
  /** Oldest first. */
  testSignIns: (TestSignIn & { at: string })[];
};

export const visitBy = (access: Access | WatchAccess): Visit =>
  'watch' in access ? visitOfWatch(access) : visitOfOnboarding(access);

function visitOfOnboarding({ link, request, csrf, onboarding, asking }: Access): Visit {
  const { artefacts, waitingFor } = onboarding;
  const isOver = onboarding.execution !== 'RUNNING';
  return {
    of: 'onboarding',
    home: `${PAGES.onboarding}/${link.id}`,
    link,
    request,
    csrf,
    asking,
    isOver,
    handoverConfirmedBy: artefacts.handoverConfirmedBy ?? null,
    check: artefacts.handoverConfirmedBy === undefined ? onboarding.settingsCheck : undefined,
    testIsOpen: !isOver && waitingFor?.signal === 'reportTestSignIn',
    tested: undefined,
    testSignIns: artefacts.testSignIns ?? [],
  };
}

function visitOfWatch({ link, request, csrf, watch, asking }: WatchAccess): Visit {
  const isOver = watch.execution !== 'RUNNING';
  return {
    of: 'watch',
    home: `${PAGES.watch}/${link.id}`,
    link,
    request,
    csrf,
    asking,
    isOver,
    handoverConfirmedBy: watch.handoverConfirmedBy,
    check: undefined,
    testIsOpen:
      !isOver && watch.steps.some(({ name, status }) => name === 'testSignIn' && status === 'waiting'),
    tested: watch.certificates.find(({ active }) => active)?.thumbprint,
    testSignIns: watch.testSignIns,
  };
}

export const subjectOf = ({ of, request: { customerId } }: Visit) => ({ kind: of, customerId });

/** Every value of the Hub's form; null while there is nothing to hand over. */
export const handoverFor = ({ temporal }: WebDeps, visit: Visit): Promise<HandoverPackage | null> =>
  temporal.ask(subjectOf(visit), 'handover');
