/** What stands in the place of Temporal where pages are tested alone. */
import { LINK_PURPOSES, type LinkedWorkflow } from '../../src/onboarding/links.js';
import type { Kind, Question } from '../../src/onboarding/contract.js';
import type { OffboardingProgress } from '../../src/onboarding/offboarding.js';
import { newProgress, type Progress } from '../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import { OnboardingNotFoundError, type Subject } from '../../src/temporal/customerWorkflow.js';
import type { AllAnswers, Answer, Port, Retrying } from '../../src/temporal/port.js';
import { minimalRequest } from './request.js';

type Asking = Port['ask'];

/** Answers as they are given; of what is not given, that there is none. */
export const answering =
  (answers: { [K in Kind]?: Partial<AllAnswers[K]> }): Asking =>
  <K extends Kind, Q extends Question<K>>(
    { kind, customerId }: { kind: K; customerId: string },
    question: Q,
  ) => {
    const given: Partial<AllAnswers[K]> = answers[kind] ?? {};
    return question in given
      ? Promise.resolve(given[question] as Answer<K, Q>)
      : Promise.reject(new OnboardingNotFoundError(`There is no ${kind} of "${customerId}".`));
  };

/** Temporal is there, and knows of nothing; nobody has signed out. */
export const fakePort = ({ ask = answering({}), ...given }: Partial<Port> = {}): Port => ({
  ask,
  view: async <K extends LinkedWorkflow>(subject: Subject<K>) => {
    const [progress, request] = await Promise.all([ask(subject, 'progress'), ask(subject, 'request')]);
    return { progress, request };
  },
  tell: () => Promise.resolve(),
  list: () => Promise.resolve({ found: [], next: undefined }),
  latest: () => Promise.resolve(undefined),
  start: ({ request: { customerId } }) => Promise.resolve(startedFor(customerId)),
  ensure: ({ request: { customerId } }) => Promise.resolve({ ...startedFor(customerId), created: true }),
  offboard: () => Promise.resolve(),
  report: () => Promise.resolve(),
  seen: () => Promise.resolve(),
  search: () => Promise.resolve({ found: [], next: null }),
  preview: ({ assignments }) =>
    Promise.resolve({
      states: assignments.map(({ principal }) => ({ state: 'found', note: principal, otherRoles: [] })),
    }),
  rememberSignOut: () => Promise.resolve(),
  hasSignedOut: () => Promise.resolve(false),
  unreadiness: () => Promise.resolve(undefined),
  namespace: 'default',
  ...given,
});

const startedFor = (customerId: string) => ({
  customerId,
  workflowId: `onboarding/${customerId}`,
  runId: 'a-run',
  onboardingId: 'a-run',
});

export const LINK = { id: 'a1b2c3d4e5f6', expiresAt: '2036-01-01T00:00:00Z' };

const links = LINK_PURPOSES.filter((purpose) => purpose === 'all').map((purpose) => ({
  ...LINK,
  purpose,
  contact: 'Anna',
  madeAt: '2026-01-01T00:00:00Z',
  madeBy: 'Olga Operator',
}));

/** While it runs, and nothing is tried again. */
const RUNNING: { execution: string; retrying: Retrying[] } = { execution: 'RUNNING', retrying: [] };

/** An onboarding that waits, after consent. */
export const runningOnboarding = (
  changes: Partial<Progress & typeof RUNNING> = {},
  request = onboardingRequestSchema.parse(
    minimalRequest({ appRoles: [{ value: 'Sender', displayName: 'Message sender' }] }),
  ),
): AllAnswers['onboarding'] => ({
  progress: {
    ...newProgress(request, 'a-run', null),
    status: 'waiting',
    artefacts: { tenantId: 'a5d1d5c2-8308-5710-8878-c861608a989d', consentedBy: 'Anna Admin' },
    links,
    ...RUNNING,
    ...changes,
  },
  request,
  handover: null,
  unassigned: [],
});

/** The watch over the same customer, to whom nothing happens. */
export function quietWatch(changes: Partial<WatchProgress & typeof RUNNING> = {}): AllAnswers['watch'] {
  const { progress, request } = runningOnboarding();
  const { customerId, companyName, tenant, onboardingId } = progress;
  return {
    progress: {
      ...{ customerId, companyName, tenant, onboardingId, status: 'watching', step: 'configuration' },
      ...{ steps: [], waitingFor: null, problem: null, certificates: [], rollovers: [], drift: null },
      ...{ handoverConfirmedBy: null, testSignIns: [], links, messages: [], optedOut: [], noticed: [] },
      ...{ nextCheck: '2026-01-01T00:00:00Z', checks: 0, checkedAt: null, actions: [], refused: [] },
      ...RUNNING,
      ...changes,
    },
    request,
    handover: null,
  };
}

/** An offboarding of the same customer that waits. */
export const waitingOffboarding = (
  changes: Partial<OffboardingProgress & typeof RUNNING> = {},
): AllAnswers['offboarding'] => ({
  progress: {
    ...{ customerId: 'contoso', tenant: 'contoso.example', offboardingId: 'a-run', status: 'waiting' },
    ...{ step: 'survey', waitingFor: null, problem: null, plan: null, actions: [], refused: [] },
    ...RUNNING,
    ...changes,
  },
});

/** Has every answer ready: what is measured then is the web process alone. */
export const cannedPort = fakePort({
  ask: answering({
    onboarding: runningOnboarding(),
    watch: quietWatch(),
    offboarding: waitingOffboarding(),
  }),
  latest: () => Promise.resolve({ runId: 'a-run', startedAt: new Date(0), isRunning: true }),
});
