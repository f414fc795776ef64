/** One run of a watch: what it knows, how it waits, and what it hands on to the next. `watchSso.ts` tells what it does. */
import { condition, defineQuery, setHandler, workflowInfo } from '@temporalio/workflow';
import { type Difference, violations } from '../../onboarding/drift.js';
import type { HandoverPackage } from '../../onboarding/handover.js';
import { isCertificateOf } from '../../onboarding/names.js';
import type { Problem } from '../../onboarding/progress.js';
import type { Known, Move, Observed } from '../../onboarding/rollover.js';
import {
  type Agreed,
  type PendingHandover,
  WATCH_SIGNALS,
  WATCH_STEPS,
  type WatchInput,
  type WatchProgress,
  type WatchSignal,
  type WatchState,
  type WatchStepName,
} from '../../onboarding/watch.js';
import { type Heard, listen, type Listener } from '../listen.js';
import { handoverQuery } from '../onboarding/people.js';
import { problemOf } from '../problems.js';
import { shownInTemporal } from '../shownInTemporal.js';
import { renderWatch } from './details.js';
import { instructionFor, isUrgent, nextText, textAbout } from './texts.js';

const progressQuery = defineQuery<WatchProgress>('progress');

const DAY_MS = 86_400_000;
const KEPT = 20;
/** Long before Temporal's own limit, so that a history can be read by people. */
const MAX_EVENTS = 400;
const iso = (ms: number) => new Date(ms).toISOString();
const pendingSteps = () =>
  WATCH_STEPS.map(({ name, title }) => ({ name, title, status: 'pending' as const }));

export class WatchRun implements Listener<typeof WATCH_SIGNALS> {
  readonly agreed: Agreed;
  readonly progress: WatchProgress;
  stopped = false;
  private readonly state: Omit<WatchState, 'progress'>;
  private confirmed = false;
  private asked = false;
  private compareNow = false;
  private restsUntil = Infinity;
  private readonly show = shownInTemporal();

  constructor({ agreed, state }: WatchInput) {
    this.agreed = agreed;
    const { request, certificate, onboardingId, trusted } = agreed;
    const { progress, ...carried } = state ?? {
      trusted,
      agreed: certificate.thumbprint,
      agreedSince: Date.now(),
      generation: 1,
      added: null,
      pending: null,
      nextCheck: Date.now() + (request.watch?.everyDays ?? 1) * DAY_MS,
      progress: {
        steps: pendingSteps(),
        certificates: [],
        rollovers: [],
        drift: null,
        noticed: [],
        checks: 0,
        actions: [],
        refused: [],
      },
    };
    this.state = carried;
    this.progress = {
      customerId: request.customerId,
      companyName: request.companyName,
      tenant: request.tenant,
      onboardingId,
      status: 'watching',
      step: 'configuration',
      waitingFor: null,
      problem: null,
      nextCheck: iso(carried.nextCheck),
      ...progress,
    };
    setHandler(progressQuery, () => this.progress, {
      description: 'Certificates, drift, what is waited for, problems',
    });
    setHandler(handoverQuery, (): HandoverPackage | null => this.state.pending?.package ?? null, {
      description: "Every value of the Hub's form, in its order, while it is to be handed over",
    });
    listen(WATCH_SIGNALS, this);
    this.publish();
  }

  /** What every activity in the tenant begins with. */
  get scope() {
    const { onboardingId, tenantId, request } = this.agreed;
    const { customerId, permissionProfile } = request;
    return { customerId, onboardingId, tenantId, permissionProfile, retried: false };
  }

  get known(): Known {
    const { trusted, agreed, agreedSince } = this.state;
    return { trusted, agreed, agreedSince };
  }

  /** What reads should show, if they do not lag. */
  get expected() {
    const { agreed, added } = this.state;
    return { active: agreed, present: added === null ? [agreed] : [agreed, added] };
  }

  /** What was agreed, with the certificate that has taken the place of the first. */
  agreedNow(): Agreed {
    const current = this.progress.certificates.find(({ thumbprint }) => thumbprint === this.state.agreed);
    return { ...this.agreed, certificate: current ?? this.agreed.certificate };
  }

  /** One timer, until the next thing is due or somebody says something. */
  async sleep(): Promise<void> {
    const { pending, nextCheck } = this.state;
    const due = [
      nextCheck,
      this.restsUntil,
      ...(pending === null ? [] : [nextText(pending), pending.deadline]),
    ];
    const future = due.filter((at) => at > Date.now());
    const woken = () => this.asked || this.confirmed || this.stopped;
    await condition(woken, Math.max(1, Math.min(...future) - Date.now()));
  }

