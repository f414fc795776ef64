/** The first page of a link that the watch has sent: how sign-in stands, and what is to be done so that it goes on. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { heldLink, permits } from '../../onboarding/links.js';
import type { WatchStepName } from '../../onboarding/steps.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { OVERVIEW, WORK } from '../strings/overview.js';
import { WATCH, WATCH_STEP_TEXTS, WATCH_TASKS } from '../strings/watch.js';
import { SetupPage } from './frame.js';
import { systemOf } from './stages.js';
import { PAGES, type WatchAccess } from './access.js';
import { watchAccessOn } from './scope.js';

export function watchPage(scope: FastifyInstance, { temporal }: WebDeps): void {
  scope.get('', (request, reply) => sendPage(reply, <WatchOverview access={watchAccessOn(request)} />));

  scope.get('/live', (request, reply) => {
    const access = watchAccessOn(request);
    const { customerId } = access.watch;
    return stream(reply, {
      viewer: `${customerId}: ${access.link.contact}`,
      subject: `watch ${customerId}`,
      ask: () => temporal.ask({ kind: 'watch', customerId }, 'progress'),
      render: (watch) => {
        const link = heldLink(watch.links, access.link.id, 'watch');
        if (link === undefined || link.revokedAt !== undefined) return undefined;
        return renderToString(<State access={{ ...access, link, watch }} />);
      },
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });
}

function WatchOverview({ access }: { access: WatchAccess }) {
  const { link, watch, asking } = access;
  return (
    <SetupPage asking={asking} title={WATCH.title}>
      <h1>{WATCH.title}</h1>
      <p class="lead">{WATCH.lead(asking.brand.name, watch.companyName)}</p>
      <div data-live={`${PAGES.watch}/${link.id}/live`}>
        <State access={access} />
      </div>
      <noscript>
        <p class="muted">{OVERVIEW.reload}</p>
      </noscript>
    </SetupPage>
  );
}

/** What changes as time goes on: each part has an id, by which it is replaced. */
function State({ access }: { access: WatchAccess }) {
  const { status: said, execution } = access.watch;
  // A workflow that was terminated did not get to say so itself.
  const status = execution === 'RUNNING' ? said : 'stopped';
  return (
    <>
      <p class={`status ${WATCH.tones[status]}`} id="live-status" role="status">
        {WATCH.status[status]}
      </p>
      <div id="live-task">
        <Task access={access} step="handover" task="handover" />
        <Task access={access} step="testSignIn" task="signIn" />
      </div>
      <div id="live-certificates">
        <Certificates access={access} />
      </div>
      <div id="live-steps">
        <Steps access={access} />
      </div>
    </>
  );
}

const statusOf = ({ watch }: WatchAccess, step: WatchStepName) =>
  watch.steps.find(({ name }) => name === step)?.status;

type TaskProps = { access: WatchAccess; step: WatchStepName; task: 'handover' | 'signIn' };

/** What the holder of the link is to do now. */
function Task({ access, step, task }: TaskProps) {
  const { link, watch } = access;
  if (watch.execution !== 'RUNNING' || statusOf(access, step) !== 'waiting') return null;
  if (!permits(link, task)) return null;
  const until = watch.waitingFor === null ? undefined : new Date(watch.waitingFor.deadline);
  return (
    <section class="card now" aria-labelledby={`task-${task}`}>
      <h2 id={`task-${task}`}>{WATCH_TASKS[task].title}</h2>
      <p>{WATCH_TASKS[task].text}</p>
      <div class="actions">
        <a class="button" href={`${PAGES.watch}/${link.id}/${task}`}>
          {WATCH_TASKS[task].button}
        </a>
      </div>
      {until === undefined ? null : <p class="hint">{WATCH.due(until)}</p>}
    </section>
  );
}

function Certificates({ access: { watch, request } }: { access: WatchAccess }) {
  if (watch.certificates.length === 0) return null;
  const system = systemOf(request);
  return (
    <section class="card" aria-labelledby="certificates">
      <h2 id="certificates">{WATCH.certificates}</h2>
      <dl class="values">
        {watch.certificates.map(({ thumbprint, expiresAt, active, trusted }) => (
          <div key={thumbprint}>
            <dt>{WATCH.validUntil(new Date(expiresAt))}</dt>
            <dd>
              <span class={active ? 'tag good' : 'tag'}>{active ? WATCH.active : WATCH.ready}</span>{' '}
              {trusted ? WATCH.known(system) : WATCH.unknown(system)}
              <span class="hint">
                {WATCH.thumbprint} <code>{thumbprint}</code>
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Once a rollover has begun. */
function Steps({ access: { watch } }: { access: WatchAccess }) {
  const steps = watch.steps.flatMap(({ name, status }) =>
    name === 'configuration' ? [] : [{ name, status }],
  );
  if (steps.every(({ status }) => status === 'pending')) return null;
  return (
    <section class="card" aria-labelledby="steps-title">
      <h2 id="steps-title">{WATCH.steps}</h2>
      <ul class="work">
        {steps.map(({ name, status }) => (
          <li key={name} class={status}>
            {WATCH_STEP_TEXTS[name]}
            <span class={status === 'done' ? 'hidden' : 'muted'}> {WORK.states[status]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
