/** Offboarding: what would be removed is shown, and removed once it is confirmed; by two people, where the worker says so. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { ACTIONS, inputFor } from '../../onboarding/actions/index.js';
import { type OffboardingSignal, samePerson } from '../../onboarding/offboarding.js';
import { offboardingSince, onboardedBy } from '../../temporal/offboardings.js';
import type { Offboarding } from '../../temporal/port.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { placeOf } from '../place.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { operatorOn } from './access.js';
import { Lines, Reason } from './actions.js';
import { Frame } from './frame.js';
import { explained } from '../../onboarding/problems/explained.js';
import { ProblemNotice } from './now.js';
import { At, TableCard, Tag } from './parts.js';
import { RefusedCard } from './records.js';
import type { Operator } from './session.js';
import { EXECUTIONS } from '../strings/console.js';
import { FORM, OFFBOARDING, ONBOARDING } from '../strings/consoleCustomer.js';
import { addressOf, customerOf, type CustomerRoute, offboardingAddressOf } from './view.js';

const typed = z.looseObject({
  reason: z.string().trim().max(500).default(''),
  /** Of the plan that the page showed. */
  shown: z.string().default(''),
});

/** A digest, because a page writes out what is hidden in names. */
const digestOf = (plan: Offboarding['plan']) =>
  createHash('sha256').update(JSON.stringify(plan)).digest('base64url');

type Problem = 'changed' | 'reasonMissing';

