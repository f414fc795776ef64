/** The steps in order, each with when and how it went. */
import type { StepProgress } from '../../onboarding/progress.js';
import { MARKS } from '../strings/common.js';
import { At } from './parts.js';
import { ONBOARDING } from '../strings/consoleCustomer.js';
import { STEP_STATUSES } from '../strings/console.js';
import type { View } from './view.js';

export function Steps({ view }: { view: View }) {
  return (
    <section class="card" aria-labelledby="steps">
      <h2 id="steps">{ONBOARDING.steps}</h2>
      <ol class="steps">
        {view.onboarding.steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step: { title, status, attempts, startedAt, finishedAt, note } }: { step: StepProgress }) {
  const at = finishedAt ?? startedAt;
  return (
    <li class={status}>
      <span class="mark" aria-hidden="true">
        {MARKS[status].mark}
      </span>
      <span>{title}</span>
      <span class="muted">{STEP_STATUSES[status]}</span>
      {at === undefined ? null : (
        <span class="note">
          <At at={at} />
          {attempts > 1 ? `, ${ONBOARDING.attempt(attempts)}` : null}
          {note === undefined ? null : <span class="breaks">{`. ${note}`}</span>}
        </span>
      )}
    </li>
  );
}