  /** What only a person can mend shows until the next check, which tries again. */
  async check(work: () => Promise<void>): Promise<void> {
    const everyDays = this.agreed.request.watch?.everyDays ?? 1;
    const scheduled = Date.now() >= this.state.nextCheck;
    this.compareNow = scheduled || this.asked;
    this.asked = false;
    if (scheduled) this.state.nextCheck = Date.now() + everyDays * DAY_MS;
    try {
      await work();
      this.progress.problem = null;
    } catch (error) {
      const problem = problemOf(error, { name: this.progress.step });
      if (problem === undefined) throw error;
      this.blocked(problem);
    }
    this.progress.checks += 1;
    this.publish();
  }

  private blocked(problem: Problem): void {
    this.progress.problem = problem;
    this.stepOf(this.progress.step).status = 'blocked';
    this.state.nextCheck = Math.min(this.state.nextCheck, Date.now() + DAY_MS);
  }

  comparisonDue(): boolean {
    return this.compareNow;
  }

  async step<T>(name: WatchStepName, work: () => Promise<T>): Promise<T> {
    const step = this.stepOf(name);
    step.status = 'running';
    this.progress.step = name;
    this.publish();
    const result = await work();
    step.status = 'done';
    step.finishedAt = iso(Date.now());
    return result;
  }

  restUntil(at: number): void {
    this.restsUntil = at;
  }

  /** Takes note of what stands there, and of what others have done to it. */
  sees({ certificates, active }: Observed): void {
    const before = this.progress.certificates;
    const { trusted, agreed, added } = this.state;
    if (before.length > 0) {
      const is = (thumbprint: string) => (one: { thumbprint: string }) => one.thumbprint === thumbprint;
      for (const { name, thumbprint, expiresAt } of certificates) {
        const isOurs = thumbprint === added || isCertificateOf(this.agreed.request.customerId, name);
        if (isOurs || before.some(is(thumbprint))) continue;
        this.notice(`Somebody added the certificate ${thumbprint}, valid until ${expiresAt}.`);
      }
      for (const { thumbprint } of before) {
        if (!certificates.some(is(thumbprint)))
          this.notice(`Somebody removed the certificate ${thumbprint}.`);
      }
    }
    const changed = active !== agreed && !before.some((one) => one.active && one.thumbprint === active);
    if (changed) this.notice(`Somebody made ${active ?? 'no certificate'} the active certificate.`);
    this.progress.certificates = certificates.map((certificate) => ({
      ...certificate,
      active: certificate.thumbprint === active,
      trusted: trusted.includes(certificate.thumbprint),
    }));
  }

  /** The number of the certificate to add. */
  beginRollover(): number {
    this.progress.steps = pendingSteps();
    return this.state.generation + 1;
  }

  added(thumbprint: string): void {
    this.state.generation += 1;
    this.state.added = thumbprint;
  }

  /** True while what was prepared is still what is needed. */
  isHandingOver(
    { reason, thumbprint }: Extract<Move, { do: 'handOver' }>,
    { certificates }: Observed,
  ): boolean {
    const { pending } = this.state;
    return (
      pending?.reason === reason &&
      pending.thumbprint === thumbprint &&
      certificates.every((certificate) => pending.thumbprints.includes(certificate.thumbprint))
    );
  }

  handingOver(pending: PendingHandover): void {
    this.confirmed = false;
    this.state.pending = pending;
    const instruction = instructionFor(pending);
    this.progress.waitingFor = {
      signal: 'confirmHandover',
      from: 'hubAdministrator',
      instruction,
      since: iso(pending.since),
      deadline: iso(pending.deadline),
    };
    this.stepOf('handover').status = 'waiting';
    this.progress.step = 'handover';
    if (isUrgent(pending)) this.notice(instruction);
    this.publish();
  }

  /** Whether somebody has confirmed it; then the Hub trusts what is in the XML. */
  handedOver({ active }: Observed): boolean {
    const { pending } = this.state;
    if (!this.confirmed || pending === null) return false;
    this.confirmed = false;
    this.state.trusted = pending.thumbprints;
    if (active !== null && active !== this.state.agreed)
      this.nowActive(active, 'confirmed with the handover');
    this.nothingToHandOver();
    const step = this.stepOf('handover');
    step.status = 'done';
    step.finishedAt = iso(Date.now());
    return true;
  }

  nothingToHandOver(): void {
    this.state.pending = null;
    this.progress.waitingFor = null;
    const step = this.stepOf('handover');
    if (step.status === 'waiting') step.status = 'pending';
  }

