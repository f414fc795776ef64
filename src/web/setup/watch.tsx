/** The first page of a link that the watch has sent: how sign-in stands, and what is to be done so that it goes on. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { permits } from '../../onboarding/links.js';
import type { WatchStepName } from '../../onboarding/steps.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { MARKS } from '../strings/common.js';
import { OVERVIEW } from '../strings/overview.js';
import { WATCH, WATCH_STEP_TEXTS, WATCH_TASKS } from '../strings/setup.js';
import { SetupPage } from './frame.js';
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
        const link = watch.links.find(({ id }) => id === access.link.id);
        if (link === undefined || link.revokedAt !== undefined) return undefined;
        return renderToString(<State access={{ ...access, link, watch }} />);
      },
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });
}

function WatchOverview({ access }: { access: WatchAccess }) {
  const { link, watch } = access;
  const title = WATCH.title(watch.companyName);
  return (
    <SetupPage asking={access.asking} title={title}>
      <h1>{title}</h1>
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
  const { status, execution } = access.watch;
  return (
    <>
      <p class="lead" id="live-status" role="status">
        {/* A workflow that was terminated did not get to say so itself. */}
        {WATCH.status[execution === 'RUNNING' ? status : 'stopped']}
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

/** What the holder of the link is to do now. */
function Task({
  access,
  step,
  task,
}: {
  access: WatchAccess;
  step: WatchStepName;
  task: 'handover' | 'signIn';
}) {
  const { link, watch } = access;
  if (watch.execution !== 'RUNNING' || statusOf(access, step) !== 'waiting') return null;
  if (!permits(link, task)) return null;
  return (
    <div class="card">
      <h2>{WATCH_TASKS[task].title}</h2>
      <p>{WATCH_TASKS[task].text}</p>
      <a class="button" href={`${PAGES.watch}/${link.id}/${task}`}>
        {WATCH_TASKS[task].button}
      </a>
    </div>
  );
}

function Certificates({ access: { watch } }: { access: WatchAccess }) {
  if (watch.certificates.length === 0) return null;
  return (
    <section class="card" aria-labelledby="certificates">
      <h2 id="certificates">{WATCH.certificates}</h2>
      <ul>
        {watch.certificates.map(({ thumbprint, expiresAt, active, trusted }) => (
          <li key={thumbprint}>
            {WATCH.validUntil(new Date(expiresAt))}: {active ? WATCH.active : WATCH.ready},{' '}
            {trusted ? WATCH.known : WATCH.unknown} <code class="muted">{thumbprint}</code>
          </li>
        ))}
      </ul>
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
      <ol class="steps">
        {steps.map(({ name, status }) => (
          <li key={name} class={status}>
            <span class="mark" aria-hidden="true">
              {MARKS[status].mark}
            </span>
            <span>{WATCH_STEP_TEXTS[name]}</span>
            <span class={status === 'done' ? 'hidden' : 'muted'}>{MARKS[status].words}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
