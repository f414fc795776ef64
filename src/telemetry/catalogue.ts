/**
 * Every metric of ours. docs/metrics.md, the alerts and the dashboards are held against it by a test. A label has few
 * values, and none names a customer, a person or an object in a tenant.
 */
type Entry = {
  kind: 'counter' | 'histogram' | 'gauge';
  unit: string;
  labels: readonly string[];
  tells: string;
  /** Upper bounds, of a histogram. */
  buckets?: readonly number[];
};

/** As OpenTelemetry advises for durations of HTTP. */
const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30];
/** From the second in which an event is told, to the days that a receiver may be away. */
const LAG_SECONDS = [0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400];

/** Of the worker and the web process, counted where something happens. */
export const HAPPENED = {
  'http.client.request.duration': {
    kind: 'histogram',
    unit: 's',
    labels: [
      'peer.service',
      'http.request.method',
      'http.response.status_code',
      'error.type',
      'sso.throttled',
    ],
    tells: 'Requests of the worker to Microsoft Graph, the Messages API and the webhook.',
    buckets: HTTP_SECONDS,
  },
  'http.server.request.duration': {
    kind: 'histogram',
    unit: 's',
    labels: ['http.request.method', 'http.route', 'http.response.status_code'],
    tells: 'Requests to the web process, by the template of their route. Streams of events are left out.',
    buckets: HTTP_SECONDS,
  },
  'sso.graph.refusals': {
    kind: 'counter',
    unit: '{refusal}',
    labels: ['http.response.status_code', 'sso.graph.code'],
    tells: 'Answers of Microsoft Graph and Microsoft Entra ID that failed an activity, by their error code.',
  },
  'sso.texts': {
    kind: 'counter',
    unit: '{text}',
    labels: ['sso.channel', 'sso.outcome'],
    tells: 'Text messages and e-mails handed over: accepted, refused, failed (tried again), notConfigured.',
  },
  'sso.text.reports': {
    kind: 'counter',
    unit: '{report}',
    labels: ['sso.text.status'],
    tells:
      'What was reported of texts and e-mails: delivered, undelivered (an e-mail came back), underWay, optOut, optIn.',
  },
  'sso.webhook.delivery.lag': {
    kind: 'histogram',
    unit: 's',
    labels: [],
    tells: 'From an event until the receiver of the webhook has taken it.',
    buckets: LAG_SECONDS,
  },
} as const satisfies Record<string, Entry>;

/** Read when somebody asks. */
export const OBSERVED = {
  'process.memory.usage': {
    kind: 'gauge',
    unit: 'By',
    labels: [],
    tells: 'Physical memory of the process.',
  },
  'nodejs.eventloop.utilization': {
    kind: 'gauge',
    unit: '1',
    labels: [],
    tells: 'The share of time that the main thread was busy, since it was last asked for.',
  },
} as const satisfies Record<string, Entry>;

/** Of all customers together, read from Temporal by `sso-onboard metrics` alone. */
export const READ = {
  'sso.onboarding.open': {
    kind: 'gauge',
    unit: '{onboarding}',
    labels: ['sso.status', 'sso.step'],
    tells: 'Onboardings that are under way.',
  },
  'sso.onboarding.waiting': {
    kind: 'gauge',
    unit: '{onboarding}',
    labels: ['sso.step', 'sso.waiting.for', 'sso.age'],
    tells:
      'Onboardings that wait for a person, by whom, and for how long. The step says which answer (signal) it is.',
  },
  'sso.onboarding.blocked': {
    kind: 'gauge',
    unit: '{onboarding}',
    labels: ['sso.problem', 'sso.step', 'sso.age'],
    tells: 'Onboardings that are blocked, by the code of docs/problems.md, and for how long.',
  },
  'sso.onboarding.ended': {
    kind: 'gauge',
    unit: '{onboarding}',
    labels: ['sso.outcome'],
    tells:
      'Onboardings that are over, for as long as Temporal keeps them: done, cancelled, failed, terminated.',
  },
  'sso.monitoring.open': {
    kind: 'gauge',
    unit: '{customer}',
    labels: ['sso.status', 'sso.age'],
    tells:
      'Customers whose sign-in is monitored: watching, waiting, drifted, atRisk or blocked, and for how long.',
  },
  'sso.monitoring.blocked': {
    kind: 'gauge',
    unit: '{customer}',
    labels: ['sso.problem', 'sso.age'],
    tells: 'Monitoring whose last check met a problem, by its code.',
  },
  'sso.monitoring.ended': {
    kind: 'gauge',
    unit: '{customer}',
    labels: ['sso.outcome'],
    tells:
      'Monitoring that is over, for as long as Temporal keeps it: done (stopped), cancelled, failed, terminated.',
  },
  'sso.certificates': {
    kind: 'gauge',
    unit: '{certificate}',
    labels: ['sso.expires'],
    tells: 'Active signing certificates of monitored customers, by the time until they expire.',
  },
  'sso.offboarding.open': {
    kind: 'gauge',
    unit: '{offboarding}',
    labels: ['sso.status', 'sso.age'],
    tells: 'Offboardings that are under way.',
  },
  'sso.worker.pollers': {
    kind: 'gauge',
    unit: '{poller}',
    labels: ['sso.task.type'],
    tells: 'Workers that have polled the task queue within 90 seconds: workflow or activity.',
  },
  'sso.worker.backlog': {
    kind: 'gauge',
    unit: '{task}',
    labels: ['sso.task.type'],
    tells: 'Tasks that no worker has taken yet.',
  },
  'sso.worker.backlog.age': {
    kind: 'gauge',
    unit: 's',
    labels: ['sso.task.type'],
    tells: 'How long the oldest of them has been waiting.',
  },
  'sso.reader.last.success': {
    kind: 'gauge',
    unit: 's',
    labels: [],
    tells: 'When Temporal was last read in full: seconds since 1970.',
  },
  'sso.reader.duration': {
    kind: 'gauge',
    unit: 's',
    labels: [],
    tells: 'How long that took.',
  },
} as const satisfies Record<string, Entry>;

/** Counted by workflows, in the SDK's own meter, which leaves out what a replay says again. Its names have no dots. */
export const OF_WORKFLOWS = {
  sso_problems: {
    kind: 'counter',
    unit: '{problem}',
    labels: ['namespace', 'taskQueue', 'workflowType', 'step', 'code'],
    tells: 'Problems that blocked a step, each once, by the code of docs/problems.md.',
  },
} as const satisfies Record<string, Entry>;

export type Happened = keyof typeof HAPPENED;
type OfKind<K extends Entry['kind']> = {
  [N in Happened]: (typeof HAPPENED)[N]['kind'] extends K ? N : never;
}[Happened];
export type CounterName = OfKind<'counter'>;
export type HistogramName = OfKind<'histogram'>;
/** A label that does not apply is left out. */
export type LabelsOf<N extends Happened> = Partial<
  Record<(typeof HAPPENED)[N]['labels'][number], string | number | boolean>
>;

export type Read = keyof typeof READ;
export type ReadLabels<N extends Read> = Record<(typeof READ)[N]['labels'][number], string>;

/** `{text}` is no unit of Prometheus, and `1` none at all. */
const UNITS: Record<string, string> = { s: '_seconds', By: '_bytes', '1': '_ratio' };

/** As it is called in Prometheus, by the rules of OpenTelemetry. */
export function prometheusName(name: string, { unit, kind }: Pick<Entry, 'unit' | 'kind'>): string {
  return `${name.replaceAll('.', '_')}${UNITS[unit] ?? ''}${kind === 'counter' ? '_total' : ''}`;
}