  async textContacts(): Promise<void> {
    const { pending } = this.state;
    if (pending === null) return;
    this.stepOf('handover').note = await textAbout(pending, this.agreed);
    this.publish();
  }

  nowActive(thumbprint: string, why: string): void {
    const at = Date.now();
    this.progress.rollovers.push({ at: iso(at), from: this.state.agreed, to: thumbprint });
    this.notice(`${thumbprint} is the active certificate: ${why}.`);
    if (!this.state.trusted.includes(thumbprint)) {
      this.notice('The Hub has not been given that certificate: sign-in fails until it is.');
    }
    this.state.agreed = thumbprint;
    this.state.agreedSince = at;
    this.state.added = null;
  }

  removed(thumbprint: string): void {
    this.progress.certificates = this.progress.certificates.filter((one) => one.thumbprint !== thumbprint);
    this.notice(`Removed the old certificate ${thumbprint}.`);
  }

  compared(differences: Difference[], broken: Difference[]): void {
    const still = ({ class: name, field, agreed }: Difference) =>
      differences.some((one) => one.class === name && one.field === field && one.agreed === agreed);
    const repaired = broken.filter((difference) => !still(difference));
    this.progress.drift = { checkedAt: iso(Date.now()), differences, repaired };
  }

  /** A history that is short enough to be read, and no input that is not dealt with. */
  mayContinueAsNew(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    const long = historyLength > MAX_EVENTS || continueAsNewSuggested;
    return long && !this.asked && !this.confirmed && !this.stopped;
  }

  handOn(): WatchInput {
    const { steps, certificates, rollovers, drift, noticed, checks, actions, refused } = this.progress;
    const progress = { steps, certificates, rollovers, drift, noticed, checks, actions, refused };
    return { agreed: this.agreed, state: { ...this.state, progress } };
  }

  end(): void {
    this.stopped = true;
    this.progress.waitingFor = null;
    this.publish();
  }

  /** As if somebody had said it. */
  confirm(by: string): void {
    this.accept({ signal: 'confirmHandover', value: { confirmedBy: by } });
  }

  refusal({ signal, value }: Heard<typeof WATCH_SIGNALS>): string | undefined {
    if (this.stopped) return 'the watch is over';
    if (signal !== 'confirmHandover') return undefined;
    const { pending } = this.state;
    if (pending === null) return 'there is nothing to hand over';
    const { metadataSha256 } = pending.package;
    if (value.metadataSha256 === undefined || value.metadataSha256 === metadataSha256) return undefined;
    return 'the XML has changed since: paste the new one, and confirm that';
  }

  accept({ signal, value }: Heard<typeof WATCH_SIGNALS>): void {
    const by = ('confirmedBy' in value ? value.confirmedBy : value.by) ?? 'operator';
    this.progress.actions = [...this.progress.actions, { at: iso(Date.now()), signal, by }].slice(-KEPT);
    if (signal === 'confirmHandover') this.confirmed = true;
    if (signal === 'checkNow') this.asked = true;
    if (signal === 'endWatch') this.stopped = true;
  }

  refuse(signal: WatchSignal, reason: string): void {
    const refused = { at: iso(Date.now()), signal, reason };
    this.progress.refused = [...this.progress.refused, refused].slice(-KEPT);
    this.publish();
  }

  private notice(what: string): void {
    this.progress.noticed = [...this.progress.noticed, { at: iso(Date.now()), what }].slice(-KEPT);
  }

  private stepOf(name: WatchStepName) {
    const step = this.progress.steps.find((candidate) => candidate.name === name);
    if (step === undefined) throw new TypeError(`unknown step ${name}`);
    return step;
  }

  private status(): WatchProgress['status'] {
    if (this.stopped) return 'stopped';
    if (this.progress.steps.some(({ status }) => status === 'running')) return 'running';
    const { pending } = this.state;
    if (pending !== null) return isUrgent(pending) ? 'atRisk' : 'waiting';
    if (this.progress.problem !== null) return 'blocked';
    const broken = violations(this.progress.drift?.differences ?? []);
    return broken.length > 0 ? 'drifted' : 'watching';
  }

  /** Shows the progress where operators look. */
  private publish(): void {
    const { progress } = this;
    progress.nextCheck = iso(this.state.nextCheck);
    progress.status = this.status();
    const waitsFor = progress.waitingFor?.from ?? (progress.problem === null ? 'nobody' : 'operator');
    // Within a check, each step would be an event in the history of years.
    if (progress.status === 'running') return;
    this.show(renderWatch(progress), { step: progress.step, status: progress.status, waitsFor });
  }
}
