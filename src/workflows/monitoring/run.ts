/** One run of a watch: how it sleeps and checks, what people tell it, and what it shows. `watchSso.ts` tells what it does. */
import { CancellationScope, condition, patched, workflowInfo } from '@temporalio/workflow';
import type { Difference } from '../../onboarding/drift.js';
import { watchEvent } from '../../onboarding/events.js';
import type { Problem } from '../../onboarding/progress.js';
import type { WatchStepName } from '../../onboarding/steps.js';
import {
  type Agreed,
  WATCH_SIGNALS,
  type WatchInput,
  type WatchProgress,
  type WatchSignal,
} from '../../onboarding/watch.js';
import { Contacts, failureNote } from '../contacts/contacts.js';
import { linkRefusal } from '../contacts/links.js';
import { answering, answeringViews } from '../queries.js';
import { Display } from '../run/display.js';
import { Events } from '../run/events.js';
import { type Heard, listen, type Listener } from '../run/listen.js';
import { askedToWait, problemOf, waitsUntil } from '../run/problems.js';
import { renderWatch } from './details.js';
import { Handover } from './handover.js';
import { iso, KEPT, WatchRecord } from './record.js';
import { certificateExpiry, statusOf } from './status.js';
import { TestSignIn } from './testSignIn.js';

const DAY_MS = 86_400_000;
/** Long before Temporal's own limit, so that a history can be read by people. */
const MAX_EVENTS = 400;

export class WatchRun implements Listener<typeof WATCH_SIGNALS> {
  readonly handover: Handover;
  readonly test: TestSignIn;
  readonly record: WatchRecord;
  private readonly contacts: Contacts;
  /** Somebody has said something that a check is to deal with. */
  private hasInput = false;
  private checkAsked = false;
  private stopped = false;
  /** Until it has succeeded. */
  private isComparisonDue = false;
  /** When the certificates need the next look, in milliseconds since the epoch. */
  private restsUntil = Infinity;
  /** Absent in older histories. */
  private readonly events: Events | undefined;
  private readonly display: Display<WatchSignal, WatchProgress>;
  /** A run that goes on from another knows how things stand only after its first check. */
  private knowsStatus: boolean;

  constructor(input: WatchInput) {
    this.record = new WatchRecord(input);
    this.knowsStatus = input.state === undefined;
    if (patched('watch-events')) {
      const { firstExecutionRunId, runId } = workflowInfo();
      this.events = new Events(`${firstExecutionRunId}/${runId}`, true, input.state?.told);
    }
    const { progress } = this.record;
    this.contacts = new Contacts(this.agreed.request, progress, 'watch', (message) => {
      this.record.notice(failureNote(message));
      const event = watchEvent(progress, { step: message.step, status: message.status });
      if (event !== undefined) this.events?.push(event);
    });
    this.handover = new Handover(this.record, this.contacts);
    this.test = new TestSignIn(this.record, this.contacts);
    const words = {
      details: renderWatch,
      event: () => (this.knowsStatus || this.stopped ? watchEvent(progress) : undefined),
      expires: () => certificateExpiry(progress, this.agreed),
    };
    this.display = new Display(progress, this.events, words, () => this.refresh());
    const answer = answering<'watch'>();
    answer('progress', 'Certificates, drift, what is waited for, problems', () => progress);
    answer(
      'handover',
      "Every value of the Hub's form, in its order, as last handed over",
      () => this.record.state.handover,
    );
    answer('request', 'The request of the onboarding', () => this.agreed.request);
    answeringViews<'watch'>(() => ({ progress, request: this.agreed.request }));
    listen(WATCH_SIGNALS, this);
    this.contacts.listen();
    this.publish();
  }

  get agreed(): Agreed {
    return this.record.agreed;
  }

  /** One timer, until the next thing is due or somebody says something. */
  async sleep(): Promise<void> {
    const { nextCheck } = this.record.state;
    const due = [this.restsUntil, ...this.handover.dueAt(), ...this.test.dueAt()];
    const future = due.filter((at) => at > Date.now());
    // A check that was due while another was under way is not left out.
    const next = Math.min(nextCheck, ...future);
    await condition(() => this.hasInput, Math.max(1, next - Date.now()));
  }

  /**
   * Part by part: one that fails holds up no other. What only a person can mend shows until the next check, which tries
   * again.
   */
  async check(parts: (() => Promise<void>)[]): Promise<void> {
    const { state, progress } = this.record;
    const everyDays = this.agreed.request.watch?.everyDays ?? 1;
    const begun = Date.now();
    const scheduled = begun >= state.nextCheck;
    this.isComparisonDue ||= scheduled || this.checkAsked;
    this.hasInput = false;
    this.checkAsked = false;
    if (scheduled) state.nextCheck = begun + everyDays * DAY_MS;
    this.record.unblock();
    const problems: Problem[] = [];
    for (const part of parts) {
      if (this.stopped) break;
      try {
        await part();
      } catch (error) {
        const waitMs = askedToWait(error);
        if (waitMs !== undefined) {
          this.waitAsAsked(waitMs);
          continue;
        }
        problems.push(this.blocked(error));
        progress.problem = problems[0] ?? null; // the texts that come next may take long
      }
    }
    progress.problem = problems[0] ?? null;
    if (problems.length > 0) state.nextCheck = Math.min(state.nextCheck, Date.now() + DAY_MS);
    progress.checks += 1;
    progress.checkedAt = iso(begun);
    this.knowsStatus = true;
    this.publish();
  }

