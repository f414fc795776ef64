/** What people tell an onboarding, and what they may ask it. */
import { defineQuery, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Unassigned } from '../../onboarding/choice.js';
import type { HandoverPackage } from '../../onboarding/handover.js';
import type { Progress } from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { SIGNALS } from '../../onboarding/signals.js';
import { type Report, type ReportName, REPORTS } from '../../onboarding/textMessages.js';
import { type Heard, listen, type Listener } from '../listen.js';

export const progressQuery = defineQuery<Progress>('progress');
export const requestQuery = defineQuery<OnboardingRequest>('request');
export const unassignedQuery = defineQuery<Unassigned[]>('unassigned');
export const handoverQuery = defineQuery<HandoverPackage | null>('handover');

export type Input = Heard<typeof SIGNALS>;
export type Recipient = Listener<typeof SIGNALS> & { report(report: Report): void };

export const listenTo = (recipient: Recipient): void => {
  listen(SIGNALS, recipient);
  // Callbacks of a machine's, checked where they came in: one that is not understood is nobody's to correct.
  for (const report of Object.keys(REPORTS) as ReportName[]) {
    setHandler(defineSignal<[unknown]>(report), (raw: unknown) => {
      const parsed = REPORTS[report].safeParse(raw);
      if (parsed.success) recipient.report({ report, value: parsed.data } as Report);
    });
  }
};

/** Who has acted, as far as the input says, and who told it for them. */
export function sender({ value }: Input): { by: string; reportedBy?: string } {
  if (!('reportedBy' in value) || value.reportedBy === undefined) return { by: actorOf(value) };
  return { by: actorOf(value), reportedBy: value.reportedBy };
}

function actorOf(value: Input['value']): string {
  if ('declined' in value) return value.declinedBy;
  if ('grantedBy' in value) return value.grantedBy;
  if ('chosenBy' in value) return value.chosenBy;
  if ('confirmedBy' in value) return value.confirmedBy;
  return value.by ?? 'operator';
}

/** Names of this run that survive retries and replays. */
export const onboardingIdOf = () => workflowInfo().firstExecutionRunId;
