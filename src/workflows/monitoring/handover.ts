/** What is to be handed over to the Hub again, until somebody confirms it. */
import type { HandoverPackage } from '../../onboarding/handover.js';
import type { Move, Observed } from '../../onboarding/rollover.js';
import type { PendingHandover, WatchProgress } from '../../onboarding/watch.js';
import type { Contacts } from '../contacts/contacts.js';
import { iso, type WatchRecord } from './record.js';
import { dueAt, handoverTexts, instructionFor, isUrgent, sendDue } from './texts.js';

export class Handover {
  constructor(
    private readonly record: WatchRecord,
    private readonly contacts: Contacts,
  ) {}

  get pending(): PendingHandover | null {
    return this.record.state.pending;
  }

  /** True while what was prepared is still what is needed. */
  isPrepared({ reason, thumbprint }: Extract<Move, { do: 'handOver' }>, { certificates }: Observed): boolean {
    const { pending } = this;
    return (
      pending?.reason === reason &&
      pending.thumbprint === thumbprint &&
      certificates.every((certificate) => pending.thumbprints.includes(certificate.thumbprint))
    );
  }

  prepared(pending: PendingHandover, handover: HandoverPackage): void {
    Object.assign(this.record.state, { pending, handover });
    this.record.progress.handoverConfirmedBy = null;
    this.record.begin('handover', 'waiting');
    if (isUrgent(pending)) this.record.notice(instructionFor(pending, handover));
  }

  confirm(by: string): void {
    if (this.pending !== null) this.pending.confirmedBy = by;
  }

  /** Why this cannot be confirmed. */
  refusal(metadataSha256: string): string | undefined {
    const { pending, handover } = this.record.state;
    if (pending === null) return 'there is nothing to hand over';
    if (metadataSha256 === handover?.metadataSha256) return undefined;
    return 'the XML has changed since: paste the new one, and confirm that';
  }

  /** Once somebody has confirmed it, the Hub trusts what is in the XML. False while that is still to be confirmed. */
  takeConfirmation(): boolean {
    const { pending } = this;
    if (pending?.confirmedBy === undefined) return false;
    const { state, progress } = this.record;
    state.trusted = pending.thumbprints;
    this.over();
    progress.handoverConfirmedBy = pending.confirmedBy;
    this.record.finish('handover');
    return true;
  }

  /** It is done, or not needed any more. */
  over(): void {
    this.record.state.pending = null;
    this.contacts.stopPostponed('handover');
    const step = this.record.stepOf('handover');
    if (step.status === 'waiting') step.status = 'pending';
  }

  waitingFor(): WatchProgress['waitingFor'] {
    const { pending, handover } = this.record.state;
    if (pending === null || handover === null) return null;
    return {
      signal: 'confirmHandover',
      from: 'hubAdministrator',
      instruction: instructionFor(pending, handover),
      since: iso(pending.since),
      deadline: iso(pending.deadline),
    };
  }

  /** When the next thing is due. */
  dueAt(): number[] {
    const { pending, handover } = this.record.state;
    if (pending === null || handover === null) return [];
    const texts = handoverTexts(pending, handover, this.record.agreed);
    return [...dueAt(this.contacts, pending.texted, texts), pending.deadline];
  }

  async textContacts(): Promise<void> {
    const { pending, handover } = this.record.state;
    if (pending === null || handover === null) return;
    const texts = handoverTexts(pending, handover, this.record.agreed);
    const over = () => pending.confirmedBy !== undefined || this.record.state.pending !== pending;
    const note = await sendDue(this.contacts, pending, texts, over);
    if (note !== undefined) this.record.stepOf('handover').note = note;
  }
}
