/**
 * How a run stands, where people and other systems look: the current details and the search attributes in the Temporal
 * UI, and the webhook.
 */
import { metricMeter, patched, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { EventBody } from '../../onboarding/events.js';
import {
  CERTIFICATE_EXPIRES,
  ONBOARDING_STATUS,
  ONBOARDING_STEP,
  PROBLEM,
  STATUS_SINCE,
  WAITING_FOR,
} from '../../onboarding/searchAttributes.js';
import type { OF_WORKFLOWS } from '../../telemetry/catalogue.js';
import type { Events } from './events.js';

/** What every progress has. */
type Shown<Signal> = {
  status: string;
  step: string;
  waitingFor: { from: string } | null;
  problem: { code: string } | null;
  /** The latest 20. */
  refused: { at: string; signal: Signal; reason: string }[];
};

type Words<P> = {
  details: (progress: P) => string;
  /** Undefined: other systems are told nothing now. */
  event: (progress: P) => EventBody | undefined;
  /** When the certificate that Entra ID signs with expires, of what looks after it. */
  expires?: (progress: P) => string | undefined;
};

const PROBLEMS: keyof typeof OF_WORKFLOWS = 'sso_problems';

export class Display<Signal extends string, P extends Shown<Signal>> {
  private last = '';
  private lastExpires: string | undefined;
  private lastProblem: object | null = null;

  constructor(
    private readonly progress: P,
    private readonly events: Events | undefined,
    private readonly words: Words<P>,
    /** Brings the progress up to date; false while it is not to be shown. */
    private readonly refresh = () => true,
  ) {}

  publish(): void {
    if (!this.refresh()) return;
    const { status, step, waitingFor, problem } = this.progress;
    setCurrentDetails(this.words.details(this.progress));
    this.findable(step, status, waitingFor?.from ?? (problem === null ? 'nobody' : 'operator'));
    this.countProblem();
    const event = this.words.event(this.progress);
    if (event !== undefined) this.events?.add(event);
  }

  refuse(signal: Signal, reason: string): void {
    const refused = { at: new Date().toISOString(), signal, reason };
    this.progress.refused = [...this.progress.refused, refused].slice(-20);
    this.publish();
  }

  /**
   * Written only when they change: each upsert is an event in the history, and work for the server and its database. So
   * the steps that follow one another by themselves, in seconds, are not written, only that it runs, and since which.
   */
  private findable(step: string, status: string, waitsFor: string): void {
    const runs = status === 'running' && waitsFor === 'nobody' && patched('running-steps-are-not-listed');
    const state = runs ? 'running' : [step, status, waitsFor].join('/');
    const expires = this.words.expires?.(this.progress);
    // In older histories it changed nothing by itself.
    const isNew =
      state !== this.last || (expires !== this.lastExpires && patched('certificate-expiry-is-listed'));
    if (!isNew) return;
    this.last = state;
    this.lastExpires = expires;
    upsertSearchAttributes([
      { key: ONBOARDING_STEP, value: step },
      { key: ONBOARDING_STATUS, value: status },
      { key: WAITING_FOR, value: waitsFor },
      { key: STATUS_SINCE, value: new Date().toISOString() },
      { key: PROBLEM, value: this.progress.problem?.code ?? null },
      ...(expires === undefined ? [] : [{ key: CERTIFICATE_EXPIRES, value: expires }]),
    ]);
  }

  /** Each one once, however often it is shown. */
  private countProblem(): void {
    const { problem, step } = this.progress;
    if (problem !== null && problem !== this.lastProblem) {
      metricMeter.createCounter(PROBLEMS).add(1, { step, code: problem.code });
    }
    this.lastProblem = problem;
  }
}
