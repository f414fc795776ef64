/**
 * How a run stands, where people and other systems look: the current details and the search attributes in the Temporal
 * UI, and the webhook.
 */
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Told } from '../../onboarding/events.js';
import { ONBOARDING_STATUS, ONBOARDING_STEP, WAITING_FOR } from '../../onboarding/searchAttributes.js';
import type { Events } from './events.js';

/** What every progress has. */
type Shown<Signal> = {
  status: string;
  step: string;
  waitingFor: { from: string } | null;
  problem: object | null;
  /** The latest 20. */
  refused: { at: string; signal: Signal; reason: string }[];
};

type Words<P> = {
  details: (progress: P) => string;
  /** Undefined: nothing is told now. */
  told: (progress: P) => Told | undefined;
};

export class Display<Signal extends string, P extends Shown<Signal>> {
  private last = '';

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
    const told = this.words.told(this.progress);
    if (told !== undefined) this.events?.add(told);
  }

  refuse(signal: Signal, reason: string): void {
    const refused = { at: new Date().toISOString(), signal, reason };
    this.progress.refused = [...this.progress.refused, refused].slice(-20);
    this.publish();
  }

  /** Written only when they change: each upsert is an event in the history. */
  private findable(step: string, status: string, waitsFor: string): void {
    const state = [step, status, waitsFor].join('/');
    if (state === this.last) return;
    this.last = state;
    upsertSearchAttributes([
      { key: ONBOARDING_STEP, value: step },
      { key: ONBOARDING_STATUS, value: status },
      { key: WAITING_FOR, value: waitsFor },
    ]);
  }
}
