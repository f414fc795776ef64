/** A link's first page: how the onboarding stands, and what its holder can do now. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { heldLink, permits } from '../../onboarding/links.js';
import { purposeOf } from '../../onboarding/signals.js';
import { STEP_NAMES, type StepName } from '../../onboarding/steps.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { FINISH } from '../strings/finish.js';
import { OVERVIEW, roleName, stageWords } from '../strings/overview.js';
import type { Access } from './access.js';
import { isTheirs, mayCheckAgain, problemOf } from './blocked.js';
import { Finish } from './finish.js';
import { SetupPage } from './frame.js';
import { accessOn } from './scope.js';
import { StageList } from './stageList.js';
import { stages, systemOf } from './stages.js';
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
        return renderToString(<State access={{ ...access, link, onboarding }} deps={deps} />);
      },
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });
}

function Overview({ access, deps }: { access: Access; deps: WebDeps }) {
  const { asking, onboarding, link } = access;
  const title = onboarding.status === 'done' ? OVERVIEW.doneTitle : OVERVIEW.title;
  return (
    <SetupPage asking={asking} title={title}>
      <div data-live={`/setup/${link.id}/live`}>
        <State access={access} deps={deps} />
      </div>
      <noscript>
        <p class="muted">{OVERVIEW.reload}</p>
      </noscript>
    </SetupPage>
  );
}

/** What changes as the onboarding proceeds: each part has an id, by which it is replaced. */
function State({ access, deps }: { access: Access; deps: WebDeps }) {
  const { onboarding, request, asking } = access;
  const isDone = onboarding.status === 'done';
  return (
    <>
      <header class={isDone ? 'hero done' : 'hero'} id="live-hero">
        <h1>{isDone ? OVERVIEW.doneTitle : OVERVIEW.title}</h1>
        <p class="lead">
          {isDone
            ? FINISH.lead(systemOf(request))
            : OVERVIEW.lead(onboarding.startedBy, asking.brand.name, request.companyName, systemOf(request))}
        </p>
      </header>
      <p class={`status ${toneOf(access, deps)}`} id="live-status" role="status">
        {statusText(access, deps)}
      </p>
      <p class="muted position" id="live-position">
        {isDone ? null : position(access)}
      </p>
      <div id="live-task">{isDone ? <Finish access={access} deps={deps} /> : null}</div>
      <h2 class="hidden">{OVERVIEW.steps}</h2>
      <ol class="stages" id="live-steps">
        <StageList access={access} deps={deps} />
      </ol>
    </>
  );
}

/** How far it is, and how long the rest takes a person. */
function position(access: Access): string | null {
  const all = stages(access.request, access.onboarding);
  const current = all.find(({ state }) => state !== 'done');
  if (current === undefined || access.onboarding.execution !== 'RUNNING') return null;
  const minutes = all
    .filter(({ own }) => own.status !== 'done' && own.status !== 'skipped')
    .reduce((sum, { name }) => sum + stageWords(name, systemOf(access.request)).minutes, 0);
  const { waitingFor } = access.onboarding;
  const due = waitingFor === null ? undefined : new Date(waitingFor.deadline);
  return OVERVIEW.position(current.number, all.length, minutes, due);
}

function statusText(access: Access, deps: WebDeps): string {
  const { onboarding, link } = access;
  const { status, execution, waitingFor } = onboarding;
  if (status === 'done') return OVERVIEW.done;
  if (status === 'cancelled' || status === 'rollingBack' || execution !== 'RUNNING') return OVERVIEW.over;
  if (status === 'blocked') return isTheirs(access, deps) ? OVERVIEW.blockedByThem : OVERVIEW.blocked;
  if (waitingFor === null) return OVERVIEW.running;
  const task = purposeOf(waitingFor);
  const until = new Date(waitingFor.deadline);
  if (task !== undefined && permits(link, task)) return OVERVIEW.yourTurn(until);
  return OVERVIEW.waitingFor(roleName(waitingFor.from, access.asking.brand.name), until);
}

function toneOf(access: Access, deps: WebDeps): string {
  const { status, execution } = access.onboarding;
  if (status === 'done') return 'hidden'; // the heading says it
  if (execution !== 'RUNNING') return '';
  if (status === 'blocked') return isTheirs(access, deps) ? 'bad' : '';
  return ownTaskOf(access) === undefined ? '' : 'turn';
}
