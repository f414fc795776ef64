/** One run of an onboarding: its progress, its steps, and what people tell it. `onboardCustomer.ts` tells what the steps do. */
import { patched, workflowInfo } from '@temporalio/workflow';
import type { Capabilities } from '../../onboarding/capabilities.js';
import { onboardingEvent } from '../../onboarding/events.js';
import type { HandoverPackage } from '../../onboarding/handover.js';
import {
  type Artefacts,
  newProgress,
  type Problem,
  type Progress,
  type SettingsCheck,
  type StepProgress,
  type WaitingFor,
} from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { type SignalInput, type SignalName, SIGNALS } from '../../onboarding/signals.js';
import type { SkippableStep, StepName, StepStatus } from '../../onboarding/steps.js';
import type { TextMessage } from '../../onboarding/textMessages.js';
import { Contacts, failureNote } from '../contacts/contacts.js';
import { answering, answeringViews } from '../queries.js';
import { Attempts, LeftOut, SkipRequested } from '../run/attempts.js';
import { Cancellable } from '../run/cancellable.js';
import { askCapabilities } from '../run/capabilities.js';
import { Display } from '../run/display.js';
import { Events } from '../run/events.js';
import { listen, type Listener } from '../run/listen.js';
import { Answers } from './answers.js';
import { ChoiceParts } from './choiceParts.js';
import { renderDetails } from './details.js';
import { type Input, recorded } from './recorded.js';
import { refusalOf } from './refusals.js';
import { remindNow } from './reminders.js';

const now = () => new Date().toISOString();

type Work<T> = (step: StepProgress) => Promise<T>;

