/** What stands before every page of the console: whoever is not signed in is sent to sign in; readers change nothing. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { HttpProblem } from '../problems.js';
import { reads } from '../reads.js';
import { redirect } from '../redirect.js';
import { lastSession, type Operator, operatorOf } from './session.js';

const operators = new WeakMap<FastifyRequest, Operator>();

/** @throws TypeError on a route that is not behind `onlyOperators` */
export function operatorOn(request: FastifyRequest): Operator {
  const operator = operators.get(request);
  if (operator === undefined) throw new TypeError('nobody is signed in');
  return operator;
}

/** For every route of this scope, so that none can forget. */
export function onlyOperators(scope: FastifyInstance, { settings }: WebDeps): void {
  scope.addHook('onRequest', async (request, reply) => {
    const operator = await operatorOf(request, settings);
    if (operator !== undefined) {
      operators.set(request, operator);
      return;
    }
    if (!reads(request)) return; // refused below, with what was typed
    // Whose hour is over need press nothing: Entra ID knows them, or asks.
    const known = (await lastSession(request, settings)) !== undefined;
    const signIn = known ? '/console/sign-in/start' : '/console/sign-in';
    await redirect(reply, `${signIn}?to=${encodeURIComponent(request.url)}`);
  });
  scope.addHook('preHandler', (request, _reply, done) => {
    if (!reads(request)) {
      const operator = operators.get(request);
      if (operator === undefined) throw new HttpProblem(401, 'signInAgain');
      assertOwnForm(request, settings.linkKey, operator.subject);
      assertMayOperate(operator);
    }
    done();
  });
}

/** @throws HttpProblem 403 */
export function assertMayOperate(operator: Operator): void {
  if (!operator.mayOperate) throw new HttpProblem(403, 'readOnly');
}
