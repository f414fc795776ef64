/** How the onboarding stands, what to do about it, and the actions that are possible now. */
import { ACTIONS } from '../../onboarding/actions/index.js';
import { FIXED_BY } from '../../onboarding/problems/entry.js';
import { explained, type Explained } from '../../onboarding/problems/explained.js';
import type { WaitingFor } from '../../onboarding/progress.js';
import { STEPS } from '../../onboarding/steps.js';
import type { WebDeps } from '../deps.js';
import { placeOf } from '../place.js';
import { CsrfField } from '../layout.js';
import { At, StatusTag } from './parts.js';
import { ONBOARDING } from '../strings/consoleCustomer.js';
import { WAITED } from '../strings/console.js';
import { addressOf, type View } from './view.js';

export const titleOf = (step: string) => STEPS.find(({ name }) => name === step)?.title ?? step;

export function Now({ view, deps }: { view: View; deps: WebDeps }) {
  const { status, execution, step, waitingFor, problem, retrying, rollback } = view.onboarding;
  const running = execution === 'RUNNING';
  return (
    <section class="card" aria-labelledby="now">
      <h2 id="now">
        <span role="status">
          <StatusTag status={status} execution={execution} /> {running ? titleOf(step) : null}
        </span>
      </h2>
      {running && waitingFor !== null ? <Waiting waitingFor={waitingFor} /> : null}
      {problem === null ? null : (
        <ProblemNotice problem={explained(problem, view.onboarding, placeOf(deps.settings))} />
      )}
      {retrying.map(({ activity, attempt, lastFailure }) => (
        <div class="notice warn" key={activity}>
          <p>{ONBOARDING.retrying(activity, attempt)}</p>
          <p class="muted">{lastFailure}</p>
        </div>
      ))}
      {rollback === null ? null : (
        <div class="notice">
          <p>
            {ONBOARDING.removed}: {rollback.removed.join('; ') || ONBOARDING.nothing}
          </p>
          <p>
            {ONBOARDING.kept}: {rollback.kept.join('; ') || ONBOARDING.nothing}
          </p>
        </div>
      )}
      {running && view.operator.mayOperate ? <Actions view={view} /> : null}
    </section>
  );
}

function Waiting({ waitingFor }: { waitingFor: WaitingFor }) {
  const { from, instruction, since, deadline } = waitingFor;
  return (
    <div class="notice warn">
      <p>
        <strong>{ONBOARDING.waiting(WAITED[from])}</strong>
        <span class="hint">
          {ONBOARDING.since} <At at={since} />, {ONBOARDING.until} <At at={deadline} />
        </span>
      </p>
      <p class="breaks">{instruction}</p>
    </div>
  );
}

export function ProblemNotice({ problem }: { problem: Explained }) {
  const { code, title, reason, remedy, details, whoMends, passes, link } = problem;
  return (
    <div class="notice bad">
      <p>
        <strong>{title ?? reason}</strong> <span class="muted">({code})</span>
      </p>
      {title === undefined ? null : <p class="breaks">{reason}</p>}
      <p class="breaks">
        <strong>{ONBOARDING.toDo}</strong> {remedy}
      </p>
      {whoMends === undefined ? null : (
        <p>
          <strong>{ONBOARDING.fixedBy}</strong> {FIXED_BY[whoMends]}.{' '}
          {passes === true ? ONBOARDING.passes : null}
        </p>
      )}
      {link === undefined ? null : (
        <p>
          <a href={link} target="_blank" rel="noopener">
            {ONBOARDING.adminCenter}
          </a>
        </p>
      )}
      {details === undefined ? null : (
        <ul>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Buttons and links alone: what is typed has pages of its own, which nothing replaces meanwhile. */
function Actions({ view: { onboarding, operator } }: { view: View }) {
  const { customerId, status, step, waitingFor, problem, steps } = onboarding;
  const address = addressOf(customerId);
  const mayRetry = problem !== null || waitingFor?.observed !== undefined;
  const { retryStep, remind, makeLink, skipStep, cancelOnboarding } = ACTIONS.onboarding;
  const over = status === 'rollingBack' || status === 'cancelled' || status === 'done';
  return (
    <div class="actions" role="group" aria-label={ONBOARDING.actions}>
      {mayRetry ? (
        <form method="post" action={`${address}/retry`}>
          <CsrfField token={operator.csrf} />
          <button name="step" value={step}>
            {retryStep.words.button}
          </button>
        </form>
      ) : null}
      {waitingFor === null || waitingFor.from === 'operator' ? null : (
        <form method="post" action={`${address}/remind`}>
          <CsrfField token={operator.csrf} />
          <button>{remind.words.button}</button>
        </form>
      )}
      {over ? null : (
        <>
          <a class="button quiet" href={`${address}/link`}>
            {makeLink.words.button}
          </a>
          {skippable(steps).length === 0 ? null : (
            <a class="button quiet" href={`${address}/skip`}>
              {skipStep.words.button}
            </a>
          )}
          <a class="button quiet" href={`${address}/cancel`}>
            {cancelOnboarding.words.button}
          </a>
        </>
      )}
    </div>
  );
}

/** Steps that may still be left out. */
export const skippable = (steps: View['onboarding']['steps']) =>
  steps.filter(
    ({ name, status }) =>
      !['running', 'done', 'skipped'].includes(status) &&
      STEPS.some((one) => one.name === name && one.skippable),
  );
