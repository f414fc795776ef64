/** A link's first page: how the onboarding stands, and what its holder can do now. */
import type { FastifyInstance } from 'fastify';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { heldLink, permits } from '../../onboarding/links.js';
import { purposeOf } from '../../onboarding/signals.js';
import { STEP_NAMES, type StepName } from '../../onboarding/steps.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { partFor, sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { type Reader, Time, useReader } from '../reader.js';
import type { Access } from './access.js';
import { isTheirs, mayCheckAgain, problemOf } from './blocked.js';
import { Finish } from './finish.js';
import { SetupPage } from './frame.js';
import { accessOn } from './scope.js';
import { StageList } from './stageList.js';
import { MINUTES, stages, systemOf } from './stages.js';
import { ownTaskOf } from './turn.js';

const checkAgain = z.looseObject({ step: z.enum(STEP_NAMES) });

export function overview(scope: FastifyInstance, deps: WebDeps): void {
  const { temporal } = deps;
  const retry = ({ onboarding: { customerId }, link }: Access, step: StepName) =>
    temporal.tell({ kind: 'onboarding', customerId }, 'retryStep', { step, by: link.contact });

  scope.get('', (request, reply) => sendPage(reply, <Overview access={accessOn(request)} deps={deps} />));

  scope.post('/assigned', { config: { purpose: 'roles' } }, async (request, reply) => {
    const access = accessOn(request);
    await retry(access, 'assignments');
    return redirect(reply, `/setup/${access.link.id}`);
  });

  scope.post('/check-again', async (request, reply) => {
    const access = accessOn(request);
    const { step } = checkAgain.parse(request.body);
    if (problemOf(access, deps)?.whoMends !== 'customer') throw new HttpProblem(409, 'refused');
    if (!mayCheckAgain(access)) throw new HttpProblem(403, 'otherPurpose');
    await retry(access, step);
    return redirect(reply, `/setup/${access.link.id}`);
  });

  scope.get('/live', (request, reply) => {
    const access = accessOn(request);
    const { customerId } = access.onboarding;
    return stream(reply, {
      viewer: `${customerId}: ${access.link.contact}`,
      subject: `onboarding ${customerId}`,
      ask: () => temporal.ask({ kind: 'onboarding', customerId }, 'progress'),
      render: (onboarding) => {
        const link = heldLink(onboarding.links, access.link.id, 'onboarding');
        if (link === undefined || link.revokedAt !== undefined) return undefined;
        return partFor(request, <State access={{ ...access, link, onboarding }} deps={deps} />);
      },
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });
}

function Overview({ access, deps }: { access: Access; deps: WebDeps }) {
  const { asking, onboarding, link } = access;
  const { overview: words } = useReader().words;
  const title = onboarding.status === 'done' ? words.doneTitle : words.title;
  return (
    <SetupPage asking={asking} title={title} reloads={isRunning(onboarding)}>
      <div data-live={`/setup/${link.id}/live`}>
        <State access={access} deps={deps} />
      </div>
      {onboarding.execution === 'RUNNING' && !isRunning(onboarding) ? (
        <noscript>
          <p class="muted">{words.reload}</p>
        </noscript>
      ) : null}
    </SetupPage>
  );
}

/** We do something; there is nothing on the page that a person could be in the middle of. */
const isRunning = ({ status, execution, waitingFor }: Access['onboarding']) =>
  execution === 'RUNNING' && status !== 'blocked' && status !== 'done' && waitingFor === null;

/** What changes as the onboarding proceeds: each part has an id, by which it is replaced. */
function State({ access, deps }: { access: Access; deps: WebDeps }) {
  const { onboarding, request, asking } = access;
  const reader = useReader();
  const { overview: words, finish } = reader.words;
  const isDone = onboarding.status === 'done';
  return (
    <>
      <header class={isDone ? 'hero done' : 'hero'} id="live-hero">
        <h1>{isDone ? words.doneTitle : words.title}</h1>
        <p class="lead">
          {isDone
            ? finish.lead({ system: systemOf(request) })
            : leadOf(words, request, onboarding.startedBy, asking.brand.name)}
        </p>
      </header>
      <p class={`status ${toneOf(access, deps)}`} id="live-status" role="status">
        {statusText(words, access, deps)}
      </p>
      <p class="muted position" id="live-position">
        {isDone ? null : position(reader, access)}
      </p>
      <div id="live-task">{isDone ? <Finish access={access} deps={deps} /> : null}</div>
      <h2 class="hidden">{words.steps}</h2>
      <ol class="stages" id="live-steps">
        <StageList access={access} deps={deps} />
      </ol>
    </>
  );
}

type OverviewWords = Reader['words']['overview'];

function leadOf(words: OverviewWords, request: Access['request'], who: string | null, brand: string): string {
  const setup = { brand, company: request.companyName, system: systemOf(request) };
  return who === null ? words.lead(setup) : words.leadBy({ ...setup, who });
}

/** How far it is, and how long the rest takes a person. */
function position({ words, dates }: Reader, access: Access): string | null {
  const all = stages(access.request, access.onboarding);
  const current = all.find(({ state }) => state !== 'done');
  if (current === undefined || access.onboarding.execution !== 'RUNNING') return null;
  const minutes = all
    .filter(({ own }) => own.status !== 'done' && own.status !== 'skipped')
    .reduce((sum, { name }) => sum + MINUTES[name], 0);
  const { waitingFor } = access.onboarding;
  return [
    words.frame.step({ number: String(current.number), of: String(all.length) }),
    ...(waitingFor === null
      ? []
      : [words.overview.due({ distance: dates.distanceTo(new Date(waitingFor.deadline)) })]),
    words.overview.left({ minutes }),
  ].join(' · ');
}

function statusText(words: OverviewWords, access: Access, deps: WebDeps): ComponentChildren {
  const { onboarding, link, asking } = access;
  const { status, execution, waitingFor } = onboarding;
  if (status === 'done') return words.done;
  if (status === 'cancelled' || status === 'rollingBack' || execution !== 'RUNNING') return words.over;
  if (status === 'blocked') return isTheirs(access, deps) ? words.blockedByThem : words.blocked;
  if (waitingFor === null) return words.running;
  const task = purposeOf(waitingFor);
  const until = <Time at={new Date(waitingFor.deadline)} />;
  if (task !== undefined && permits(link, task)) return words.yourTurn({ until });
  const { from } = waitingFor;
  return from === 'operator'
    ? words.waitingFor.operator({ brand: asking.brand.name, until })
    : words.waitingFor[from]({ until });
}

function toneOf(access: Access, deps: WebDeps): string {
  const { status, execution } = access.onboarding;
  if (status === 'done') return 'hidden'; // the heading says it
  if (execution !== 'RUNNING') return '';
  if (status === 'blocked') return isTheirs(access, deps) ? 'bad' : '';
  return ownTaskOf(access) === undefined ? '' : 'turn';
}
