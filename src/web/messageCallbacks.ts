/** What MessageMedia tells of our text messages, signed, forwarded to who sent them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { customerOf, readCallback, reportOf } from './callbackReport.js';
import { signatureProblem } from './callbackSignature.js';
import { isUndelivered, type Report } from '../onboarding/textMessages.js';
import { count } from '../telemetry/meter.js';
import type { WebDeps } from './deps.js';

/** Contents of 5,000 characters, and the original text beside it. */
const BODY_LIMIT = 64 * 1024;

export async function messageCallbacks(server: FastifyInstance, deps: WebDeps): Promise<void> {
  await server.register((scope, _options, done) => {
    // The signature is over the body's bytes.
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    const options = { bodyLimit: BODY_LIMIT, config: { strangersLimit: BODY_LIMIT } };
    /** The address that each text names. */
    scope.post<{ Params: { customerId: string } }>(
      '/callbacks/messages/:customerId',
      options,
      (request, answer) => take(deps, request, answer, request.params.customerId),
    );
    /** For webhooks of the whole account, such as that for opt-outs. */
    scope.post('/callbacks/messages', options, (request, answer) => take(deps, request, answer, undefined));
    done();
  });
}

async function take(
  { settings, temporal, logger }: WebDeps,
  request: FastifyRequest,
  answer: FastifyReply,
  customer: string | undefined,
): Promise<FastifyReply> {
  const body = typeof request.body === 'string' ? request.body : '';
  const refuse = (status: number, reason: string) => {
    logger.warn({ customerId: customer, reason, ip: request.ip }, 'message callback refused');
    return answer.code(status).send({ message: reason });
  };
  const now = Date.now();
  const wrong = signatureProblem(request, body, settings.callbackKeys, now);
  if (wrong !== undefined) return refuse(403, wrong);
  const told = readCallback(body);
  if (told === undefined) return refuse(400, 'it is no delivery report, reply or opt-out');
  const named = customer === undefined ? customerOf(told) : { customerId: customer };
  if (named === 'untold') {
    return refuse(422, 'its template has no metadata, so it cannot be told whose text it is about');
  }
  if (named === 'unnamed') return answer.code(204).send(); // not of a text of ours
  const sentAt = Date.parse(request.headers.date ?? '');
  const report = reportOf(told, sentAt);
  // Nobody's opt-out is lost without a word.
  if (report === undefined && 'delivery_report_id' in told) return answer.code(204).send();
  if (report === undefined) return refuse(422, 'it names neither a telephone number nor a text of ours');
  if (report !== 'nothing') {
    count('sso.text.reports', { 'sso.text.status': statusOf(report) });
    await temporal.report(named.customerId, report);
  }
  return answer.code(204).send();
}

/** Their own words for a state are many, and may become more. */
function statusOf({ report, value }: Report): string {
  if (report !== 'reportDelivery') return report === 'reportOptOut' ? 'optOut' : 'optIn';
  if (isUndelivered(value.status)) return 'undelivered';
  return value.status === 'delivered' || value.status === 'read' ? 'delivered' : 'underWay';
}
