/** What MessageMedia reports of our texts: how each was delivered, and who wants no more of them. */
import { defineSignal, setHandler } from '@temporalio/workflow';
import { z } from 'zod';
import type { Progress } from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import {
  type Channel,
  isFinal,
  isUndelivered,
  type Report,
  type ReportName,
  REPORTS,
  type TextMessage,
} from '../../onboarding/textMessages.js';

/** What is wrong, and what to do. */
const WHY_UNDELIVERED: Record<Channel, (message: TextMessage) => string> = {
  sms: ({ status, contact }) =>
    `MessageMedia reports "${status}". Tell ${contact} another way, and check the mobile number.`,
  email: ({ contact }) => `It came back. Tell ${contact} another way, and check the e-mail address.`,
};

type ReportedProgress = Pick<Progress, 'messages' | 'optedOut' | 'optChangedAt'>;

/** @param failed told of each text that did not reach its contact, once */
export class Reports {
  constructor(
    private readonly contacts: OnboardingRequest['contacts'],
    private readonly progress: ReportedProgress,
    private readonly failed: (message: TextMessage) => void,
  ) {}

  /** Callbacks of a machine's, checked where they came in: one that is not understood is nobody's to correct. */
  listen(): void {
    for (const report of Object.keys(REPORTS) as ReportName[]) {
      setHandler(defineSignal<[unknown]>(report), (raw: unknown) => {
        const parsed = z.safeParse(REPORTS[report], raw);
        if (parsed.success) this.take({ report, value: parsed.data } as Report);
      });
    }
  }

  /** What MessageMedia told of a message or of a contact; nothing of it is news twice. */
  private take({ report, value }: Report): void {
    if (report === 'reportDelivery') {
      const message = this.progress.messages.find(({ id }) => id === value.messageId);
      if (message === undefined || isFinal(message.status)) return;
      message.status = value.status;
      if (isUndelivered(value.status)) {
        message.problem = WHY_UNDELIVERED[message.channel ?? 'sms'](message);
        this.failed(message);
      }
      return;
    }
    const at = value.at === undefined ? Date.now() : Date.parse(value.at);
    const isStop = report === 'reportOptOut';
    const names = this.namesOf(value).filter((name) => {
      const known = this.progress.optChangedAt?.[name];
      const latest = known === undefined ? -Infinity : Date.parse(known);
      // In doubt they want none.
      return isStop ? at >= latest : at > latest;
    });
    const changedAt = { ...this.progress.optChangedAt };
    for (const name of names) changedAt[name] = new Date(at).toISOString();
    this.progress.optChangedAt = changedAt;
    const others = this.progress.optedOut.filter((name) => !names.includes(name));
    this.progress.optedOut = isStop ? [...others, ...names] : others;
  }

  /** Whoever has the number, and the one whom the text was for, in case numbers are written in several ways. */
  private namesOf({
    mobile,
    contact,
    messageId,
  }: Extract<Report, { report: 'reportOptOut' }>['value']): string[] {
    const answered = this.progress.messages.find(({ id }) => id === messageId)?.contact;
    return this.contacts
      .filter(
        (one) =>
          (mobile !== undefined && one.mobile === mobile) || one.name === contact || one.name === answered,
      )
      .map(({ name }) => name);
  }
}