export function offboardingPage(scope: FastifyInstance, deps: WebDeps): void {
  const { temporal, settings } = deps;
  const path = '/onboardings/:customerId/offboarding';

  const pageFor = async (request: FastifyRequest<CustomerRoute>, problem?: Problem) => {
    const operator = operatorOn(request);
    const customerId = customerOf(request);
    const offboarding = await offboardingSince(temporal, customerId);
    const onboarding = await temporal.latest({ kind: 'onboarding', customerId });
    const { tenant } = offboarding ?? (await onboardedBy(temporal, customerId));
    return (
      <Frame title={OFFBOARDING.title} operator={operator} settings={settings}>
        <p>
          <a href={addressOf(customerId)}>{FORM.back(customerId)}</a>
        </p>
        <h1>{OFFBOARDING.title}</h1>
        <p class="facts muted">
          <span>{customerId}</span>
          <span>{tenant}</span>
          <span>{ONBOARDING.utc}</span>
        </p>
        <p class="lead">{OFFBOARDING.lead(customerId)}</p>
        {problem === 'changed' ? (
          <p class="notice bad" role="alert">
            {OFFBOARDING.changed}
          </p>
        ) : null}
        {offboarding === undefined ? (
          <None customerId={customerId} operator={operator} isOnboarding={onboarding?.isRunning === true} />
        ) : (
          <>
            <div data-live={`${offboardingAddressOf(customerId)}/live`}>
              <State offboarding={offboarding} operator={operator} deps={deps} />
            </div>
            {mayBeStopped(offboarding) && operator.mayOperate ? (
              <Stop customerId={customerId} operator={operator} missing={problem === 'reasonMissing'} />
            ) : null}
          </>
        )}
      </Frame>
    );
  };

  const tell = (request: FastifyRequest<CustomerRoute>, signal: OffboardingSignal, fields: object = {}) => {
    const input = inputFor('offboarding', signal, fields, operatorOn(request).name);
    if (!input.success) throw new HttpProblem(400, 'badInput');
    return temporal.tell({ kind: 'offboarding', customerId: customerOf(request) }, signal, input.data);
  };

  scope.get<CustomerRoute>(path, async (request, reply) => sendPage(reply, await pageFor(request)));

  scope.get<CustomerRoute>(`${path}/live`, (request, reply) => {
    const operator = operatorOn(request);
    const customerId = customerOf(request);
    return stream(reply, {
      viewer: operator.name,
      subject: `offboarding ${customerId}`,
      ask: () => temporal.ask({ kind: 'offboarding', customerId }, 'progress'),
      render: (offboarding) =>
        renderToString(<State offboarding={offboarding} operator={operator} deps={deps} />),
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });

  scope.post<CustomerRoute>(path, async (request, reply) => {
    const customerId = customerOf(request);
    const { tenant, permissionProfile } = await onboardedBy(temporal, customerId);
    await temporal.offboard({ customerId, tenant, permissionProfile });
    return redirect(reply, offboardingAddressOf(customerId));
  });

  scope.post<CustomerRoute>(`${path}/confirm`, async (request, reply) => {
    const customerId = customerOf(request);
    const { shown } = typed.parse(request.body);
    const { plan } = await temporal.ask({ kind: 'offboarding', customerId }, 'progress');
    if (shown !== digestOf(plan)) return sendPage(reply, await pageFor(request, 'changed'), 409);
    const { oid } = operatorOn(request);
    await tell(request, 'confirmOffboarding', oid === '' ? {} : { byId: oid });
    return redirect(reply, offboardingAddressOf(customerId));
  });

  scope.post<CustomerRoute>(`${path}/retry`, async (request, reply) => {
    await tell(request, 'retryOffboarding');
    return redirect(reply, offboardingAddressOf(customerOf(request)));
  });

  scope.post<CustomerRoute>(`${path}/cancel`, async (request, reply) => {
    const { reason } = typed.parse(request.body);
    if (reason === '') return sendPage(reply, await pageFor(request, 'reasonMissing'), 400);
    await tell(request, 'cancelOffboarding', { reason });
    return redirect(reply, offboardingAddressOf(customerOf(request)));
  });
}

/** For the pages of a customer whose onboarding is over. */
export const OffboardLink = ({ customerId, operator }: Props) =>
  operator.mayOperate ? (
    <div class="actions">
      <a class="button quiet" href={offboardingAddressOf(customerId)}>
        {OFFBOARDING.open}
      </a>
    </div>
  ) : null;

type Props = { customerId: string; operator: Operator };

function None({ customerId, operator, isOnboarding }: Props & { isOnboarding: boolean }) {
  return (
    <section class="card">
      <p>{isOnboarding ? OFFBOARDING.runs : OFFBOARDING.none}</p>
      {!operator.mayOperate ? null : isOnboarding ? (
        <a class="button quiet" href={`${addressOf(customerId)}/cancel`}>
          {OFFBOARDING.cancelOnboarding}
        </a>
      ) : (
        <Find customerId={customerId} operator={operator} label={OFFBOARDING.find} />
      )}
    </section>
  );
}

const Find = ({ customerId, operator, label }: Props & { label: string }) => (
  <form method="post" action={offboardingAddressOf(customerId)}>
    <CsrfField token={operator.csrf} />
    <p class="muted">{OFFBOARDING.findHint}</p>
    <button>{label}</button>
  </form>
);

const mayBeStopped = ({ execution, step }: Offboarding) => execution === 'RUNNING' && step !== 'removal';

function Stop({ customerId, operator, missing }: Props & { missing: boolean }) {
  const { button, changes } = ACTIONS.offboarding.cancelOffboarding.words;
  return (
    <details class="card" open={missing}>
      <summary>{button}</summary>
      <form method="post" action={`${offboardingAddressOf(customerId)}/cancel`}>
        <CsrfField token={operator.csrf} />
        <p>{changes}</p>
        <Reason missing={missing} />
        <button class="quiet">{button}</button>
      </form>
    </details>
  );
}

type StateProps = { offboarding: Offboarding; operator: Operator; deps: WebDeps };

/** What changes as it proceeds. Nothing is typed here: it is replaced while somebody looks at it. */
function State({ offboarding, operator, deps }: StateProps) {
  const { customerId, status, execution, step, plan, problem, note, actions, refused } = offboarding;
  const running = execution === 'RUNNING';
  // A workflow that was terminated could not say so itself.
  const ended = running || execution === 'COMPLETED' || status === 'cancelled';
  const { text, tone } = ended
    ? OFFBOARDING.statuses[status]
    : { text: EXECUTIONS[execution] ?? execution, tone: 'bad' };
  const done = status === 'done';
  return (
    <div id="live-offboarding">
      <section class="card" aria-labelledby="now">
        <h2 id="now">
          <span role="status">
            <Tag text={text} tone={tone} />
          </span>
        </h2>
        {ended ? null : <p>{OFFBOARDING.ended}</p>}
        {running && status === 'running' ? (
          <p>{note ?? (step === 'removal' ? OFFBOARDING.removing : OFFBOARDING.reading)}</p>
        ) : null}
        {status === 'cancelled' ? <p>{OFFBOARDING.cancelledText}</p> : null}
        {plan === null || status === 'cancelled' ? null : (
          <>
            <Lines
              title={done ? OFFBOARDING.removed : OFFBOARDING.removes}
              lines={plan.toRemove.length === 0 ? [OFFBOARDING.nothing] : plan.toRemove}
            />
            <Lines title={done ? OFFBOARDING.kept : OFFBOARDING.keeps} lines={plan.toKeep} />
            {plan.toRemove.length === 0 ? null : <p class="muted">{OFFBOARDING.restorable}</p>}
          </>
        )}
        {running && problem !== null ? (
          <ProblemNotice problem={explained(problem, offboarding, placeOf(deps.settings))} />
        ) : null}
        {running && status === 'waiting' ? (
          <Confirmation offboarding={offboarding} operator={operator} />
        ) : null}
        {running && operator.mayOperate && (problem !== null || note !== undefined) ? (
          <form method="post" action={`${offboardingAddressOf(customerId)}/retry`}>
            <CsrfField token={operator.csrf} />
            <button>{ACTIONS.offboarding.retryOffboarding.words.button}</button>
          </form>
        ) : null}
        {!running && operator.mayOperate ? (
          <Find customerId={customerId} operator={operator} label={OFFBOARDING.findAgain} />
        ) : null}
      </section>
      <TableCard
        id="people"
        title={ONBOARDING.people}
        columns={Object.values(ONBOARDING.peopleColumns)}
        rows={[...actions].reverse().map(({ at, by, signal }, i) => ({
          key: `${at} ${String(i)}`,
          cells: [<At at={at} />, by, ACTIONS.offboarding[signal].words.told],
        }))}
      />
      <RefusedCard refused={refused} actions={ACTIONS.offboarding} />
    </div>
  );
}

/** The button is missing for whoever asked for the removal; the workflow refuses them in any case. */
function Confirmation({ offboarding, operator }: Omit<StateProps, 'deps'>) {
  const { customerId, plan, confirmations } = offboarding;
  const { needed, by } = confirmations ?? { needed: 1, by: [] };
  const [first] = by;
  const isOwn = first !== undefined && samePerson(first, operator.name);
  const { first: request, second } = OFFBOARDING.confirm;
  const one = ACTIONS.offboarding.confirmOffboarding.words.button;
  const label = needed === 1 ? one : first === undefined ? request : second;
  return (
    <form method="post" action={`${offboardingAddressOf(customerId)}/confirm`}>
      <CsrfField token={operator.csrf} />
      <input type="hidden" name="shown" value={digestOf(plan)} />
      <p>{OFFBOARDING.first}</p>
      {needed === 1 ? null : (
        <p>
          <strong>
            {first === undefined
              ? OFFBOARDING.two
              : isOwn
                ? OFFBOARDING.ownRequest
                : OFFBOARDING.requestedBy(first)}
          </strong>
        </p>
      )}
      {operator.mayOperate && !isOwn ? <button class="danger">{label}</button> : null}
    </form>
  );
}
