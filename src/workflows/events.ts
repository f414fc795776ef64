/** Tells other systems how an onboarding proceeds, without ever holding it up. */
import {
  CancellationScope,
  condition,
  log,
  patched,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { eventOf, type OnboardingEvent } from '../onboarding/events.js';
import { eventsWorkflowId } from '../onboarding/names.js';
import type { Progress } from '../onboarding/progress.js';
import type { TextMessage } from '../onboarding/textMessages.js';

const { publishEvents } = proxyActivities<Activities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 3, maximumInterval: '1 hour' },
});

/** Events kept while the receiver does not answer; the oldest go first, because the newest tells how it stands. */
const MAX_WAITING = 100;
/** How long the end waits for the receiver before a workflow of its own takes over what is left. */
const END_WAITS = '5 seconds';

const sourceOf = () => `urn:messagemedia:sso-onboarding:${workflowInfo().namespace}`;

export class Events {
  private readonly waiting: OnboardingEvent[] = [];
  private count = 0;
  private last = '';
  /** Whether the workers have a webhook; undefined until one has said so. */
  private webhook: boolean | undefined;

  constructor() {
    void CancellationScope.nonCancellable(() => this.deliver());
  }

  /** Keeps the event that tells how the onboarding stands now, if that has changed. */
  add(progress: Progress): void {
    if (this.webhook === false) return;
    const event = eventOf(progress, sourceOf(), this.count + 1, new Date());
    const state = JSON.stringify(event.data);
    if (state === this.last) return;
    this.last = state;
    this.count += 1;
    this.push(event);
    // Blocked before the first activity has come back: nothing says yet that there is no webhook, so it is tried.
    if (progress.status === 'blocked') this.webhook ??= true;
  }

  /** A text did not reach its contact. */
  textFailed(progress: Progress, { step, status }: TextMessage): void {
    // Histories of before know no such event.
    if (this.webhook === false || !patched('text-failures-are-told')) return;
    this.count += 1;
    this.push(eventOf(progress, sourceOf(), this.count, new Date(), { step, status }));
  }

  private push(event: OnboardingEvent): void {
    this.waiting.push(event);
    if (this.waiting.length > MAX_WAITING) this.waiting.shift();
  }

  /** Said by the first activity. Without a webhook nothing is ever scheduled, also when one is configured later. */
  configured(webhook: boolean): void {
    if (this.webhook === false) return;
    this.webhook = webhook;
    if (!webhook) this.waiting.splice(0);
  }

  /** The onboarding is over, and its last events are not lost with it. */
  async end(): Promise<void> {
    await CancellationScope.nonCancellable(async () => {
      if (this.webhook !== true || (await condition(() => this.waiting.length === 0, END_WAITS))) return;
      await startChild(deliverEvents, {
        workflowId: eventsWorkflowId(workflowInfo().workflowId, workflowInfo().firstExecutionRunId),
        args: [this.waiting],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `${String(this.waiting.length)} events that the receiver has not taken yet`,
      });
    });
  }

  /** In their order, as many at once as have gathered. */
  private async deliver(): Promise<void> {
    for (;;) {
      await condition(() => this.webhook === false || (this.webhook === true && this.waiting.length > 0));
      if (this.webhook === false) return;
      const events = [...this.waiting];
      const { webhook, over } = await publish(events);
      if (!webhook) this.configured(false);
      const gone = new Set(events.slice(0, over).map(({ id }) => id));
      const left = this.waiting.filter(({ id }) => !gone.has(id));
      this.waiting.splice(0, this.waiting.length, ...left);
    }
  }
}

/** How many, from the first, need no more sending: taken by the receiver, or the first one given up. */
async function publish(
  events: OnboardingEvent[],
): Promise<{ webhook: boolean; over: number; givenUp: boolean }> {
  try {
    const summary = `tell the webhook of ${String(events.length)} events`;
    const { webhook, taken } = await publishEvents.executeWithOptions({ summary }, [{ events }]);
    return { webhook, over: taken, givenUp: false };
  } catch (error) {
    log.warn('an event is given up', { id: events[0]?.id, error });
    return { webhook: true, over: 1, givenUp: true };
  }
}

/**
 * Goes on where an onboarding that is over has left off, until the receiver has not taken two in a row. Workflow ID:
 * `events/<customerId>/<onboardingId>`.
 */
export async function deliverEvents(events: OnboardingEvent[]): Promise<void> {
  let left = events;
  let givenUp = 0;
  while (left.length > 0 && givenUp < 2) {
    const published = await publish(left);
    left = left.slice(published.over);
    givenUp = published.givenUp ? givenUp + 1 : 0;
  }
}
