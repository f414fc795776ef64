/**
 * A visit to the pages that an onboarding and the watch over a finished one have in common: handover and test sign-in.
 * The watch's links follow the same rules as the onboarding's.
 */
import type { FastifyRequest } from 'fastify';
import type { HandoverPackage } from '../../onboarding/handover.js';
import { type LinkedWorkflow, type LinkPurpose, permits, type SetupLink } from '../../onboarding/links.js';
import type { LinkToken } from '../../onboarding/linkToken.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import type { TestSignIn } from '../../onboarding/testSignIn.js';
import { ask, update } from '../../temporal/customerWorkflow.js';
import { type Watch, watchedRequestOf, watchOf } from '../../temporal/watches.js';
import type { WebDeps } from '../deps.js';
import { HttpProblem } from '../problems.js';
import {
  type Access,
  accessBy,
  askingOf,
  csrfFor,
  keptLink,
  keptToken,
  PAGES,
  withoutWorkflow,
} from './access.js';
import type { Asking } from './frame.js';

export type LinkRoute = { Params: { linkId: string } };

export type Visit = {
  of: LinkedWorkflow;
  /** Address of the link's first page; the others are beneath it. */
  home: string;
  link: SetupLink;
  request: OnboardingRequest;
  csrf: string;
  asking: Asking;
  /** The workflow has ended, and takes no answer any more. */
  isOver: boolean;
  /** Who said that the Hub has what was handed over. */
  handoverConfirmedBy: string | null;
  testIsOpen: boolean;
  /** Thumbprint of the certificate that the test is about; undefined: of any that was handed over. */
  tested: string | undefined;
  /** Oldest first. */
  testSignIns: (TestSignIn & { at: string })[];
};

/** A link of the watch that is good, and all that its pages show. */
export type WatchAccess = {
  link: SetupLink;
  watch: Watch;
  request: OnboardingRequest;
  csrf: string;
  asking: Asking;
};

/** @throws HttpProblem with what is wrong with the link */
export async function visitTo(
  deps: WebDeps,
  of: LinkedWorkflow,
  request: FastifyRequest<LinkRoute>,
  purpose: Exclude<LinkPurpose, 'all'>,
): Promise<Visit> {
  const visit = await visitBy(deps, of, keptToken(deps, request, of));
  if (!permits(visit.link, purpose)) throw new HttpProblem(403, 'otherPurpose');
  return visit;
}

type Checked = Pick<LinkToken, 'customerId' | 'linkId'>;

/** For one whose token was checked before. @throws HttpProblem when the link was revoked since, or is of another workflow */
export const visitBy = async (deps: WebDeps, of: LinkedWorkflow, token: Checked): Promise<Visit> =>
  of === 'onboarding'
    ? visitOfOnboarding(await accessBy(deps, token))
    : visitOfWatch(await watchAccessBy(deps, token));

/** @throws HttpProblem like visitTo */
export const watchAccessTo = (deps: WebDeps, request: FastifyRequest<LinkRoute>): Promise<WatchAccess> =>
  watchAccessBy(deps, keptToken(deps, request, 'watch'));

async function watchAccessBy(
  { temporal, settings }: WebDeps,
  { customerId, linkId }: Checked,
): Promise<WatchAccess> {
  const [watch, request] = await Promise.all([
    watchOf(temporal, customerId),
    watchedRequestOf(temporal, customerId),
  ]).catch(withoutWorkflow);
  const link = keptLink(watch.links, linkId);
  const csrf = csrfFor(settings.sessionKeys, linkId);
  const home = `${PAGES.watch}/${linkId}`;
  return {
    link,
    watch,
    request,
    csrf,
    asking: askingOf(settings, request, { link, csrf, home, startedBy: null }),
  };
}

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
    testIsOpen:
      !isOver && watch.steps.some(({ name, status }) => name === 'testSignIn' && status === 'waiting'),
    tested: watch.certificates.find(({ active }) => active)?.thumbprint,
    testSignIns: watch.testSignIns,
  };
}

const subjectOf = ({ of, request }: Visit) => ({ kind: of, customerId: request.customerId });

/** Every value of the Hub's form; null while there is nothing to hand over. */
export const handoverFor = ({ temporal }: WebDeps, visit: Visit): Promise<HandoverPackage | null> =>
  ask(temporal, subjectOf(visit), 'handover');

/** Tells the workflow. @throws RefusedError with its own reason */
export const tellFrom = (
  { temporal }: WebDeps,
  visit: Visit,
  signal: 'confirmHandover' | 'reportTestSignIn',
  input: object,
): Promise<void> => update(temporal, subjectOf(visit), signal, input);
