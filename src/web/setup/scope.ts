/**
 * What stands before every page of a link, so that none can forget: its holder, the form's own code, and one look at the
 * workflow that the link is of. @fastify/csrf-protection is not for us: it wants a secret in a cookie of its own or a
 * session, and ours are bound to the link and need neither.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type LinkedWorkflow, permits } from '../../onboarding/links.js';
import type { Task } from '../../onboarding/signals.js';
import { senderIsKnown } from '../bodies.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { HttpProblem } from '../problems.js';
import { reads } from '../reads.js';
import { type Access, accessBy, formSubject, keptToken, type WatchAccess, watchAccessBy } from './access.js';
import { tellSeen } from './seen.js';
import { type Visit, visitBy } from './visit.js';

export type LinkRoute = { Params: { linkId: string } };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a link must be for to open this page; any link of the workflow where it is left out. */
    purpose?: Task;
  }
}

/** Whoever holds no good link gets no further, and no form of another page is taken. */
export function onlyHolders(scope: FastifyInstance, deps: WebDeps, of: LinkedWorkflow): void {
  // Who has opened a link in this browser is no stranger: their lists may be long.
  scope.addHook<LinkRoute>('onRequest', (request, _reply, done) => {
    try {
      keptToken(deps, request, of);
      senderIsKnown(request);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error; // said below, with what was typed
    }
    done();
  });
  scope.addHook<LinkRoute>('preHandler', (request, _reply, done) => {
    const { linkId } = keptToken(deps, request, of);
    if (!reads(request)) assertOwnForm(request, deps.settings.sessionKeys, formSubject(linkId));
    done();
  });
}

const looked = new WeakMap<FastifyRequest, Access | WatchAccess>();

/** The workflow is asked once for each page, and the link must be one that it knows. */
export function lookUpOnce(scope: FastifyInstance, deps: WebDeps, of: LinkedWorkflow): void {
  const look = of === 'onboarding' ? accessBy : watchAccessBy;
  scope.addHook<LinkRoute>('preHandler', async (request) => {
    const access = await look(deps, request, keptToken(deps, request, of));
    const { purpose } = request.routeOptions.config;
    if (purpose !== undefined && !permits(access.link, purpose)) throw new HttpProblem(403, 'otherPurpose');
    looked.set(request, access);
    tellSeen(deps, access, of);
  });
}

/** On the pages of an onboarding. */
export function accessOn(request: FastifyRequest): Access {
  const access = looked.get(request);
  if (access === undefined || !('onboarding' in access)) throw new TypeError('no onboarding was looked up');
  return access;
}

/** On the pages of a watch. */
export function watchAccessOn(request: FastifyRequest): WatchAccess {
  const access = looked.get(request);
  if (access === undefined || !('watch' in access)) throw new TypeError('no watch was looked up');
  return access;
}

/** On the pages that both have. */
export function visitOn(request: FastifyRequest): Visit {
  const access = looked.get(request);
  if (access === undefined) throw new TypeError('nothing was looked up');
  return visitBy(access);
}