  /** The step at work, if there is one: what waits for somebody goes on waiting. @throws a cancellation, or a bug */
  private blocked(error: unknown): Problem {
    const step = this.record.progress.steps.find(({ status }) => status === 'running');
    const problem = problemOf(error, { name: step?.name ?? 'check' });
    if (problem === undefined) throw error;
    if (step !== undefined) step.status = 'blocked';
    return problem;
  }

  /** The next check goes on by itself; meanwhile nothing is wrong. */
  private waitAsAsked(waitMs: number): void {
    const { steps } = this.record.progress;
    const step = steps.find(({ status }) => status === 'running');
    if (step !== undefined) step.status = 'pending';
    this.record.notice(`${waitsUntil(waitMs)}.`);
    this.record.state.nextCheck = Math.min(this.record.state.nextCheck, Date.now() + waitMs);
  }

  /** A method: it may change during any wait. */
  isStopped(): boolean {
    return this.stopped;
  }

  comparisonDue(): boolean {
    return this.isComparisonDue;
  }

  async step<T>(name: WatchStepName, work: () => Promise<T>): Promise<T> {
    this.record.begin(name, 'running');
    this.publish();
    const result = await work();
    // Some work leaves it waiting for somebody.
    if (this.record.stepOf(name).status === 'running') this.record.finish(name);
    return result;
  }

  restUntil(at: number): void {
    this.restsUntil = at;
  }

  async textContacts(): Promise<void> {
    this.publish(); // it may take long
    await this.handover.textContacts();
    await this.test.textContacts();
  }

  compared(differences: Difference[], broken: Difference[]): void {
    const still = ({ class: name, field, agreed }: Difference) =>
      differences.some((found) => found.class === name && found.field === field && found.agreed === agreed);
    const repaired = broken.filter((difference) => !still(difference));
    this.isComparisonDue = false;
    this.record.progress.drift = { checkedAt: iso(Date.now()), differences, repaired };
  }

  /** A history that is short enough to be read, and no input that is not dealt with. */
  mayContinueAsNew(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    const isLong = historyLength > MAX_EVENTS || continueAsNewSuggested;
    const isCancelled = CancellationScope.current().consideredCancelled;
    const isTelling = this.events?.areDelivered === false;
    return isLong && !this.hasInput && !isCancelled && !this.contacts.areBeingTexted && !isTelling;
  }

  handOn(): WatchInput {
    const input = this.record.handOn();
    if (input.state !== undefined && this.events !== undefined) input.state.told = this.events.lastTold;
    return input;
  }

  async end(): Promise<void> {
    this.stopped = true;
    this.contacts.stop();
    this.publish();
    await this.contacts.settled();
    await this.events?.end();
  }

  refusal({ signal, value }: Heard<typeof WATCH_SIGNALS>): string | undefined {
    if (this.stopped) return 'the watch is over';
    switch (signal) {
      case 'confirmHandover':
        return this.handover.refusal(value.metadataSha256);
      case 'reportTestSignIn':
        return this.test.refusal(value);
      case 'makeLink':
        return linkRefusal(value, this.record.progress, this.agreed.request);
      case 'revokeLink': {
        const known = this.record.progress.links.some(({ id }) => id === value.id);
        return known ? undefined : `there is no link ${value.id}`;
      }
      case 'checkNow':
      case 'endWatch':
        return undefined;
    }
  }

  accept({ signal, value }: Heard<typeof WATCH_SIGNALS>): void {
    const { progress } = this.record;
    const by = ('confirmedBy' in value ? value.confirmedBy : value.by) ?? 'operator';
    progress.actions = [...progress.actions, { at: iso(Date.now()), signal, by }].slice(-KEPT);
    switch (signal) {
      case 'confirmHandover':
        this.handover.confirm(by);
        break;
      case 'reportTestSignIn':
        this.test.report(value);
        break;
      case 'makeLink':
        this.contacts.makeLink(value, progress.step);
        return;
      case 'revokeLink':
        this.contacts.links.revoke(value);
        return;
      case 'checkNow':
        this.checkAsked = true;
        break;
      case 'endWatch':
        this.stopped = true;
        this.contacts.stop();
    }
    this.hasInput = true;
  }

  refuse(signal: WatchSignal, reason: string): void {
    this.display.refuse(signal, reason);
  }

  private publish(): void {
    this.display.publish();
  }

  /** False within a check: each of its steps would be an event in the history of years. */
  private refresh(): boolean {
    const { progress, state } = this.record;
    progress.nextCheck = iso(state.nextCheck);
    progress.waitingFor = this.stopped ? null : (this.handover.waitingFor() ?? this.test.waitingFor());
    progress.status = this.stopped ? 'stopped' : statusOf(progress, this.handover.pending);
    return progress.status !== 'running';
  }
}
