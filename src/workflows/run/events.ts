/** Tells other systems how a customer's workflow proceeds, without ever holding it up. */
import {
  CancellationScope,
  condition,
  log,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { type CustomerEvent, eventOf, type EventBody } from '../../onboarding/events.js';
import { eventsWorkflowId } from '../../onboarding/names.js';

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
  private readonly waiting: CustomerEvent[] = [];
  private count = 0;

  /**
   * @param ids what the ids of its events begin with
   * @param webhook whether the workers have one; undefined until an activity has said so. Where none does, it is tried
   * @param last how it stood when an earlier run told of it
   */
  constructor(
    private readonly ids: string,
    private webhook: boolean | undefined,
    private last = '',
  ) {
    void CancellationScope.nonCancellable(() => this.deliver());
  }

  /** For the next run. */
  get lastTold(): string {
    return this.last;
  }

  get areDelivered(): boolean {
    return this.waiting.length === 0;
  }

  /** Keeps the event that tells how it stands now, if that has changed. */
  add(body: EventBody): void {
    if (this.webhook === false) return;
    const state = JSON.stringify(body.data);
    if (state === this.last) return;
    this.last = state;
    this.push(body);
    // Blocked before the first activity has come back: nothing says yet that there is no webhook, so it is tried.
    if (body.data.status === 'blocked') this.webhook ??= true;
  }

  /** Something that happened, however it stands. */
  push(body: EventBody): void {
    if (this.webhook === false) return;
    this.count += 1;
    const id = `${this.ids}/${String(this.count)}`;
    this.waiting.push(eventOf(body, id, sourceOf(), new Date()));
    if (this.waiting.length > MAX_WAITING) this.waiting.shift();
  }

  /** Said by the first activity. Without a webhook nothing is ever scheduled, also when one is configured later. */
  configured(webhook: boolean): void {
    if (this.webhook === false) return;
    this.webhook = webhook;
    if (!webhook) this.waiting.splice(0);
  }

  /** It is over, and its last events are not lost with it. */
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
  events: CustomerEvent[],
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
 * Goes on where a workflow that is over has left off, until the receiver has not taken two in a row. Workflow ID:
 * `events/<customerId>/<run ID>`.
 */
export async function deliverEvents(events: CustomerEvent[]): Promise<void> {
  let left = events;
  let givenUp = 0;
  while (left.length > 0 && givenUp < 2) {
    const published = await publish(left);
    left = left.slice(published.over);
    givenUp = published.givenUp ? givenUp + 1 : 0;
  }
}
