/** The parts of the setup as the first page lists them: what is done, whose turn it is, and what comes. */
import { isAtEntraId } from '../../onboarding/microsoft.js';
import { permits } from '../../onboarding/links.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import type { ComponentChildren } from 'preact';
import { serviceProviderOf } from '../../onboarding/request.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { shortForm } from '../dates.js';
import { type Reader, Recorded, Time, useReader } from '../reader.js';
import type { Access } from './access.js';
import { Blocked, isTheirs, problemOf } from './blocked.js';
import { whoHasAccess } from './counts.js';
import { MINUTES, type OwnStep, type Stage, stages, stageWords, systemOf } from './stages.js';
import { recordedName } from './nameField.js';
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
  const reader = useReader();
  const { overview, work } = reader.words;
  const words = stageWords(reader.words, name, access.request);
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
        <span class="hidden">, {overview.states[state]}</span>
      </h2>
      <span class={isOwnDone ? 'aside by' : 'aside'}>
        {isOwnDone
          ? doneBy(reader.words, stage, access)
          : overview.minutes({ minutes: String(MINUTES[name]) })}
      </span>
      <div class="body">
        {isCurrent ? <Now stage={stage} access={access} deps={deps} /> : null}
        {state === 'pending' ? (
          <p>
            {words.text} {stage.then.some(({ name: step }) => step === 'watch') ? work.monitoring : null}
          </p>
        ) : null}
        {name === 'enter' && access.onboarding.settingsCheck?.state === 'agrees' ? (
          <ul class="work">
            <li class="done">{work.settingsAgree({ system: systemOf(access.request) })}</li>
          </ul>
        ) : null}
        {state === 'done' || !isCurrent ? <Work stage={stage} access={access} /> : null}
      </div>
    </li>
  );
}

function doneBy(words: Reader['words'], { name, own }: Stage, { onboarding }: Access): ComponentChildren {
  if (own.status === 'skipped') return words.overview.skipped;
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
  const by = who === undefined ? undefined : recordedName(words, who);
  if (own.finishedAt === undefined) return by;
  const at = new Date(own.finishedAt);
  const on = <Time at={at} form={shortForm(at)} />;
  return by === undefined ? on : words.overview.by({ who: by, on });
}

/** What is at hand: the task of whose link it is, what blocks it, what we do ourselves, or whom it waits for. */
function Now({ stage, access, deps }: Props & { stage: Stage }) {
  const { onboarding, link } = access;
  const reader = useReader();
  const words = stageWords(reader.words, stage.name, access.request);
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
          <p>{reader.words.overview.tryIt}</p>
          <TryIt access={access} deps={deps} />
        </>
      ) : null}
      <WorkAtHand stage={stage} access={access} />
    </>
  );
}

function Meanwhile({ stage, access }: { stage: Stage; access: Access }) {
  const { words } = useReader();
  const { waitingFor } = access.onboarding;
  return waitingFor === null ? null : <p>{stageWords(words, stage.name, access.request).text}</p>;
}

/** With the minimal permission profile the customer assigns; the page says whom, and has it looked at. */
function Assign({ access: { link, csrf, onboarding } }: { access: Access }) {
  const { assign } = useReader().words.overview;
  return (
    <>
      <p>
        {onboarding.waitingFor === null ? assign.late : <Recorded text={onboarding.waitingFor.instruction} />}
      </p>
      <form method="post" action={`/setup/${link.id}/assigned`} class="actions">
        <CsrfField token={csrf} />
        <button>{assign.button}</button>
      </form>
    </>
  );
}

/** Where somebody who was chosen can sign in. */
export function TryIt({ access: { request, onboarding }, deps }: Props) {
  const { appId, tenantId } = onboarding.artefacts;
  const { authorityHost } = deps.settings;
  const { finish } = useReader().words;
  const atProvider = request.initiatedBy === 'sp';
  return (
    <div class="actions">
      {atProvider ? (
        <a class="button" href={serviceProviderOf(request).signOnUrl}>
          {finish.atTheHub}
        </a>
      ) : null}
      {appId === undefined || tenantId === undefined ? null : (
        <a class={atProvider ? 'button quiet' : 'button'} href={tileUrl(authorityHost, appId, tenantId)}>
          {finish.fromMyApps}
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
  const { work } = useReader().words;
  const isOwnDone = own.status === 'done' || own.status === 'skipped';
  if (!isOwnDone || then.length === 0) return null;
  return (
    <ul class="work" aria-label={work.title}>
      {then.map((step) => (
        <WorkItem key={step.name} step={step} access={access} />
      ))}
    </ul>
  );
}

/** When it is done: folded. */
function Work({ stage: { name, state, then }, access }: { stage: Stage; access: Access }) {
  const { work } = useReader().words;
  if (state !== 'done' || then.length === 0) return null;
  return (
    <details id={`work-${name}`}>
      <summary>{summaryOf(work, name, then.length)}</summary>
      <ul class="work">
        {then.map((step) => (
          <WorkItem key={step.name} step={step} access={access} />
        ))}
      </ul>
    </details>
  );
}

type WorkWords = Reader['words']['work'];

function summaryOf(words: WorkWords, stage: Stage['name'], count: number): string {
  if (stage === 'approve') return words.inEntra({ count });
  return stage === 'choose' || stage === 'test' ? words.after[stage] : words.rest;
}

function WorkItem({ step: { name, status }, access }: { step: Stage['then'][number]; access: Access }) {
  const reader = useReader();
  const { work } = reader.words;
  return (
    <li class={status}>
      {status === 'done'
        ? didOf(reader, name, access)
        : status === 'skipped'
          ? work.skipped({ doing: doingOf(work, name, access) })
          : doingOf(work, name, access)}
      {work.states[status] === '' ? null : <span class="muted"> {work.states[status]}</span>}
    </li>
  );
}

/** The customer's people assign in the minimal permission profile. */
const theyAssign = ({ request }: Access) => request.permissionProfile === 'minimal';

function doingOf(words: WorkWords, step: OwnStep, access: Access): string {
  if (step === 'samlSettings') return words.samlSettings.doing({ system: systemOf(access.request) });
  if (step === 'assignments' && theyAssign(access)) return words.theirAssignments.doing;
  return words[step].doing;
}

function didOf(reader: Reader, step: OwnStep, access: Access): ComponentChildren {
  const { onboarding, request } = access;
  const { certificate, hubSignIn } = onboarding.artefacts;
  const { work, proofs } = reader.words;
  switch (step) {
    case 'application':
      return work.application.did({ application: applicationDisplayName(request) });
    case 'samlSettings':
      return work.samlSettings.did({ system: systemOf(request) });
    case 'certificate':
      return certificate === undefined
        ? work.certificate.did
        : work.certificate.didUntil({ until: <Time at={new Date(certificate.expiresAt)} /> });
    case 'assignments': {
      if (theyAssign(access)) return work.theirAssignments.did;
      return work.assignments.did({ who: whoHasAccess(reader, onboarding.artefacts) });
    }
    case 'hubSignIn':
      return proofs[hubSignIn?.restsOn ?? 'nothing'];
    default:
      return work[step].did;
  }
}
