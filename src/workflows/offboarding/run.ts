/** One run of an offboarding: its progress, its steps, its confirmation, and what people tell it. */
import { condition, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import { offboardingEvent } from '../../onboarding/events.js';
import {
  OFFBOARDING_SIGNALS,
  type OffboardingProgress,
  type OffboardingResult,
  type OffboardingSignal,
  type OffboardingStep,
  samePerson,
} from '../../onboarding/offboarding.js';
import type { OffboardingRequest } from '../../onboarding/request.js';
import { watchEnded } from '../betweenWorkflows.js';
import { answering } from '../queries.js';
import { Attempts } from '../run/attempts.js';
import { Cancellable } from '../run/cancellable.js';
import { Display } from '../run/display.js';
import { Events } from '../run/events.js';
import { type Heard, listen, type Listener } from '../run/listen.js';
import { renderOffboarding } from './details.js';

type Input = Heard<typeof OFFBOARDING_SIGNALS>;

const INSTRUCTION =
  'In the Hub, first switch off Force SSO, and check that every user has another way to sign in than Microsoft Entra ID. Then confirm: the objects listed are removed from the tenant, and nobody signs in with them any more. Microsoft Entra ID keeps the application restorable for 30 days.';

const SIGN_IN_FIRST =
  'two people must confirm, and a name does not prove who it is: sign in to the console and confirm there';

/** Longer than any one of its steps; what was terminated never says that it has ended. */
const WATCH_ENDS_WITHIN = '1 hour';

const now = () => new Date().toISOString();

export class OffboardingRun implements Listener<typeof OFFBOARDING_SIGNALS> {
  readonly progress: OffboardingProgress;
  private readonly confirmations: { needed: number; by: string[] } = { needed: 1, by: [] };
  /** Of those who have confirmed, as far as they are known. */
  private confirmedIds: string[] = [];
  /** Whoever has no id is nobody: a name is what somebody types. */
  private countsIdsAlone = false;
  private watchIsOver = false;
  readonly cancellable = new Cancellable();
  private readonly attempts = new Attempts<OffboardingStep, { name: OffboardingStep; note?: string }>(
    ({ note }, problem) => {
      if (problem === null) this.set({ status: 'running', ...(note === undefined ? {} : { note }) });
      else this.set({ status: 'blocked', problem });
    },
  );
  /** Absent in older histories. */
  readonly events = patched('offboarding-events')
    ? new Events(workflowInfo().firstExecutionRunId, undefined)
    : undefined;
  private readonly display: Display<OffboardingSignal, OffboardingProgress>;

  constructor({ customerId, tenant }: OffboardingRequest) {
    this.progress = {
      customerId,
      tenant,
      offboardingId: workflowInfo().firstExecutionRunId,
      status: 'running',
      step: 'survey',
      waitingFor: null,
      problem: null,
      plan: null,
      confirmations: this.confirmations,
      actions: [],
      refused: [],
    };
    this.display = new Display(this.progress, this.events, {
      details: renderOffboarding,
      event: offboardingEvent,
    });
    answering<'offboarding'>()('progress', 'What is removed, and what is waited for', () => this.progress);
    setHandler(watchEnded, () => {
      this.watchIsOver = true;
    });
    listen(OFFBOARDING_SIGNALS, this);
    this.display.publish();
  }

  /** Until it succeeds; what only a person can mend blocks it until `retryOffboarding`. */
  step<T>(name: OffboardingStep, work: () => Promise<T>): Promise<T> {
    return this.attempts.untilDone({ name }, () => {
      this.set({ step: name, status: 'running' });
      return work();
    });
  }

  /** Waits as long as it takes: nothing is removed meanwhile. */
  async confirmation(): Promise<void> {
    this.waitForConfirmation();
    await condition(() => this.confirmations.by.length >= this.confirmations.needed);
  }

  /** As the worker's settings say. */
  needsTwoPeople(): void {
    this.confirmations.needed = 2;
    this.countsIdsAlone = patched('two-people-are-two-sign-ins');
  }

  private waitForConfirmation(): void {
    const { needed, by } = this.confirmations;
    const [first] = by;
    const people =
      needed === 1
        ? ''
        : first === undefined
          ? ' Two people must confirm: the first asks for the removal, the second agrees.'
          : ` ${first} has asked for the removal. Another person must confirm it.`;
    const where = this.countsIdsAlone ? ' They do so in the console, which knows who signs in.' : '';
    const instruction = INSTRUCTION + people + where;
    const waitingFor = { signal: 'confirmOffboarding', from: 'operator', instruction } as const;
    this.set({ step: 'confirmation', status: 'waiting', waitingFor });
  }

  /** False when it did not say so. */
  watchEnds(): Promise<boolean> {
    return condition(() => this.watchIsOver, WATCH_ENDS_WITHIN);
  }

  askAgain(): void {
    this.confirmations.by = [];
    this.confirmedIds = [];
    this.refuse(
      'confirmOffboarding',
      'what is there has changed: see what would be removed, and confirm again',
    );
  }

  async end(status: 'done' | 'cancelled'): Promise<OffboardingResult> {
    this.set({ status });
    await this.events?.end();
    const { customerId, offboardingId, plan } = this.progress;
    const removed = status === 'done' ? (plan?.toRemove ?? []) : [];
    return { customerId, offboardingId, status, removed, kept: plan?.toKeep ?? [] };
  }

  refusal({ signal, value }: Input): string | undefined {
    const { status, step, note } = this.progress;
    if (status === 'done' || status === 'cancelled') return `the offboarding is ${status}`;
    switch (signal) {
      case 'confirmOffboarding':
        if (step !== 'confirmation') return 'it is not known yet, or no more, what to confirm';
        if (this.confirmations.needed === 1) return undefined;
        if (this.countsIdsAlone && value.byId === undefined) return SIGN_IN_FIRST;
        return this.hasConfirmed(value) ? `another person than ${value.by} must confirm` : undefined;
      case 'retryOffboarding':
        return status === 'blocked' || note !== undefined ? undefined : 'nothing is blocked';
      case 'cancelOffboarding':
        return step === 'removal' ? 'it is being removed already' : undefined;
    }
  }

  private hasConfirmed({ by, byId }: { by: string; byId?: string | undefined }): boolean {
    const isKnown = byId !== undefined && this.confirmedIds.includes(byId);
    return isKnown || this.confirmations.by.some((who) => samePerson(who, by));
  }

  accept({ signal, value }: Input): void {
    this.progress.actions.push({ at: now(), signal, by: value.by });
    if (signal === 'confirmOffboarding') {
      this.confirmations.by.push(value.by);
      if (value.byId !== undefined) this.confirmedIds.push(value.byId);
      if (this.confirmations.by.length < this.confirmations.needed) this.waitForConfirmation();
    }
    if (signal === 'retryOffboarding') this.attempts.retry(this.progress.step);
    if (signal === 'cancelOffboarding') this.cancellable.cancel();
  }

  refuse(signal: OffboardingSignal, reason: string): void {
    this.display.refuse(signal, reason);
  }

  private set(
    change: Partial<Pick<OffboardingProgress, 'step' | 'status' | 'waitingFor' | 'problem' | 'note'>>,
  ): void {
    Object.assign(this.progress, { waitingFor: null, problem: null, ...change });
    if (change.note === undefined) delete this.progress.note;
    this.display.publish();
  }
}
