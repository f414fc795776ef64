/** The parts of the setup as the first page lists them: what is done, whose turn it is, and what comes. */
import { isAtEntraId } from '../../onboarding/microsoft.js';
import { permits } from '../../onboarding/links.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { shortDateOf } from '../dates.js';
import { OVERVIEW, stageWords, WORK, workWords } from '../strings/overview.js';
import { FINISH } from '../strings/finish.js';
import type { Access } from './access.js';
import { Blocked, isTheirs, problemOf } from './blocked.js';
import { type Stage, stages, systemOf } from './stages.js';
import { ownTaskOf } from './turn.js';

type Props = { access: Access; deps: WebDeps };

export const StageList = ({ access, deps }: Props) => (
  <>
    {stages(access.request, access.onboarding).map((stage) => (
      <StageItem key={stage.name} stage={stage} access={access} deps={deps} />
    ))}
  </>
);

function StageItem({ stage, access, deps }: Props & { stage: Stage }) {
  const { state, number, name, own } = stage;
  const words = stageWords(name, systemOf(access.request));
  const isCurrent = state === 'current' && access.onboarding.execution === 'RUNNING';
  const isBlocked = isCurrent && isTheirs(access, deps);
  const isOwnDone = own.status === 'done' || own.status === 'skipped';
  return (
    <li class={`stage ${isBlocked ? 'blocked' : state}`} aria-current={isCurrent ? 'step' : undefined}>
      <span class="number" aria-hidden="true">
        {isBlocked ? '!' : isOwnDone ? '✓' : number}
      </span>
      <h2>
        {words.title}
        <span class="hidden">, {OVERVIEW.states[state]}</span>
      </h2>
      <span class={isOwnDone ? 'aside by' : 'aside'}>
        {isOwnDone ? doneBy(stage, access) : OVERVIEW.minutes(words.minutes)}
      </span>
      <div class="body">
        {isCurrent ? <Now stage={stage} access={access} deps={deps} /> : null}
        {state === 'pending' ? (
          <p>
            {words.text} {stage.then.some(({ name: step }) => step === 'watch') ? WORK.monitoring : null}
          </p>
        ) : null}
        {state === 'done' || !isCurrent ? <Work stage={stage} access={access} /> : null}
      </div>
    </li>
  );
}

function doneBy({ name, own }: Stage, { onboarding }: Access): string {
  if (own.status === 'skipped') return OVERVIEW.skipped;
  const { consentedBy, handoverConfirmedBy, testSignIns, forceSso } = onboarding.artefacts;
  const chosenBy = onboarding.actions.findLast(({ signal }) => signal === 'chooseRoles')?.by;
  const who = {
    approve: consentedBy?.replace(/ \(.*\)$/, ''), // the account stands in the operators' pages
    enter: handoverConfirmedBy,
    choose: chosenBy,
    test: testSignIns?.findLast(({ signIn }) => signIn !== undefined)?.signIn?.nameId,
    firstSignIn: undefined,
    force: forceSso?.confirmedBy,
  }[name];
  const at = own.finishedAt === undefined ? '' : shortDateOf(new Date(own.finishedAt));
  return OVERVIEW.by(who, at);
}

/** What is at hand: the task of whose link it is, what blocks it, what we do ourselves, or whom it waits for. */
function Now({ stage, access, deps }: Props & { stage: Stage }) {
  const { onboarding, link } = access;
  const words = stageWords(stage.name, systemOf(access.request));
  const task = ownTaskOf(access);
  const problem = problemOf(access, deps);
  const mayAssign = onboarding.waitingFor !== null || onboarding.problem?.code === 'deadline_passed';
  const assigns = onboarding.step === 'assignments' && mayAssign && permits(link, 'roles');
  return (
    <>
      {problem === undefined || assigns ? null : (
        <Blocked access={access} problem={problem} hasTask={task !== undefined} />
      )}
      {assigns ? <Assign access={access} /> : null}
      {task === undefined || assigns ? null : (
        <>
          <p>{words.text}</p>
          <div class="actions">
            <a class="button" href={`/setup/${link.id}/${task}`}>
              {words.button}
            </a>
          </div>
        </>
      )}
      {task === undefined && problem === undefined && !assigns ? (
        <Meanwhile stage={stage} access={access} />
      ) : null}
      {onboarding.step === 'hubSignIn' && problem === undefined ? (
        <>
          <p>{OVERVIEW.tryIt}</p>
          <TryIt access={access} deps={deps} />
        </>
      ) : null}
      <WorkAtHand stage={stage} access={access} />
    </>
  );
}

