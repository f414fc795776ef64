/**
 * What an operator tells an onboarding or the monitoring after it: buttons and forms of the table of actions. What needs a
 * reason, or removes anything, has a page of its own. Each is on record with the operator's name.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Action } from '../../onboarding/actions/action.js';
import { actionsOf, type Entry, inputFor } from '../../onboarding/actions/index.js';
import { type CancellationPreview, previewCancellation } from '../../onboarding/cancellation.js';
import type { LinkedWorkflow } from '../../onboarding/links.js';
import type { Onboarding, Watch } from '../../temporal/port.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { assertMayOperate, operatorOn } from './access.js';
import { Frame } from './frame.js';
import { skippable } from './now.js';
import type { Operator } from './session.js';
import { FORM } from '../strings/consoleCustomer.js';
import { addressOf, customerOf, type CustomerRoute } from './view.js';

/** As a browser sends a form. */
const sent = z.record(z.string(), z.string());

const typed = z.looseObject({
  step: z.string().optional(),
  reason: z.string().trim().max(500).default(''),
  /** What the page said that would be removed. */
  shown: z.string().default(''),
});

export function actionPages(scope: FastifyInstance, deps: WebDeps): void {
  const { temporal } = deps;
  serveActions(scope, deps, 'onboarding', actionsOf('onboarding'), (customerId) =>
    temporal.ask({ kind: 'onboarding', customerId }, 'progress'),
  );
  serveActions(scope, deps, 'watch', actionsOf('watch'), (customerId) =>
    temporal.ask({ kind: 'watch', customerId }, 'progress'),
  );
}

function serveActions<K extends LinkedWorkflow>(
  scope: FastifyInstance,
  deps: WebDeps,
  kind: K,
  actions: readonly Entry<K>[],
  standing: (customerId: string) => Promise<Onboarding | Watch>,
): void {
  const { temporal } = deps;
  for (const { signal, action } of actions) {
    const { console: name } = action.reach;
    if (typeof name !== 'string' || signal === 'makeLink') continue; // a link is made on a page of its own

    /** Tells it as the operator, and goes back to the customer's page. @throws HttpProblem 400 */
    const act = async (request: FastifyRequest<CustomerRoute>, reply: FastifyReply, given: object) => {
      const customerId = customerOf(request);
      const input = inputFor(kind, signal, given, operatorOn(request).name);
      if (!input.success) throw new HttpProblem(400, 'badInput');
      await temporal.tell({ kind, customerId }, signal, input.data);
      return redirect(reply, `${addressOf(customerId)}?done=${name}`);
    };
    const path = `/onboardings/:customerId/${name}`;

    if (!asksWhy(action)) {
      scope.post<CustomerRoute>(path, (request, reply) => {
        const { csrf: _, ...given } = sent.parse(request.body);
        return act(request, reply, given);
      });
      continue;
    }

    const formFor = async (request: FastifyRequest<CustomerRoute>) => {
      const operator = operatorOn(request);
      assertMayOperate(operator);
      const about = await standing(customerOf(request));
      return { action, operator, about, preview: await previewOf(action, deps, about), deps };
    };
    scope.get<CustomerRoute>(path, async (request, reply) =>
      sendPage(reply, <ActionForm {...await formFor(request)} />),
    );
    scope.post<CustomerRoute>(path, async (request, reply) => {
      const { step, reason, shown } = typed.parse(request.body);
      const given = { reason, ...(step === undefined ? {} : { step }) };
      if (reason !== '' && action.preview === undefined) return act(request, reply, given);
      const form = await formFor(request);
      const isAsShown = form.preview === undefined || shown === JSON.stringify(form.preview.removes);
      if (reason !== '' && isAsShown) return act(request, reply, given);
      const problem = reason === '' ? 'missing' : 'changed';
      const page = <ActionForm {...form} problem={problem} typed={{ step, reason }} />;
      return sendPage(reply, page, problem === 'missing' ? 400 : 409);
    });
  }
}

const fieldsOf = ({ input }: Action): string[] =>
  input instanceof z.ZodObject ? Object.keys(input.shape) : [];
const asksWhy = (action: Action) => fieldsOf(action).includes('reason');

async function previewOf(
  { preview }: Action,
  { temporal }: WebDeps,
  about: Onboarding | Watch,
): Promise<CancellationPreview | undefined> {
  if (preview !== 'cancellation' || !('artefacts' in about)) return undefined;
  const { customerId } = about;
  return previewCancellation(about, await temporal.ask({ kind: 'onboarding', customerId }, 'request'));
}

type FormProps = {
  action: Action;
  operator: Operator;
  about: Onboarding | Watch;
  preview: CancellationPreview | undefined;
  deps: WebDeps;
  problem?: 'missing' | 'changed';
  typed?: { step: string | undefined; reason: string };
};

function ActionForm({ action, operator, about, preview, deps, problem, typed }: FormProps) {
  const { button, changes } = action.words;
  const { customerId, companyName } = about;
  const isPossible = preview?.possible !== false;
  return (
    <Frame title={button} operator={operator} settings={deps.settings}>
      <p>
        <a href={addressOf(customerId)}>{FORM.back(companyName)}</a>
      </p>
      <h1>{button}</h1>
      <p class="lead">{isPossible ? changes : FORM.impossible}</p>
      {problem === 'changed' ? (
        <p class="notice bad" role="alert">
          {FORM.changed}
        </p>
      ) : null}
      {isPossible ? (
        <form method="post" class="card">
          <CsrfField token={operator.csrf} />
          {preview === undefined ? null : <Preview preview={preview} />}
          {fieldsOf(action).includes('step') && 'artefacts' in about ? (
            <StepField onboarding={about} chosen={typed?.step} />
          ) : null}
          <Reason missing={problem === 'missing'} value={typed?.reason ?? ''} />
          <button class={preview === undefined ? undefined : 'danger'}>
            {preview === undefined || preview.removes.length === 0 ? button : FORM.andRemove(button)}
          </button>
        </form>
      ) : null}
    </Frame>
  );
}

function Preview({ preview: { removes, keeps } }: { preview: CancellationPreview }) {
  return (
    <>
      <input type="hidden" name="shown" value={JSON.stringify(removes)} />
      <Lines title={FORM.removes} lines={removes} />
      <Lines title={FORM.keeps} lines={keeps} />
      {removes.length + keeps.length === 0 ? <p>{FORM.nothing}</p> : null}
    </>
  );
}

function StepField({ onboarding, chosen }: { onboarding: Onboarding; chosen: string | undefined }) {
  return (
    <div class="field">
      <label for="step">{FORM.step}</label>
      <select id="step" name="step">
        {skippable(onboarding.steps).map(({ name, title }) => (
          <option key={name} value={name} selected={name === (chosen ?? onboarding.step)}>
            {title}
          </option>
        ))}
      </select>
    </div>
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
      <label for="reason">{FORM.reason}</label>
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
        {missing ? FORM.reasonMissing : FORM.reasonHint}
      </span>
    </div>
  );
}
