/** What the customer's people do, in order: each part with the steps that we do by ourselves because of it. */
import type { LinkPurpose } from '../../onboarding/links.js';
import type { StepProgress } from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { PROFILES } from '../../onboarding/profiles.js';
import { STEP_NAMES, type StepName } from '../../onboarding/steps.js';
import type { Onboarding } from '../../temporal/port.js';
import type { Words } from '../words/languages.js';

export type Task = Exclude<LinkPurpose, 'all'>;
export type StageName = 'approve' | 'enter' | 'choose' | 'test' | 'firstSignIn' | 'force';

/** Steps that begin with an answer of a person's. */
const ANSWERED_STEPS = ['consent', 'handover', 'roleChoice', 'testSignIn', 'forceSso'] as const;
type AnsweredStep = (typeof ANSWERED_STEPS)[number];
/** Steps that take nobody's answer. */
export type OwnStep = Exclude<StepName, AnsweredStep>;

const isOwn = (name: StepName): name is OwnStep => !ANSWERED_STEPS.some((answered) => answered === name);

/** What we do by ourselves after this step, until the next one that a person answers. */
function ownStepsAfter(step: AnsweredStep): OwnStep[] {
  const after = STEP_NAMES.slice(STEP_NAMES.indexOf(step) + 1);
  const end = after.findIndex((name) => !isOwn(name));
  return (end === -1 ? after : after.slice(0, end)).filter(isOwn);
}

type Parts = { name: StageName; task: Task; step: StepName; then: OwnStep[] };

/** Of this request: a step that it leaves out concerns nobody here. */
export function stagesOf({ testSignIn, hub, watch }: OnboardingRequest): Parts[] {
  const last = ownStepsAfter('forceSso').filter((name) => name !== 'watch' || watch !== undefined);
  const checks = ownStepsAfter('testSignIn').filter((name) => name !== 'hubSignIn' || testSignIn);
  return [
    { name: 'approve', task: 'consent', step: 'consent', then: ownStepsAfter('consent') },
    { name: 'enter', task: 'handover', step: 'handover', then: ownStepsAfter('handover') },
    { name: 'choose', task: 'roles', step: 'roleChoice', then: ownStepsAfter('roleChoice') },
    {
      name: testSignIn ? 'test' : 'firstSignIn',
      task: 'signIn',
      step: testSignIn ? 'testSignIn' : 'hubSignIn',
      then: hub.forceSso ? checks : [...checks, ...last],
    },
    ...(hub.forceSso
      ? [{ name: 'force', task: 'forceSso', step: 'forceSso', then: last } as const satisfies Parts]
      : []),
  ];
}

type Done<N extends StepName> = StepProgress & { name: N };

/** `current`: what is at hand now, whoever is to do it. */
export type Stage = Omit<Parts, 'step' | 'then'> & {
  number: number;
  state: 'done' | 'current' | 'pending';
  /** What a person does. */
  own: StepProgress;
  then: Done<OwnStep>[];
};

export function stages(
  request: OnboardingRequest,
  { steps, step }: Pick<Onboarding, 'steps' | 'step'>,
): Stage[] {
  const named = <N extends StepName>(name: N) => steps.find((one): one is Done<N> => one.name === name);
  const isOver = (one: StepProgress) => one.status === 'done' || one.status === 'skipped';
  return stagesOf(request).flatMap((parts, i): Stage[] => {
    const own = named(parts.step);
    if (own === undefined) return [];
    const then = parts.then.flatMap((name) => named(name) ?? []);
    const isDone = [own, ...then].every(isOver);
    const isAtHand = parts.step === step || parts.then.some((name) => name === step);
    const state = isDone ? 'done' : isAtHand ? 'current' : 'pending';
    return [{ name: parts.name, task: parts.task, number: i + 1, state, own, then }];
  });
}

/** "Step 3 of 4", of the page where a part is done. */
export function whereIs({ frame }: Words, request: OnboardingRequest, stage: StageName): string {
  const all = stagesOf(request);
  const number = all.findIndex(({ name }) => name === stage) + 1;
  return frame.step({ number: String(number), of: String(all.length) });
}

/** Whose settings they are. Messages say `hub` with an article, as their sentence needs it; another name as it stands. */
export function systemOf({ serviceProvider }: OnboardingRequest): string {
  const { system } = PROFILES[serviceProvider.profile];
  return system === PROFILES['messagemedia-hub'].system ? 'hub' : system;
}

/** What a part says. */
export function stageWords({ stages: words }: Words, stage: StageName, request: OnboardingRequest) {
  const { title, text, button } = words[stage];
  const system = systemOf(request);
  return {
    title: typeof title === 'string' ? title : title({ system }),
    text: typeof text === 'string' ? text : text({ system }),
    button,
  };
}

/** How long a part takes a person. */
export const MINUTES: Record<StageName, number> = {
  approve: 2,
  enter: 5,
  choose: 2,
  test: 1,
  firstSignIn: 1,
  force: 3,
};
