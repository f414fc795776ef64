/** The first page of a link that the watch has sent: how sign-in stands, and what is to be done so that it goes on. */
import type { FastifyInstance } from 'fastify';
import { heldLink, permits } from '../../onboarding/links.js';
import type { WatchStepName } from '../../onboarding/steps.js';
import type { WatchStatus } from '../../onboarding/watch.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { partFor, sendPage } from '../page.js';
import { Time, useReader } from '../reader.js';
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
        return partFor(request, <State access={{ ...access, link, watch }} />);
      },
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });
}

function WatchOverview({ access }: { access: WatchAccess }) {
  const { link, watch, asking } = access;
  const { words } = useReader();
  return (
    <SetupPage asking={asking} title={words.watch.title}>
      <h1>{words.watch.title}</h1>
      <p class="lead">{words.watch.lead({ brand: asking.brand.name, company: watch.companyName })}</p>
      <div data-live={`${PAGES.watch}/${link.id}/live`}>
        <State access={access} />
      </div>
      <noscript>
        <p class="muted">{words.overview.reload}</p>
      </noscript>
    </SetupPage>
  );
}

const TONES: Record<WatchStatus, string> = {
  watching: 'good',
  running: '',
  waiting: 'turn',
  drifted: 'bad',
  atRisk: 'bad',
  blocked: '',
  stopped: '',
};

/** What changes as time goes on: each part has an id, by which it is replaced. */
function State({ access }: { access: WatchAccess }) {
  const { status: said, execution } = access.watch;
  // A workflow that was terminated did not get to say so itself.
  const status = execution === 'RUNNING' ? said : 'stopped';
  const { words } = useReader();
  return (
    <>
      <p class={`status ${TONES[status]}`} id="live-status" role="status">
        {words.watch.status[status]}
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
  const { words, dates } = useReader();
  const { title, text, button } = words.watch.tasks[task];
  if (watch.execution !== 'RUNNING' || statusOf(access, step) !== 'waiting') return null;
  if (!permits(link, task)) return null;
  const until = watch.waitingFor === null ? undefined : new Date(watch.waitingFor.deadline);
  return (
    <section class="card now" aria-labelledby={`task-${task}`}>
      <h2 id={`task-${task}`}>{title}</h2>
      <p>{text}</p>
      <div class="actions">
        <a class="button" href={`${PAGES.watch}/${link.id}/${task}`}>
          {button}
        </a>
      </div>
      {until === undefined ? null : (
        <p class="hint">
          {words.watch.due({ until: <Time at={until} />, distance: dates.distanceTo(until) })}
        </p>
      )}
    </section>
  );
}

function Certificates({ access: { watch, request } }: { access: WatchAccess }) {
  const { watch: words } = useReader().words;
  if (watch.certificates.length === 0) return null;
  const system = systemOf(request);
  return (
    <section class="card" aria-labelledby="certificates">
      <h2 id="certificates">{words.certificates}</h2>
      <dl class="values">
        {watch.certificates.map(({ thumbprint, expiresAt, active, trusted }) => (
          <div key={thumbprint}>
            <dt>{words.validUntil({ until: <Time at={new Date(expiresAt)} /> })}</dt>
            <dd>
              <span class={active ? 'tag good' : 'tag'}>{active ? words.active : words.ready}</span>{' '}
              {trusted ? words.known({ system }) : words.unknown({ system })}
              <span class="hint">
                {words.thumbprint} <code>{thumbprint}</code>
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
  const { words } = useReader();
  const steps = watch.steps.flatMap(({ name, status }) =>
    name === 'configuration' ? [] : [{ name, status }],
  );
  if (steps.every(({ status }) => status === 'pending')) return null;
  return (
    <section class="card" aria-labelledby="steps-title">
      <h2 id="steps-title">{words.watch.steps}</h2>
      <ul class="work">
        {steps.map(({ name, status }) => (
          <li key={name} class={status}>
            {words.watch.rollover[name]}
            <span class={status === 'done' ? 'hidden' : 'muted'}> {words.work.states[status]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
