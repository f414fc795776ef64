/** Starting an onboarding: by filling in a form, or from a document in YAML or JSON. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { withoutHidden } from '../../onboarding/visible.js';
import { isUnreachable } from '../../temporal/connection.js';
import { RefusedError } from '../../temporal/customerWorkflow.js';
import { isAbout } from '../audit.js';
import type { WebDeps } from '../deps.js';
import { isWithin, scopeOn } from '../groups.js';
import { sendPage } from '../page.js';
import { redirect } from '../redirect.js';
import { assertMayOperate, operatorOn } from './access.js';
import { readRequestBeside } from './documents.js';
import { requestFrom, startFields } from './startForm.js';
import { DocumentPage, FormPage } from './startPages.js';
import { START } from '../strings/consoleStart.js';
import { addressOf } from './view.js';

/** Of a request that names many people, encoded as forms are. */
const BODY_LIMIT = 1024 * 1024;

const documentForm = z.looseObject({
  key: z.string().max(100).default(''),
  document: z.string().default(''),
});

const newKey = () => randomUUID();

/** `key`: for the form that is sent next. */
type Refusal = { status: 409 | 503; text: string; key: string };

export function startPages(scope: FastifyInstance, { temporal, settings }: WebDeps): void {
  /** Once, however often the same form is sent. Undefined, or why it was not. */
  const start = async (
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: OnboardingRequest,
    key: string,
  ): Promise<Refusal | undefined> => {
    const by = operatorOn(request).name;
    isAbout(request, wanted.customerId);
    if (!isWithin(scopeOn(request), wanted.customerId)) {
      return { status: 409, text: START.otherGroup, key: newKey() };
    }
    const idempotencyKey = key === '' ? undefined : key;
    try {
      await temporal.ensure({ request: wanted, by, idempotencyKey });
    } catch (error) {
      if (error instanceof RefusedError) return { status: 409, text: error.message, key: newKey() };
      // Whether it was started is not known: the same key finds it.
      if (isUnreachable(error)) return { status: 503, text: START.unavailable, key };
      throw error;
    }
    await redirect(reply, `${addressOf(wanted.customerId)}?done=start`);
    return undefined;
  };
  const operatorFor = (request: FastifyRequest) => {
    const operator = operatorOn(request);
    assertMayOperate(operator);
    return operator;
  };

  scope.get('/start', (request, reply) => {
    const fields = startFields.parse({ key: newKey(), testSignIn: 'on', watch: 'on', timeZone: 'UTC' });
    const page = (
      <FormPage operator={operatorFor(request)} settings={settings} fields={fields} problems={[]} />
    );
    return sendPage(reply, page);
  });

  scope.post('/start', async (request, reply) => {
    const fields = startFields.parse(request.body);
    const read = requestFrom(fields);
    const problems = 'problems' in read ? read.problems : [];
    const refusal = 'request' in read ? await start(request, reply, read.request, fields.key) : undefined;
    if ('request' in read && refusal === undefined) return reply;
    return sendPage(
      reply,
      <FormPage
        operator={operatorOn(request)}
        settings={settings}
        fields={{ ...fields, key: refusal?.key ?? newKey() }}
        problems={problems}
        refusal={refusal?.text}
      />,
      refusal?.status ?? 400,
    );
  });

  scope.get('/start/document', (request, reply) => {
    const form = { key: newKey(), document: '' };
    const page = (
      <DocumentPage operator={operatorFor(request)} settings={settings} form={form} problems={[]} />
    );
    return sendPage(reply, page);
  });

  scope.post('/start/document', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const { key, document } = documentForm.parse(request.body);
    const read = await readRequestBeside(document);
    const problems = 'problems' in read ? read.problems : [];
    const refusal = 'value' in read ? await start(request, reply, read.value, key) : undefined;
    if ('value' in read && refusal === undefined) return reply;
    return sendPage(
      reply,
      <DocumentPage
        operator={operatorOn(request)}
        settings={settings}
        form={{ key: refusal?.key ?? newKey(), document: withoutHidden(document) }}
        problems={problems}
        refusal={refusal?.text}
      />,
      refusal?.status ?? 400,
    );
  });
}
