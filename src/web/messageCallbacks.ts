/** What MessageMedia tells of our text messages: signed delivery reports and replies, forwarded to who sent them. */
import { WorkflowNotFoundError } from '@temporalio/client';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { described } from '../temporal/customerWorkflow.js';
import { onboardingWorkflowId, watchWorkflowId } from '../onboarding/names.js';
import { MESSAGE_ID_KEY, type ReportName, REPORTS } from '../onboarding/textMessages.js';
import type { WebDeps } from './deps.js';

const DIGESTS = new Map([
  ['SHA224', 'RSA-SHA224'],
  ['SHA256', 'RSA-SHA256'],
  ['SHA512', 'RSA-SHA512'],
]);
/** MessageMedia documents none: a callback that is older, or from the future, is refused. */
const SKEW_MS = 15 * 60_000;
const metadata = z.looseObject({ [MESSAGE_ID_KEY]: z.string().max(200) });
const deliveryReport = z.looseObject({
  delivery_report_id: z.string().max(100),
  status: z.string(),
  metadata,
});
const reply = z.looseObject({
  reply_id: z.string().max(100),
  source_number: z.string(),
  content: z.string().max(5000),
});
const callback = z.union([deliveryReport, reply]);

/** Words that begin other sentences too count only when they stand alone. */
const STOP = /^\s*((stop|stopall|unsubscribe|opt[ -]?out)\b|(cancel|end|quit)\W*$)/i;
const START = /^\s*(start|unstop)\W*$/i;

export async function messageCallbacks(server: FastifyInstance, deps: WebDeps): Promise<void> {
  const { settings, temporal, logger } = deps;
  await server.register((scope, _options, done) => {
    // The signature is over the body's bytes.
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, body);
    });

    scope.post<{ Params: { customerId: string } }>(
      '/callbacks/messages/:customerId',
      async (request, answer) => {
        const { customerId } = request.params;
        const body = typeof request.body === 'string' ? request.body : '';
        const refuse = (status: number, reason: string) => {
          logger.warn({ customerId, reason, ip: request.ip }, 'message callback refused');
          return answer.code(status).send({ message: reason });
        };
        const wrong = signatureProblem(request, body, settings.callbackKeys, Date.now());
        if (wrong !== undefined) return refuse(403, wrong);
        const told = callback.safeParse(safeJson(body));
        if (!told.success) return refuse(400, 'it is neither a delivery report nor a reply');
        const report = reportOf(told.data);
        if (report === undefined) return answer.code(204).send();
        // Either may have sent the text, and a STOP counts for both. What comes again is no news to them.
        for (const workflowId of [onboardingWorkflowId(customerId), watchWorkflowId(customerId)]) {
          const handle = temporal.workflow.getHandle(workflowId);
          try {
            await described(temporal, handle);
            await handle.signal(report.name, report.value);
          } catch (error) {
            // Over: it need not know any more. Otherwise the callback is sent again.
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          }
        }
        return answer.code(204).send();
      },
    );
    done();
  });
}

/** Undefined for a reply that is neither STOP nor START, and for what the onboarding would not understand. */
function reportOf(told: z.infer<typeof callback>): { name: ReportName; value: object } | undefined {
  const report =
    'reply_id' in told
      ? reportOfReply(String(told.content), String(told.source_number))
      : ({
          name: 'reportDelivery',
          value: { messageId: told.metadata[MESSAGE_ID_KEY], status: told.status },
        } as const);
  if (report === undefined) return undefined;
  return REPORTS[report.name].safeParse(report.value).success ? report : undefined;
}

function reportOfReply(content: string, mobile: string) {
  if (STOP.test(content)) return { name: 'reportOptOut', value: { mobile } } as const;
  return START.test(content) ? ({ name: 'reportOptIn', value: { mobile } } as const) : undefined;
}

/** What is wrong with the signature, or undefined. The signed text: request line, Date and body, with nothing between. */
export function signatureProblem(
  request: Pick<FastifyRequest, 'headers' | 'url' | 'method'>,
  body: string,
  keys: ReadonlyMap<string, string>,
  now: number,
): string | undefined {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const key = keys.get(header('x-messagemedia-key-id'));
  if (key === undefined) return 'its key is not known';
  const digest = DIGESTS.get(header('x-messagemedia-digest-type').replace('-', '').toUpperCase());
  if (digest === undefined) return 'its digest is not accepted';
  const date = header('date');
  if (!(Math.abs(Date.parse(date) - now) <= SKEW_MS)) return 'it is not from now';
  const signed = Buffer.from(`${request.method} ${request.url} HTTP/1.1${date}${body}`);
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  const signature = Buffer.from(header('x-messagemedia-signature'), 'base64');
  return verify(digest, signed, publicKey, signature) ? undefined : 'its signature does not fit';
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
