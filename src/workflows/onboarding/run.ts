/**
 * One run of an onboarding: its progress, how a step is begun, blocked, retried, skipped and finished, and how
 * people are waited for. `onboardCustomer.ts` tells what the steps do.
 */
import {
  CancellationScope,
  condition,
  defineQuery,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { onboardingTold } from '../../onboarding/events.js';
import type { HandoverPackage } from '../../onboarding/handover.js';
import {
  newProgress,
  type Problem,
  type Progress,
  type StepProgress,
  type WaitingFor,
} from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { type AnswerName, type SignalInput, type SignalName, SIGNALS } from '../../onboarding/signals.js';
import type { SkippableStep, StepName } from '../../onboarding/steps.js';
import type { TextMessage } from '../../onboarding/textMessages.js';
import { Answers } from './answers.js';
import { ChoiceParts } from './choiceParts.js';
import { renderDetails } from './details.js';
import { Contacts, failureTold } from '../contacts.js';
import { Events } from '../events.js';
import { listen, type Listener } from '../listen.js';
import { askedToWait, deadlinePassed, problemOf, waitsUntil } from '../problems.js';
import { handoverQuery, requestQuery, unassignedQuery } from '../queries.js';
import { type Input, recorded } from './recorded.js';
import { refusalOf } from './refusals.js';
import { remindContacts, remindNow } from './reminders.js';
import { shownInTemporal } from '../shownInTemporal.js';

/** By an operator. */
class SkipRequested extends Error {}

/** The step is not done, since nobody has asked for it. */
export class LeftOut extends Error {}

const progressQuery = defineQuery<Progress>('progress');

const DAY_MS = 86_400_000;
const now = () => new Date().toISOString();

export type Wait = Pick<WaitingFor, 'from' | 'instruction'> & { days: number };

export class OnboardingRun implements Listener<typeof SIGNALS> {
  readonly progress: Progress;
  readonly events = new Events(workflowInfo().firstExecutionRunId, undefined);
  handover: HandoverPackage | null = null;
  readonly answers = new Answers();
  private readonly parts = new ChoiceParts();
  private readonly retries = new Set<StepName>();
  private readonly skips = new Set<StepName>();
  /** The number of the latest answer that the attempt at hand has had. */
  private answerHad = 0;
  private readonly cancellable = new CancellationScope();
  private readonly contacts: Contacts;
  private readonly show = shownInTemporal();
  cancelledBySignal = false;

  constructor(
    readonly request: OnboardingRequest,
    startedBy: string | null,
  ) {
    // Survives retries and replays: names in the tenant are made of it.
    this.progress = newProgress(request, workflowInfo().firstExecutionRunId, startedBy);
    this.contacts = new Contacts(request, this.progress, 'onboarding', (message) => {
      this.textFailed(message);
    });
    if (request.assignments !== undefined) {
      this.answers.add('chooseRoles', { assignments: request.assignments, chosenBy: 'the request' });
    }
    setHandler(progressQuery, () => this.progress, {
      description: 'Steps, what is waited for, problems, artefacts',
    });
    setHandler(handoverQuery, () => this.handover, {
      description: "Every value of the Hub's form, in its order",
    });
    setHandler(requestQuery, () => this.request, { description: 'The request, with its defaults' });
    setHandler(unassignedQuery, () => [], { description: 'Everyone that could not be assigned, and why' });
    listen(SIGNALS, this);
    this.contacts.listenToReports();
    this.publish();
  }

  /** Runs the story until its end or until somebody cancels it. */
  async untilCancelled(story: () => Promise<void>): Promise<void> {
    await this.cancellable.run(story);
  }

  /** A step that the rest depends on: it ends only when its work is done. */
  async step<T>(name: StepName, work: (step: StepProgress) => Promise<T>): Promise<T> {
    const outcome = await this.perform(name, work);
    if (outcome === 'skipped') throw new TypeError(`${name} cannot be skipped`); // refused where it is asked for
    return outcome.result;
  }

  /** A step that an operator may skip, or its work leave out; undefined then. */
  async skippableStep<T>(
    name: SkippableStep,
    work: (step: StepProgress) => Promise<T>,
  ): Promise<T | undefined> {
    const outcome = await this.perform(name, work);
    return outcome === 'skipped' ? undefined : outcome.result;
  }

  private async perform<T>(
    name: StepName,
    work: (step: StepProgress) => Promise<T>,
  ): Promise<{ result: T } | 'skipped'> {
    const step = this.stepOf(name);
    this.progress.step = name;
    step.startedAt = now();
    for (;;) {
      this.retries.delete(name);
      this.answerHad = this.answers.latestFor(name);
      step.attempts += 1;
      this.set(step, 'running');
      try {
        if (this.skips.has(name)) throw new SkipRequested();
        const result = await work(step);
        step.finishedAt = now();
        this.set(step, 'done');
        return { result };
      } catch (error) {
        if (error instanceof LeftOut) step.note = `skipped: ${error.message}`;
        if (error instanceof SkipRequested || error instanceof LeftOut) {
          step.finishedAt = now();
          this.set(step, 'skipped');
          return 'skipped';
        }
        const waitMs = askedToWait(error);
        if (waitMs !== undefined) {
          await this.waitAsAsked(step, waitMs);
          continue;
        }
        const problem = problemOf(error, step);
        if (problem === undefined) throw error;
        await this.blocked(step, problem);
      }
    }
  }

  /** Nobody need do anything; `retryStep` tries at once. */
  private async waitAsAsked(step: StepProgress, waitMs: number): Promise<void> {
    step.note = waitsUntil(waitMs);
    this.set(step, 'running');
    await condition(() => this.retries.has(step.name) || this.skips.has(step.name), waitMs);
    delete step.note;
  }

  /** Until somebody mends it and says so, sends a new answer, or skips the step. */
  private async blocked(step: StepProgress, problem: Problem): Promise<void> {
    this.set(step, 'blocked', { problem });
    await condition(
      () =>
        this.retries.has(step.name) ||
        this.skips.has(step.name) ||
        this.answers.latestFor(step.name) > this.answerHad,
    );
  }

  /**
   * What has to be undone however a step ends. While it cannot be, the step is blocked, also in a run that is cancelled,
   * until `retryStep`; false when `skipStep` then says to leave it.
   */
  async cleanUp(step: StepProgress, work: () => Promise<void>): Promise<boolean> {
    return CancellationScope.nonCancellable(async () => {
      for (;;) {
        try {
          await work();
          return true;
        } catch (error) {
          // Said before, and of something else.
          this.retries.delete(step.name);
          this.skips.delete(step.name);
          const waitMs = askedToWait(error);
          if (waitMs === undefined) {
            const problem = problemOf(error, step);
            if (problem === undefined) throw error;
            await this.blocked(step, problem);
          } else {
            await this.waitAsAsked(step, waitMs);
          }
          if (this.skips.has(step.name)) return false;
          this.set(step, 'running');
        }
      }
    });
  }

  /**
   * The answer a step waits for: at once when it came early, else when it comes. Reminds by text message; a passed
   * deadline blocks the step, and nothing is lost. Where not any answer will do, `enough` says when to stop waiting.
   */
  async waitFor<N extends AnswerName>(
    step: StepProgress,
    signal: N,
    wait: Wait,
    enough = () => this.answers.to(signal) !== undefined,
  ): Promise<SignalInput<N>> {
    try {
      if (!enough()) await this.wait(step, signal, wait, enough);
    } finally {
      this.answerHad = this.answers.latestFor(step.name);
    }
    const answer = this.answers.to(signal);
    if (answer === undefined) throw new TypeError(`no answer to ${signal}`); // `wait` ends only with one
    return answer;
  }

  /** So long, or until an operator says `retryStep`; false once the step is to be skipped. */
  async pause(step: StepProgress, ms: number): Promise<boolean> {
    await condition(() => this.retries.has(step.name) || this.skips.has(step.name), ms);
    this.retries.delete(step.name);
    return !this.skips.has(step.name);
  }

  /** A person is waited for, and reminded, until it is `over`; a passed deadline, or a skip, is thrown. */
  async wait(step: StepProgress, signal: SignalName, wait: Wait, over: () => boolean): Promise<void> {
    const since = Date.now();
    const deadline = since + wait.days * DAY_MS;
    const waitingFor: WaitingFor = {
      signal,
      from: wait.from,
      instruction: wait.instruction,
      since: new Date(since).toISOString(),
      deadline: new Date(deadline).toISOString(),
    };
    this.set(step, 'waiting', { waitingFor });
    const done = () => over() || this.skips.has(step.name);
    const { onboardingId, companyName } = this.progress;
    await remindContacts(this.contacts, {
      onboardingId,
      companyName,
      step,
      wait: waitingFor,
      deadline,
      done,
    });
    if (this.skips.has(step.name)) throw new SkipRequested();
    if (!over()) {
      throw deadlinePassed(wait, signal);
    }
    // Not where the looking has failed, and the step is blocked by now.
    if (this.progress.waitingFor === waitingFor) this.set(step, 'running');
  }

  /** Undoes what was made although the run is cancelled; also a rollback can be blocked, and retried. */
  async rollBack(work: () => Promise<{ removed: string[]; kept: string[] }>): Promise<void> {
    const step = this.stepOf(this.progress.step);
    this.progress.status = 'rollingBack';
    this.contacts.stop();
    for (;;) {
      this.retries.delete(step.name);
      this.progress.problem = null;
      this.progress.waitingFor = null;
      this.publish();
      try {
        this.progress.rollback = await work();
        break;
      } catch (error) {
        const waitMs = askedToWait(error);
        if (waitMs !== undefined) {
          step.note = waitsUntil(waitMs);
          this.publish();
          await condition(() => this.retries.has(step.name), waitMs);
          delete step.note;
          continue;
        }
        const problem = problemOf(error, step);
        if (problem === undefined) throw error;
        this.progress.problem = problem;
        this.publish();
        await condition(() => this.retries.has(step.name));
      }
    }
  }

  async end(status: 'done' | 'cancelled'): Promise<void> {
    const step = this.stepOf(this.progress.step);
    if (step.status !== 'done' && step.status !== 'skipped') {
      step.status = 'pending';
      step.note = 'cancelled';
    }
    this.progress.status = status;
    this.progress.waitingFor = null;
    this.progress.problem = null;
    this.publish();
    this.contacts.stop();
    await this.contacts.settled();
    await this.events.end();
  }

  refusal(input: Input): string | undefined {
    return refusalOf(input, this.progress, this.request);
  }

  accept(input: Input): void {
    this.progress.actions.push({ at: now(), signal: input.signal, ...recorded(input) });
    switch (input.signal) {
      case 'retryStep':
        this.retries.add(input.value.step);
        break;
      case 'skipStep':
        this.skips.add(input.value.step);
        this.stepOf(input.value.step).note = `skipped by ${input.value.by}: ${input.value.reason}`;
        break;
      case 'cancelOnboarding':
        this.cancelledBySignal = true;
        this.cancellable.cancel();
        break;
      case 'remind':
        remindNow(this.contacts, this.progress, this.stepOf(this.progress.step));
        break;
      case 'makeLink':
        this.contacts.makeLink(input.value, this.progress.step);
        break;
      case 'revokeLink':
        this.contacts.revokeLink(input.value);
        break;
      case 'reportTestSignIn': {
        const { artefacts } = this.progress;
        const tests = [...(artefacts.testSignIns ?? []), { ...input.value, at: now() }];
        artefacts.testSignIns = tests.slice(-20);
        this.answers.add(input.signal, input.value);
        break;
      }
      case 'chooseRoles':
        this.choose(input.value);
        break;
      default:
        this.answers.add(input.signal, input.value);
    }
  }

  refuse(signal: SignalName, reason: string): void {
    this.progress.refused = [...this.progress.refused, { at: now(), signal, reason }].slice(-20);
    this.publish();
  }

  /** A choice may come in parts; it counts when all have come. */
  private choose(value: SignalInput<'chooseRoles'>): void {
    const choice = this.parts.add(value);
    const step = this.stepOf('roleChoice');
    if ('assignments' in choice) {
      if (value.part !== undefined) delete step.note; // it told what was missing
      this.answers.add('chooseRoles', choice);
      return;
    }
    step.note = `${String(choice.have)} of ${String(choice.of)} parts of the choice have come`;
    this.publish();
  }

  /** Told where operators look, and to the webhook: whoever waits for that contact would wait for long. */
  private textFailed(message: TextMessage): void {
    const step = this.progress.steps.find(({ name }) => name === message.step);
    if (step?.status === 'waiting') step.note = failureTold(message);
    this.publish();
    // Histories of before know no such event.
    if (patched('text-failures-are-told')) {
      const { step: about, status } = message;
      this.events.push(onboardingTold(this.progress, { step: about, status }));
    }
  }

  private stepOf(name: StepName): StepProgress {
    const step = this.progress.steps.find((candidate) => candidate.name === name);
    if (step === undefined) throw new TypeError(`unknown step ${name}`);
    return step;
  }

  private set(
    step: StepProgress,
    status: StepProgress['status'],
    more: { waitingFor?: WaitingFor; problem?: Problem } = {},
  ): void {
    step.status = status;
    delete step.problem;
    if (more.problem !== undefined) step.problem = more.problem;
    this.progress.status = status === 'waiting' || status === 'blocked' ? status : 'running';
    this.progress.waitingFor = more.waitingFor ?? null;
    this.progress.problem = more.problem ?? null;
    this.publish();
  }

  /** Shows the progress where operators look, and tells the webhook. */
  publish(): void {
    const { status, step, waitingFor, problem } = this.progress;
    const waitsFor = waitingFor?.from ?? (problem === null ? 'nobody' : 'operator');
    this.show(renderDetails(this.progress), { step, status, waitsFor });
    this.events.add(onboardingTold(this.progress));
  }
}
