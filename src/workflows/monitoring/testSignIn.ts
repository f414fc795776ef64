/**
 * The test sign-in with a certificate that was just made active. Our own assertion consumer service is an additional
 * reply URL meanwhile, and goes away again whatever happens; the old certificate stays for as long.
 */
import type { HandoverPackage } from '../../onboarding/handover.js';
import { hasSucceeded, type TestSignIn as Reported } from '../../onboarding/testSignIn.js';
import type { PendingTest, WatchProgress } from '../../onboarding/watch.js';
import type { Contacts } from '../contacts/contacts.js';
import { iso, KEPT, type WatchRecord } from './record.js';
import { dueAt, sendDue, TEST_INSTRUCTION, testTexts } from './texts.js';

const DAY_MS = 86_400_000;

export class TestSignIn {
  constructor(
    private readonly record: WatchRecord,
    private readonly contacts: Contacts,
  ) {}

  private get pending(): PendingTest | null {
    return this.record.state.test;
  }

  /** After an activation: to be opened. */
  wanted(): void {
    const { deadlines } = this.record.agreed.request;
    const since = Date.now();
    const deadline = since + deadlines.testSignIn * DAY_MS;
    this.record.state.test = { since, deadline, texted: {}, open: 'no' };
    this.record.progress.testSignIns = [];
  }

  get isToOpen(): boolean {
    return this.pending !== null && this.pending.open !== 'yes';
  }

  /**
   * Before it is opened: an activity whose reply never comes may have opened it.
   * @param values with the metadata that the response is held against
   */
  opening(values: HandoverPackage): void {
    const { state } = this.record;
    if (this.pending !== null) this.pending.open = 'maybe';
    if (state.pending === null) state.handover = values;
  }

  opened(replyUrl: string | undefined): void {
    if (this.pending === null) return;
    this.pending.open = 'yes';
    if (replyUrl !== undefined) this.pending.replyUrl = replyUrl;
    this.record.begin('testSignIn', 'waiting');
  }

  get mayBeOpen(): boolean {
    return this.pending !== null && this.pending.open !== 'no';
  }

  get replyUrl(): string | undefined {
    return this.pending?.replyUrl;
  }

  /** Somebody got in, or nobody has tried for long enough. */
  get isOver(): boolean {
    if (this.pending?.open !== 'yes') return false;
    const { testSignIns } = this.record.progress;
    if (testSignIns.some(hasSucceeded)) return true;
    return testSignIns.length === 0 && Date.now() >= this.pending.deadline;
  }

  /** While whoever tries does not get in, the old certificate stays, and they are asked again. */
  prolong(): void {
    const { pending } = this;
    if (pending?.open !== 'yes' || this.isOver || Date.now() < pending.deadline) return;
    const { deadlines } = this.record.agreed.request;
    const since = Date.now();
    Object.assign(pending, { since, deadline: since + deadlines.testSignIn * DAY_MS, texted: {} });
    this.record.notice('Nobody has got in by a test sign-in with the new certificate: the old one is kept.');
  }

  /** Our reply URL is gone, or was never there. */
  closed(note = this.outcome()): void {
    this.record.state.test = null;
    this.contacts.stopPostponed('testSignIn');
    this.record.finish('testSignIn', note);
  }

  private outcome(): string {
    const { testSignIns } = this.record.progress;
    const findings = testSignIns.flatMap((test) => test.findings);
    const tried = `${String(testSignIns.length)} sign-ins tried, ${String(findings.length)} findings`;
    if (testSignIns.some(hasSucceeded)) return tried;
    this.record.notice(`Nobody got in by a test sign-in with the new certificate: ${tried}.`);
    return `${tried}; nobody got in`;
  }

  /** Why this cannot be taken. */
  refusal({ requestId }: Reported): string | undefined {
    if (this.pending?.open !== 'yes') return 'no test sign-in is open';
    const { testSignIns } = this.record.progress;
    const answered = requestId !== undefined && testSignIns.some((test) => test.requestId === requestId);
    return answered ? 'this sign-in has been reported before' : undefined;
  }

  report(test: Reported): void {
    const { progress } = this.record;
    progress.testSignIns = [...progress.testSignIns, { ...test, at: iso(Date.now()) }].slice(-KEPT);
  }

  waitingFor(): WatchProgress['waitingFor'] {
    if (this.pending?.open !== 'yes') return null;
    return {
      signal: 'reportTestSignIn',
      from: 'azureAdministrator',
      instruction: TEST_INSTRUCTION,
      since: iso(this.pending.since),
      deadline: iso(this.pending.deadline),
    };
  }

  /** When the next thing is due. */
  dueAt(): number[] {
    if (this.pending?.open !== 'yes') return [];
    const texts = testTexts(this.pending, this.record.agreed);
    return [...dueAt(this.contacts, this.pending.texted, texts), this.pending.deadline];
  }

  async textContacts(): Promise<void> {
    if (this.pending?.open !== 'yes') return;
    const texts = testTexts(this.pending, this.record.agreed);
    const note = await sendDue(this.contacts, this.pending, texts, () => this.isOver);
    if (note !== undefined) this.record.stepOf('testSignIn').note = note;
  }
}
