/** The watch over a finished onboarding: certificates, what differs, what was noticed. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { ACTIONS } from '../../onboarding/actions/index.js';
import { describeDifference } from '../../onboarding/drift.js';
import type { Watch as WatchStanding } from '../../temporal/port.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { placeOf } from '../place.js';
import { operatorOn } from './access.js';
import { Frame } from './frame.js';
import { explained } from '../../onboarding/problems/explained.js';
import { ProblemNotice } from './now.js';
import { OffboardLink } from './offboarding.js';
import { At, DoneNotice, doneQuery, Table, Tag } from './parts.js';
import type { Operator } from './session.js';
import { EXECUTIONS, FRAME, WAITED } from '../strings/console.js';
import { ONBOARDING, WATCH } from '../strings/consoleCustomer.js';
import { addressOf, customerOf, type CustomerRoute, watchAddressOf } from './view.js';

/** Where there is an onboarding of the customer still, its page shows the watch as well. */
export function watchPage(scope: FastifyInstance, deps: WebDeps): void {
  const { temporal, settings } = deps;

  scope.get<CustomerRoute>('/onboardings/:customerId/watch', async (request, reply) => {
    const operator = operatorOn(request);
    const { done } = query.parse(request.query);
    const watch = await temporal.ask({ kind: 'watch', customerId: customerOf(request) }, 'progress');
    const { companyName, customerId, tenant } = watch;
    return sendPage(
      reply,
      <Frame title={companyName} wide operator={operator} settings={settings}>
        <p>
          <a href="/console/watches">{FRAME.backToWatches}</a>
        </p>
        <h1>{companyName}</h1>
        <p class="facts muted">
          <span>{customerId}</span>
          <span>{tenant}</span>
          <span>{ONBOARDING.utc}</span>
        </p>
        <DoneNotice done={done} />
        <div data-live={`${watchAddressOf(customerId)}/live`}>
          <Live watch={watch} operator={operator} deps={deps} />
        </div>
        <OffboardLink customerId={customerId} operator={operator} />
      </Frame>,
    );
  });

  scope.get<CustomerRoute>('/onboardings/:customerId/watch/live', (request, reply) => {
    const operator = operatorOn(request);
    const customerId = customerOf(request);
    return stream(reply, {
      viewer: operator.name,
      subject: `watch ${customerId}`,
      ask: () => temporal.ask({ kind: 'watch', customerId }, 'progress'),
      render: (watch) => renderToString(<Live watch={watch} operator={operator} deps={deps} />),
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });
}

const query = z.looseObject({ done: doneQuery });

type WatchProps = { watch: WatchStanding; operator: Operator; deps: WebDeps };

const Live = (props: WatchProps) => (
  <div id="live-watch">
    <Watch {...props} />
  </div>
);

export function Watch({ watch, operator, deps }: WatchProps) {
  const { customerId, status, execution, certificates, drift, noticed, nextCheck, actions } = watch;
  const { checkNow, endWatch } = ACTIONS.watch;
  const running = execution === 'RUNNING';
  // A workflow that was terminated did not get to say so itself: its last word may be that all is well.
  const ended = running || status === 'stopped' ? undefined : (EXECUTIONS[execution] ?? execution);
  // It waits for nobody any more.
  const { waitingFor, problem } = running ? watch : { waitingFor: null, problem: null };
  const { text, tone } = ended === undefined ? WATCH.statuses[status] : { text: ended, tone: 'bad' };
  return (
    <section class="card" aria-labelledby="watch">
      <h2 id="watch">
        {WATCH.title} <Tag text={text} tone={tone} />
      </h2>
      {ended === undefined ? null : (
        <div class="notice bad">
          <p>{WATCH.ended(ended)}</p>
        </div>
      )}
      {running ? (
        <p class="muted">
          {WATCH.nextCheck}: <At at={nextCheck} />
        </p>
      ) : null}
      {running && operator.mayOperate && status !== 'stopped' ? (
        <div class="actions">
          <form method="post" action={`${addressOf(customerId)}/check-now`}>
            <CsrfField token={operator.csrf} />
            <button class="quiet">{checkNow.words.button}</button>
          </form>
          <a class="button quiet" href={`${watchAddressOf(customerId)}/stop`}>
            {endWatch.words.button}
          </a>
        </div>
      ) : null}
      {waitingFor === null ? null : (
        <div class="notice warn">
          <p>
            <strong>{ONBOARDING.waiting(WAITED[waitingFor.from])}</strong>
            <span class="hint">
              {ONBOARDING.until} <At at={waitingFor.deadline} />
            </span>
          </p>
          <p>{waitingFor.instruction}</p>
        </div>
      )}
      {problem === null ? null : (
        <ProblemNotice problem={explained(problem, watch, placeOf(deps.settings))} />
      )}
      {drift === null || drift.differences.length === 0 ? null : (
        <>
          <h3>{WATCH.differences}</h3>
          <ul>
            {drift.differences.map((difference) => {
              const line = describeDifference(difference);
              return <li key={line}>{line}</li>;
            })}
          </ul>
        </>
      )}
      {certificates.length === 0 ? null : (
        <Table
          label={WATCH.certificates}
          columns={Object.values(WATCH.certificateColumns).map((title) => ({ title }))}
          rows={certificates.map(({ thumbprint, expiresAt, active, trusted }) => ({
            key: thumbprint,
            cells: [
              <code>{thumbprint}</code>,
              <At at={expiresAt} />,
              <>
                {active ? <Tag text={WATCH.active} tone="good" /> : null}{' '}
                <Tag text={trusted ? WATCH.trusted : WATCH.unknown} tone={trusted ? '' : 'warn'} />
              </>,
            ],
          }))}
        />
      )}
      {noticed.length + actions.length === 0 ? null : (
        <Table
          label={WATCH.noticed}
          columns={Object.values(WATCH.noticedColumns).map((title) => ({ title }))}
          rows={[
            ...noticed,
            ...actions.map(({ at, by, signal }) => ({
              at,
              what: `${by} ${ACTIONS.watch[signal].words.told}`,
            })),
          ]
            .sort((a, b) => b.at.localeCompare(a.at))
            .map(({ at, what }, i) => ({ key: `${at} ${String(i)}`, cells: [<At at={at} />, what] }))}
        />
      )}
    </section>
  );
}
