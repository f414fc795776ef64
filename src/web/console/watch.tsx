/** The watch over a finished onboarding: certificates, what differs, what was noticed. */
import { describeDifference } from '../../onboarding/drift.js';
import type { Watch as WatchStanding } from '../../temporal/watches.js';
import { CsrfField } from '../layout.js';
import { ProblemNotice } from './now.js';
import { At, Table, Tag } from './parts.js';
import type { Operator } from './session.js';
import { EXECUTIONS, ONBOARDING, WAITED, WATCH } from '../strings/console.js';
import { addressOf } from './view.js';

export function Watch({ watch, operator }: { watch: WatchStanding; operator: Operator }) {
  const { customerId, status, execution, certificates, drift, noticed, nextCheck, actions } = watch;
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
        <form method="post" action={`${addressOf(customerId)}/check-now`} class="actions">
          <CsrfField token={operator.csrf} />
          <button class="quiet">{WATCH.checkNow}</button>
        </form>
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
      {problem === null ? null : <ProblemNotice problem={problem} />}
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
            ...actions.map(({ at, by, signal }) => ({ at, what: `${by} ${WATCH.told[signal]}` })),
          ]
            .sort((a, b) => b.at.localeCompare(a.at))
            .map(({ at, what }, i) => ({ key: `${at} ${String(i)}`, cells: [<At at={at} />, what] }))}
        />
      )}
    </section>
  );
}
