/** A link's first page: how the onboarding stands, and what its holder can do now. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { permits } from '../../onboarding/links.js';
import { purposeOf, type Task } from '../../onboarding/signals.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { STEP_NAMES, type StepName } from '../../onboarding/steps.js';
import type { WebDeps } from '../deps.js';
import { CsrfField, Layout } from '../layout.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { MARKS } from '../strings/common.js';
import { OVERVIEW, ROLE_NAMES, STEP_TEXTS } from '../strings/setup.js';
import type { Access } from './access.js';
import { Blocked, mayCheckAgain, problemOf } from './blocked.js';
import { Finish } from './finish.js';
import { accessOn } from './scope.js';
import { Visitor } from './signOut.js';

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
        const link = onboarding.links.find(({ id }) => id === access.link.id);
        if (link === undefined || link.revokedAt !== undefined) return undefined;
        return renderToString(<State access={{ ...access, link, onboarding }} deps={deps} />);
      },
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });
}

function Overview({ access, deps }: { access: Access; deps: WebDeps }) {
  const { companyName } = access.onboarding;
  return (
    <Layout
      title={OVERVIEW.title(companyName)}
      header={<Visitor name={access.link.contact} home={`/setup/${access.link.id}`} csrf={access.csrf} />}
    >
      <h1>{OVERVIEW.title(companyName)}</h1>
      <div data-live={`/setup/${access.link.id}/live`}>
        <State access={access} deps={deps} />
      </div>
      <noscript>
        <p class="muted">{OVERVIEW.reload}</p>
      </noscript>
    </Layout>
  );
}

/** What changes as the onboarding proceeds: each part has an id, by which it is replaced. */
function State({ access, deps }: { access: Access; deps: WebDeps }) {
  return (
    <>
      <p class="lead" id="live-status" role="status">
        {statusText(access, deps)}
      </p>
      <div id="live-task">
        <TaskCard access={access} deps={deps} />
      </div>
      <section class="card" aria-labelledby="steps-title">
        <h2 id="steps-title">{OVERVIEW.steps}</h2>
        <ol class="steps" id="live-steps">
          {stepsOf(access).map((step) => (
            <Step key={step.name} step={step} />
          ))}
        </ol>
      </section>
    </>
  );
}

/** Without those that the request leaves out: nobody here has to do with them. */
const stepsOf = ({ onboarding, request }: Access) =>
  onboarding.steps.filter(
    ({ name }) =>
      (name !== 'testSignIn' || request.testSignIn) &&
      (name !== 'forceSso' || request.hub.forceSso) &&
      (name !== 'watch' || request.watch !== undefined),
  );

function Step({ step }: { step: StepProgress }) {
  const { mark, words } = MARKS[step.status];
  const text = STEP_TEXTS[step.name];
  return (
    <li class={step.status}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      <span>{text}</span>
      <span class={step.status === 'done' ? 'hidden' : 'muted'}>{words}</span>
    </li>
  );
}

function statusText(access: Access, deps: WebDeps): string {
  const { onboarding, link } = access;
  const { status, execution, waitingFor } = onboarding;
  if (status === 'done') return OVERVIEW.done;
  if (status === 'cancelled' || status === 'rollingBack' || execution !== 'RUNNING') return OVERVIEW.over;
  if (status === 'blocked') {
    const isTheirs = problemOf(access, deps)?.whoMends === 'customer' || ownTaskOf(access) !== undefined;
    return isTheirs ? OVERVIEW.blockedByThem : OVERVIEW.blocked;
  }
  if (waitingFor === null) return OVERVIEW.running;
  const task = purposeOf(waitingFor);
  const until = new Date(waitingFor.deadline);
  if (task !== undefined && permits(link, task)) return OVERVIEW.yourTurn(until);
  return OVERVIEW.waitingFor(ROLE_NAMES[waitingFor.from], until);
}

/** What the holder of the link is to do now; how to try it, at the end. */
function TaskCard({ access, deps }: { access: Access; deps: WebDeps }) {
  const { onboarding, link } = access;
  if (onboarding.status === 'done') return <Finish access={access} settings={deps.settings} />;
  if (onboarding.execution !== 'RUNNING') return null;
  const mayAssign = onboarding.waitingFor !== null || onboarding.problem?.code === 'deadline_passed';
  if (onboarding.step === 'assignments' && mayAssign) return <Assign access={access} />;
  const task = ownTaskOf(access);
  const problem = problemOf(access, deps);
  return (
    <>
      {problem === undefined ? null : (
        <Blocked access={access} problem={problem} hasTask={task !== undefined} />
      )}
      {task === undefined ? null : (
        <div class="card">
          <h2>{OVERVIEW.tasks[task].title}</h2>
          <p>{OVERVIEW.tasks[task].text}</p>
          <a class="button" href={`/setup/${link.id}/${task}`}>
            {OVERVIEW.tasks[task].button}
          </a>
        </div>
      )}
    </>
  );
}

/** With the minimal permission profile the customer assigns; the page says whom, and has it looked at. */
function Assign({ access }: { access: Access }) {
  const { link, csrf, onboarding } = access;
  if (!permits(link, 'roles')) return null;
  return (
    <div class="card">
      <h2>{OVERVIEW.assign.title}</h2>
      <p>{onboarding.waitingFor?.instruction ?? OVERVIEW.assign.late}</p>
      <form method="post" action={`/setup/${link.id}/assigned`}>
        <CsrfField token={csrf} />
        <button>{OVERVIEW.assign.button}</button>
      </form>
    </div>
  );
}

/** What the holder of the link must do. */
function ownTaskOf(access: Access): Task | undefined {
  const task = taskOf(access);
  return task !== undefined && permits(access.link, task) ? task : undefined;
}

/** What somebody must do for the step at hand, also when it is blocked by their last answer. */
function taskOf({ onboarding }: Access): Task | undefined {
  const { waitingFor, problem, step } = onboarding;
  if (waitingFor !== null) return purposeOf(waitingFor);
  if (problem === null) return undefined;
  // Its other problem is the operator's: nobody was seen to sign in.
  if (step === 'forceSso') return problem.code === 'deadline_passed' ? 'forceSso' : undefined;
  const steps: Partial<Record<typeof step, Task>> = {
    consent: 'consent',
    handover: 'handover',
    roleChoice: 'roles',
  };
  return steps[step];
}