function Meanwhile({ stage, access }: { stage: Stage; access: Access }) {
  const { waitingFor } = access.onboarding;
  return waitingFor === null ? null : <p>{stageWords(stage.name, systemOf(access.request)).text}</p>;
}

/** With the minimal permission profile the customer assigns; the page says whom, and has it looked at. */
function Assign({ access: { link, csrf, onboarding } }: { access: Access }) {
  return (
    <>
      <p>{onboarding.waitingFor?.instruction ?? OVERVIEW.assign.late}</p>
      <form method="post" action={`/setup/${link.id}/assigned`} class="actions">
        <CsrfField token={csrf} />
        <button>{OVERVIEW.assign.button}</button>
      </form>
    </>
  );
}

/** Where somebody who was chosen can sign in. */
export function TryIt({ access: { request, onboarding }, deps }: Props) {
  const { appId, tenantId } = onboarding.artefacts;
  const { authorityHost } = deps.settings;
  const atProvider = request.initiatedBy === 'sp';
  return (
    <div class="actions">
      {atProvider ? (
        <a class="button" href={serviceProviderOf(request).signOnUrl}>
          {FINISH.atTheHub}
        </a>
      ) : null}
      {appId === undefined || tenantId === undefined ? null : (
        <a class={atProvider ? 'button quiet' : 'button'} href={tileUrl(authorityHost, appId, tenantId)}>
          {FINISH.fromMyApps}
        </a>
      )}
    </div>
  );
}

/** Microsoft's launcher has one address for all clouds' tenants that we serve; the sandbox is its own. */
function tileUrl(authorityHost: string, appId: string, tenantId: string): string {
  const launcher = isAtEntraId(authorityHost) ? 'https://launcher.myapps.microsoft.com' : authorityHost;
  return `${launcher}/api/signin/${appId}?tenantId=${tenantId}`;
}

/** While it is done: each as it stands. */
function WorkAtHand({ stage: { own, then }, access }: { stage: Stage; access: Access }) {
  const isOwnDone = own.status === 'done' || own.status === 'skipped';
  if (!isOwnDone || then.length === 0) return null;
  return (
    <ul class="work" aria-label={WORK.title}>
      {then.map((step) => (
        <WorkItem key={step.name} step={step} access={access} />
      ))}
    </ul>
  );
}

/** When it is done: folded. */
function Work({ stage: { name, state, then }, access }: { stage: Stage; access: Access }) {
  if (state !== 'done' || then.length === 0) return null;
  return (
    <details id={`work-${name}`}>
      <summary>{summaryOf(name, then.length)}</summary>
      <ul class="work">
        {then.map((step) => (
          <WorkItem key={step.name} step={step} access={access} />
        ))}
      </ul>
    </details>
  );
}

function summaryOf(stage: Stage['name'], count: number): string {
  if (stage === 'approve') return WORK.inEntra(count);
  return stage === 'choose' || stage === 'test' ? WORK.after[stage] : WORK.rest;
}

function WorkItem({ step, access }: { step: Stage['then'][number]; access: Access }) {
  const { onboarding, request } = access;
  const { certificate, hubSignIn, assignments = [], manyAssignments } = onboarding.artefacts;
  const groups = assignments.filter(({ type }) => type === 'group').length;
  const { doing, did } = workWords(step.name, {
    application: applicationDisplayName(request.companyName),
    system: systemOf(access.request),
    certificateUntil: certificate === undefined ? undefined : new Date(certificate.expiresAt),
    people: manyAssignments?.assigned ?? assignments.length - groups,
    groups,
    proof: hubSignIn,
    theyAssign: request.permissionProfile === 'minimal',
  });
  const { status } = step;
  return (
    <li class={status}>
      {status === 'done' ? did : status === 'skipped' ? WORK.skipped(doing) : doing}
      {WORK.states[status] === '' ? null : <span class="muted"> {WORK.states[status]}</span>}
    </li>
  );
}
