/** What a watch knows: begun with what was agreed, or handed on by the run before. */
import { WATCH_STEPS, type WatchStepName } from '../../onboarding/steps.js';
import type { Agreed, WatchInput, WatchProgress, WatchState } from '../../onboarding/watch.js';

const DAY_MS = 86_400_000;
/** Of what is listed for people. */
export const KEPT = 20;

export const iso = (ms: number) => new Date(ms).toISOString();
const pendingSteps = () =>
  WATCH_STEPS.map(({ name, title }) => ({ name, title, status: 'pending' as const }));

export class WatchRecord {
  readonly agreed: Agreed;
  readonly progress: WatchProgress;
  readonly state: Omit<WatchState, 'progress'>;

  constructor({ agreed, state }: WatchInput) {
    this.agreed = agreed;
    const { request, certificate, onboardingId, trusted } = agreed;
    const { progress, ...carried } = state ?? {
      trusted,
      agreed: certificate.thumbprint,
      agreedSince: Date.now(),
      generation: 1,
      added: null,
      handover: null,
      pending: null,
      test: null,
      nextCheck: Date.now() + (request.watch?.everyDays ?? 1) * DAY_MS,
      progress: {
        steps: pendingSteps(),
        certificates: [],
        rollovers: [],
        drift: null,
        handoverConfirmedBy: null,
        testSignIns: [],
        links: [],
        messages: [],
        optedOut: agreed.optedOut,
        ...(agreed.optChangedAt === undefined ? {} : { optChangedAt: agreed.optChangedAt }),
        noticed: [],
        checks: 0,
        checkedAt: null,
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
  }

  notice(what: string): void {
    this.progress.noticed = [...this.progress.noticed, { at: iso(Date.now()), what }].slice(-KEPT);
  }

  /** A rollover begins anew. */
  resetSteps(): void {
    this.progress.steps = pendingSteps();
  }

  stepOf(name: WatchStepName) {
    const step = this.progress.steps.find((candidate) => candidate.name === name);
    if (step === undefined) throw new TypeError(`unknown step ${name}`);
    return step;
  }

  /** A step that is blocked is tried again, or needed no more. */
  unblock(): void {
    for (const step of this.progress.steps) if (step.status === 'blocked') step.status = 'pending';
  }

  begin(name: WatchStepName, status: 'running' | 'waiting'): void {
    this.stepOf(name).status = status;
    this.progress.step = name;
  }

  finish(name: WatchStepName, note?: string): void {
    const step = this.stepOf(name);
    step.status = 'done';
    step.finishedAt = iso(Date.now());
    if (note !== undefined) step.note = note;
  }

  /** For the next run. */
  handOn(): WatchInput {
    const { customerId, companyName, tenant, onboardingId, ...told } = this.progress;
    const { status, step, waitingFor, problem, nextCheck, ...progress } = told;
    return { agreed: this.agreed, state: { ...this.state, progress } };
  }
}