export class OnboardingRun implements Listener<typeof SIGNALS> {
  readonly progress: Progress;
  readonly events = new Events(workflowInfo().firstExecutionRunId, undefined);
  readonly cancellable = new Cancellable();
  readonly answers = new Answers();
  readonly contacts: Contacts;
  attempts = new Attempts<StepName, StepProgress>((step, problem) => {
    if (problem === null) this.show(step, 'running');
    else this.show(step, 'blocked', { problem });
  });
  handover: HandoverPackage | null = null;
  /** Undefined in older histories, where the results of steps tell it. */
  capabilities: Capabilities | undefined;
  private readonly parts = new ChoiceParts();
  private readonly display: Display<SignalName, Progress>;

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
    this.display = new Display(this.progress, this.events, {
      details: renderDetails,
      event: onboardingEvent,
    });
    const answer = answering<'onboarding'>();
    answer('progress', 'Steps, what is waited for, problems, artefacts', () => this.progress);
    answer('handover', "Every value of the Hub's form, in its order", () => this.handover);
    answer('request', 'The request, with its defaults', () => this.request);
    answeringViews<'onboarding'>(() => ({ progress: this.progress, request: this.request }));
    answer('unassigned', 'Everyone that could not be assigned, and why', () => []);
    listen(SIGNALS, this);
    this.contacts.listen();
    this.publish();
  }

  /** Before anything else: what the workers are set up for decides how some steps go. */
  async askCapabilities(): Promise<void> {
    this.capabilities = await askCapabilities();
    if (this.capabilities !== undefined) this.events.configured(this.capabilities.webhook);
  }

  get artefacts(): Readonly<Artefacts> {
    return this.progress.artefacts;
  }

  /** What a step has made, or come to know. */
  made(artefacts: Artefacts): void {
    Object.assign(this.progress.artefacts, artefacts);
  }

  checked(result: SettingsCheck): void {
    this.progress.settingsCheck = result;
    this.publish();
  }

  unmade(artefact: keyof Artefacts): void {
    this.progress.artefacts = { ...this.progress.artefacts, [artefact]: undefined };
  }

  /** A step that the rest depends on: it ends only when its work is done. */
  async step<T>(name: StepName, work: Work<T>): Promise<T> {
    const outcome = await this.perform(name, work);
    if (outcome === 'skipped') throw new TypeError(`${name} cannot be skipped`); // refused where it is asked for
    return outcome.result;
  }

  /** A step that an operator may skip, or its work leave out; undefined then. */
  async skippableStep<T>(name: SkippableStep, work: Work<T>): Promise<T | undefined> {
    const outcome = await this.perform(name, work);
    return outcome === 'skipped' ? undefined : outcome.result;
  }

  /** For older histories. */
  dropStep(name: StepName): void {
    this.progress.steps = this.progress.steps.filter((step) => step.name !== name);
  }

  private async perform<T>(name: StepName, work: Work<T>): Promise<{ result: T } | 'skipped'> {
    const step = this.stepOf(name);
    this.progress.step = name;
    step.startedAt = now();
    const attempt = () => {
      this.answers.had(name);
      step.attempts += 1;
      this.show(step, 'running');
      if (this.attempts.isToSkip(step)) throw new SkipRequested();
      return work(step);
    };
    try {
      const result = await this.attempts.untilDone(step, attempt, () => this.answers.hasNewFor(name));
      this.finish(step, 'done');
      return { result };
    } catch (error) {
      if (error instanceof LeftOut) step.note = `skipped: ${error.message}`;
      else if (!(error instanceof SkipRequested)) throw error;
      this.finish(step, 'skipped');
      return 'skipped';
    }
  }

  private finish(step: StepProgress, status: 'done' | 'skipped'): void {
    step.finishedAt = now();
    this.show(step, status);
  }

  /** What has to be undone however a step ends; false when an operator says to leave it. */
  cleanUp(step: StepProgress, work: () => Promise<void>): Promise<boolean> {
    return this.attempts.cleanUp(step, work, () => this.answers.hasNewFor(step.name));
  }

  /** Undoes what was made although the run is cancelled; also a rollback can be blocked, and retried. */
  async rollBack(work: () => Promise<{ removed: string[]; kept: string[] }>): Promise<void> {
    const { progress } = this;
    progress.status = 'rollingBack';
    this.contacts.stop();
    const show = (problem: Problem | null) => {
      Object.assign(progress, { problem, waitingFor: null });
      this.publish();
    };
    // What was said of the step at hand counts no more.
    this.attempts = new Attempts((_, problem) => {
      show(problem);
    });
    progress.rollback = await this.attempts.untilDone(this.stepOf(progress.step), () => {
      show(null);
      return work();
    });
  }

  async end(status: 'done' | 'cancelled'): Promise<void> {
    const step = this.stepOf(this.progress.step);
    if (step.status !== 'done' && step.status !== 'skipped') {
      step.status = 'pending';
      step.note = 'cancelled';
    }
    Object.assign(this.progress, { status, waitingFor: null, problem: null });
    this.publish();
    this.contacts.stop();
    await this.contacts.settled();
    await this.events.end();
  }

  refusal(input: Input): string | undefined {
    return refusalOf(input, this.progress, this.request);
  }

  refuse(signal: SignalName, reason: string): void {
    this.display.refuse(signal, reason);
  }

  accept(input: Input): void {
    const { progress } = this;
    progress.actions.push({ at: now(), signal: input.signal, ...recorded(input) });
    switch (input.signal) {
      case 'retryStep':
        this.attempts.retry(input.value.step);
        break;
      case 'skipStep':
        this.attempts.skip(input.value.step);
        this.stepOf(input.value.step).note = `skipped by ${input.value.by}: ${input.value.reason}`;
        break;
      case 'cancelOnboarding':
        this.cancellable.cancel();
        break;
      case 'remind':
        remindNow(this.contacts, progress, this.stepOf(progress.step));
        break;
      case 'makeLink':
        this.contacts.makeLink(input.value, progress.step);
        break;
      case 'revokeLink':
        this.contacts.links.revoke(input.value);
        break;
      case 'reportTestSignIn': {
        const tests = [...(this.artefacts.testSignIns ?? []), { ...input.value, at: now() }];
        this.made({ testSignIns: tests.slice(-20) });
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
    if (step?.status === 'waiting') step.note = failureNote(message);
    this.publish();
    // Older histories know no such event.
    if (patched('text-failures-are-told')) {
      const { step: about, status } = message;
      this.events.push(onboardingEvent(this.progress, { step: about, status }));
    }
  }

  private stepOf(name: StepName): StepProgress {
    const step = this.progress.steps.find((candidate) => candidate.name === name);
    if (step === undefined) throw new TypeError(`unknown step ${name}`);
    return step;
  }

  /** How the step at hand stands. */
  show(
    step: StepProgress,
    status: StepStatus,
    { waitingFor, problem }: { waitingFor?: WaitingFor; problem?: Problem } = {},
  ): void {
    step.status = status;
    delete step.problem;
    if (problem !== undefined) step.problem = problem;
    this.progress.status = status === 'waiting' || status === 'blocked' ? status : 'running';
    this.progress.waitingFor = waitingFor ?? null;
    this.progress.problem = problem ?? null;
    this.publish();
  }

  publish(): void {
    this.display.publish();
  }
}
