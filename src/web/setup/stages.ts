/** What the customer's people do, in order: each part with the steps that we do by ourselves because of it. */
import type { LinkPurpose } from '../../onboarding/links.js';
import type { StepProgress } from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import type { ProfileName } from '../../onboarding/profiles.js';
import type { StepName } from '../../onboarding/steps.js';
import type { Onboarding } from '../../temporal/port.js';
import type { Words } from '../words/languages.js';

export type Task = Exclude<LinkPurpose, 'all'>;
export type StageName = 'approve' | 'enter' | 'choose' | 'test' | 'firstSignIn' | 'force';

/** Steps that take nobody's answer. */
export type OwnStep = Exclude<StepName, 'consent' | 'handover' | 'roleChoice' | 'testSignIn' | 'forceSso'>;

type Parts = { name: StageName; task: Task; step: StepName; then: OwnStep[] };

/** Of this request: a step that it leaves out concerns nobody here. */
export function stagesOf({ testSignIn, hub, watch }: OnboardingRequest): Parts[] {
  const last: OwnStep[] = watch === undefined ? [] : ['watch'];
  return [
    {
      name: 'approve',
      task: 'consent',
      step: 'consent',
      then: ['application', 'samlMode', 'samlSettings', 'claims', 'certificate', 'metadata'],
    },
    { name: 'enter', task: 'handover', step: 'handover', then: [] },
    { name: 'choose', task: 'roles', step: 'roleChoice', then: ['assignments'] },
    {
      name: testSignIn ? 'test' : 'firstSignIn',
      task: 'signIn',
      step: testSignIn ? 'testSignIn' : 'hubSignIn',
      then: ['verification', ...(testSignIn ? (['hubSignIn'] as const) : []), ...(hub.forceSso ? [] : last)],
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

const SYSTEMS = { 'messagemedia-hub': 'hub', 'sinch-id': 'sinchId' } as const satisfies Record<
  ProfileName,
  string
>;

export type System = (typeof SYSTEMS)[ProfileName];

/** Whose settings they are: messages have its name as their sentence needs it. */
export const systemOf = ({ serviceProvider: { profile } }: OnboardingRequest) => SYSTEMS[profile];

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
