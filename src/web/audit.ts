/**
 * The record of who looked at which customer, and did what, for auditors: one JSON line each in the log of the web
 * process, whatever LOG_LEVEL says, with a stable `event`. docs/audit.md names every event and field.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { reads } from './reads.js';

type AuditEvent =
  | 'operator.signed_in'
  | 'operator.sign_in_refused'
  | 'operator.signed_out'
  | 'operator.read'
  | 'operator.acted'
  | 'api.read'
  | 'api.acted';

/** `id`: of a person their object id in the directory, of an application its client id. */
export type AuditActor = { kind: 'person' | 'application'; id: string; name?: string };

type AuditFields = {
  actor?: AuditActor;
  /** Missing where it is about none, such as a list. */
  customerId?: string;
  [field: string]: unknown;
};

export const audit = (logger: Logger, event: AuditEvent, fields: AuditFields): void => {
  logger.child({ audit: true }, { level: 'info' }).info({ event, ...fields }, event);
};

/** The customer that an address is about. */
export function customerIn({ params }: Pick<FastifyRequest, 'params'>): string | undefined {
  if (typeof params !== 'object' || params === null || !('customerId' in params)) return undefined;
  return typeof params.customerId === 'string' ? params.customerId : undefined;
}

/** Every answered request of this scope, so that no route can forget. @param actorOf undefined for nobody */
export function auditRequests(
  scope: FastifyInstance,
  logger: Logger,
  kind: 'operator' | 'api',
  actorOf: (request: FastifyRequest) => AuditActor | undefined,
): void {
  scope.addHook('onResponse', (request, reply, done) => {
    const actor = actorOf(request);
    if (actor !== undefined) {
      const customerId = customerIn(request) ?? customerOf(request);
      audit(logger, `${kind}.${reads(request) ? 'read' : 'acted'}`, {
        actor,
        ...(customerId === undefined ? {} : { customerId }),
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ip: request.ip,
      });
    }
    done();
  });
}

const startedFor = new WeakMap<FastifyRequest, string>();

/** For a request whose address names no customer, and whose body does. */
export const isAbout = (request: FastifyRequest, customerId: string): void => {
  startedFor.set(request, customerId);
};
const customerOf = (request: FastifyRequest) => startedFor.get(request);
