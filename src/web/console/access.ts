/** What stands before every page of the console: whoever is not signed in is sent to sign in; readers change nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AuditActor, auditRequests, customerIn } from '../audit.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { isWithin, scopeOf, scopeOn, setScope } from '../groups.js';
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
export function onlyOperators(scope: FastifyInstance, { settings, temporal, logger }: WebDeps): void {
  scope.addHook('onRequest', async (request, reply) => {
    const operator = await operatorOf(request, settings);
    if (operator !== undefined) {
      operators.set(request, operator);
      setScope(request, scopeOf(settings, operator.roles));
      return;
    }
    if (!reads(request)) return; // refused below, with what was typed
    // Whose hour is over need press nothing: Entra ID knows them, or asks.
    const known = (await lastSession(request, settings)) !== undefined;
    await toSignIn(request, reply, known ? '/console/sign-in/start' : '/console/sign-in');
  });
  scope.addHook('preHandler', async (request, reply) => {
    const operator = operators.get(request);
    // Of a copy of the cookie, too, and whichever web process was told. Here, so that what was typed is kept.
    const isOver = operator === undefined || (await temporal.hasSignedOut(operator.sessionId));
    if (reads(request)) {
      if (isOver) await toSignIn(request, reply, '/console/sign-in');
      return;
    }
    if (isOver) throw new HttpProblem(401, 'signInAgain');
    assertOwnForm(request, settings.sessionKeys, operator.subject);
    assertMayOperate(operator);
  });
  scope.addHook('preHandler', (request, _reply, done) => {
    const customerId = customerIn(request);
    if (customerId !== undefined) assertWithin(request, customerId);
    done();
  });
  auditRequests(scope, logger, 'operator', (request) => {
    const operator = operators.get(request);
    return operator && actorOf(operator);
  });
}

const toSignIn = (request: FastifyRequest, reply: FastifyReply, page: string) =>
  redirect(reply, `${page}?to=${encodeURIComponent(request.url)}`);

/** For the record. */
export const actorOf = ({ oid, name }: Pick<Operator, 'oid' | 'name'>): AuditActor => ({
  kind: 'person',
  id: oid,
  name,
});

/** @throws HttpProblem 404: whoever may not see a customer is not told that there is one */
export function assertWithin(request: FastifyRequest, customerId: string): void {
  if (!isWithin(scopeOn(request), customerId)) throw new HttpProblem(404, 'notFound');
}

/** @throws HttpProblem 403 */
export function assertMayOperate(operator: Operator): void {
  if (!operator.mayOperate) throw new HttpProblem(403, 'readOnly');
}
