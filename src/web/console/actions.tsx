/** What an operator tells an onboarding: try again, remind, leave out, cancel, withdraw a link. Each is on record with their name. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CancellationPreview, previewCancellation } from '../../onboarding/cancellation.js';
import { SIGNALS } from '../../onboarding/signals.js';
import { type ActionName, ONBOARDING_ACTIONS, withActor } from '../api/actions.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { assertMayOperate, operatorOn } from './access.js';
import { Frame } from './frame.js';
import { skippable } from './now.js';
import { ACTIONS } from '../strings/console.js';
import { addressOf, customerOf, type CustomerRoute, type View } from './view.js';

/** Those that need nothing typed. */
const AT_ONCE = ['retry', 'remind', 'revoke-link'] as const satisfies readonly ActionName[];

export function actionPages(scope: FastifyInstance, deps: WebDeps): void {
  const { temporal } = deps;

  /** Tells it as the operator, and goes back to the onboarding. @throws HttpProblem 400 */
  const act = async (
    request: FastifyRequest<CustomerRoute>,
    reply: FastifyReply,
    name: ActionName & keyof typeof ACTIONS.done,
    fields: object,
  ) => {
    const customerId = customerOf(request);
    const { signal } = ONBOARDING_ACTIONS[name];
    const input = SIGNALS[signal].safeParse(withActor(name, fields, operatorOn(request).name));
    if (!input.success) throw new HttpProblem(400, 'badInput');
    await temporal.tell({ kind: 'onboarding', customerId }, signal, input.data);
    return redirect(reply, `${addressOf(customerId)}?done=${name}`);
  };
  const viewFor = async (request: FastifyRequest<CustomerRoute>): Promise<View> => {
    const operator = operatorOn(request);
    assertMayOperate(operator);
    const customerId = customerOf(request);
    return { operator, onboarding: await temporal.ask({ kind: 'onboarding', customerId }, 'progress') };
  };
  const previewFor = async ({ onboarding }: View) => {
    const { customerId } = onboarding;
    return previewCancellation(onboarding, await temporal.ask({ kind: 'onboarding', customerId }, 'request'));
  };

  for (const name of AT_ONCE) {
    scope.post<CustomerRoute>(`/onboardings/:customerId/${name}`, (request, reply) => {
      const { csrf: _, ...fields } = z.record(z.string(), z.string()).parse(request.body);
      return act(request, reply, name, fields);
    });
  }

  scope.post<CustomerRoute>('/onboardings/:customerId/check-now', async (request, reply) => {
    const customerId = customerOf(request);
    await temporal.tell({ kind: 'watch', customerId }, 'checkNow', { by: operatorOn(request).name });
    return redirect(reply, `${addressOf(customerId)}?done=check-now`);
  });

  scope.get<CustomerRoute>('/onboardings/:customerId/skip', async (request, reply) =>
    sendPage(reply, <Skip view={await viewFor(request)} deps={deps} />),
  );
  scope.post<CustomerRoute>('/onboardings/:customerId/skip', async (request, reply) => {
    const { step, reason } = typed.parse(request.body);
    if (reason === '') {
      return sendPage(reply, <Skip view={await viewFor(request)} deps={deps} chosen={step} />, 400);
    }
    return act(request, reply, 'skip', { step, reason });
  });

  scope.get<CustomerRoute>('/onboardings/:customerId/cancel', async (request, reply) => {
    const view = await viewFor(request);
    return sendPage(reply, <Cancel view={view} preview={await previewFor(view)} deps={deps} />);
  });
  scope.post<CustomerRoute>('/onboardings/:customerId/cancel', async (request, reply) => {
    const { reason, shown } = typed.parse(request.body);
    const view = await viewFor(request);
    const preview = await previewFor(view);
    const problem =
      reason === '' ? 'missing' : shown === JSON.stringify(preview.removes) ? undefined : 'changed';
    if (problem === undefined) return act(request, reply, 'cancel', { reason });
    const page = <Cancel view={view} preview={preview} deps={deps} problem={problem} reason={reason} />;
    return sendPage(reply, page, problem === 'missing' ? 400 : 409);
  });
}

const typed = z.looseObject({
  step: z.string().default(''),
  reason: z.string().trim().max(500).default(''),
  /** What the page said that would be removed. */
  shown: z.string().default(''),
});

/** @param chosen the step that was chosen when the reason was missing */
function Skip({ view, deps, chosen }: { view: View; deps: WebDeps; chosen?: string }) {
  const { onboarding, operator } = view;
  const { customerId, companyName, step: current } = onboarding;
  return (
    <Frame title={ACTIONS.skip.open} operator={operator} settings={deps.settings}>
      <p>
        <a href={addressOf(customerId)}>{ACTIONS.back(companyName)}</a>
      </p>
      <h1>{ACTIONS.skip.open}</h1>
      <p class="lead">{ACTIONS.skip.lead}</p>
      <form method="post" class="card">
        <CsrfField token={operator.csrf} />
        <div class="field">
          <label for="step">{ACTIONS.skip.step}</label>
          <select id="step" name="step">
            {skippable(onboarding.steps).map(({ name, title }) => (
              <option key={name} value={name} selected={name === (chosen ?? current)}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <Reason missing={chosen !== undefined} />
        <button>{ACTIONS.skip.button}</button>
      </form>
    </Frame>
  );
}

type CancelProps = {
  view: View;
  preview: CancellationPreview;
  deps: WebDeps;
  problem?: 'missing' | 'changed';
  reason?: string;
};

function Cancel({ view: { onboarding, operator }, preview, deps, problem, reason = '' }: CancelProps) {
  const { customerId, companyName } = onboarding;
  const { possible, removes, keeps } = preview;
  return (
    <Frame title={ACTIONS.cancel.title} operator={operator} settings={deps.settings}>
      <p>
        <a href={addressOf(customerId)}>{ACTIONS.back(companyName)}</a>
      </p>
      <h1>{ACTIONS.cancel.title}</h1>
      <p class="lead">{possible ? ACTIONS.cancel.lead(companyName) : ACTIONS.cancel.impossible}</p>
      {problem === 'changed' ? (
        <p class="notice bad" role="alert">
          {ACTIONS.cancel.changed}
        </p>
      ) : null}
      {possible ? (
        <form method="post" class="card">
          <CsrfField token={operator.csrf} />
          <input type="hidden" name="shown" value={JSON.stringify(removes)} />
          <Lines title={ACTIONS.cancel.removes} lines={removes} />
          <Lines title={ACTIONS.cancel.keeps} lines={keeps} />
          {removes.length + keeps.length === 0 ? <p>{ACTIONS.cancel.nothing}</p> : null}
          <Reason missing={problem === 'missing'} value={reason} />
          <button class="danger">
            {removes.length === 0 ? ACTIONS.cancel.buttonKeep : ACTIONS.cancel.button}
          </button>
        </form>
      ) : null}
    </Frame>
  );
}

export function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

export function Reason({ missing, value = '' }: { missing: boolean; value?: string }) {
  return (
    <div class="field long">
      <label for="reason">{ACTIONS.reason}</label>
      <input
        id="reason"
        name="reason"
        required
        maxLength={500}
        value={value}
        aria-describedby="reason-hint"
        aria-invalid={missing}
      />
      <span class={missing ? 'hint wrong' : 'hint'} id="reason-hint" role={missing ? 'alert' : undefined}>
        {missing ? ACTIONS.reasonMissing : ACTIONS.reasonHint}
      </span>
    </div>
  );
}
