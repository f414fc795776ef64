/** Pages that follow an onboarding: server-sent events, one poll of the progress for all who watch the same one. */
import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { type Onboarding, onboardingOf } from '../temporal/onboardings.js';
import type { WebDeps } from './deps.js';
import { HttpProblem } from './problems.js';

const POLL_MS = 1_000;
/** A stream ends after this; the browser opens another, and who it is for is then checked again. */
const STREAM_MS = 5 * 60_000;
const COMMENT_EVERY_MS = 20_000;
const MAX_STREAMS = 500;

/** What the last poll of each customer's onboarding said, for as long as somebody watches. */
const polls = new Map<string, { at: number; answer: Promise<Onboarding> }>();
let streams = 0;

/** What is shown now; undefined when it may not be seen any more. */
type Render = (now: Onboarding) => string | undefined;

/** Sends what `render` makes of the customer's onboarding whenever it differs from before. */
export function stream(reply: FastifyReply, deps: WebDeps, customerId: string, render: Render): FastifyReply {
  if (streams >= MAX_STREAMS) throw new HttpProblem(503, 'unavailable');
  streams += 1;
  const gone = new AbortController();
  reply.raw.once('close', () => {
    gone.abort(); // a generator that waits would not notice that nobody reads it
  });
  const events = Readable.from(updates(deps, customerId, render, gone.signal));
  events.once('close', () => {
    streams -= 1;
  });
  return reply
    .type('text/event-stream')
    .header('Cache-Control', 'no-store')
    .header('X-Accel-Buffering', 'no') // nginx would hold events back
    .send(events);
}

async function* updates(deps: WebDeps, customerId: string, render: Render, gone: AbortSignal) {
  const until = Date.now() + STREAM_MS;
  let shown = '';
  let saidAt = Date.now();
  while (!gone.aborted && Date.now() < until) {
    // One that cannot be asked just now is asked again; the page shows the last that is known.
    const onboarding = await poll(deps, customerId).catch(() => undefined);
    if (onboarding !== undefined) {
      const html = render(onboarding);
      if (html === undefined) {
        yield event('reload', '');
        return;
      }
      if (html !== shown) {
        shown = html;
        saidAt = Date.now();
        yield event('update', html);
      }
      if (onboarding.execution !== 'RUNNING') {
        yield event('end', '');
        return;
      }
    }
    if (Date.now() - saidAt > COMMENT_EVERY_MS) {
      saidAt = Date.now();
      yield ': still here\n\n';
    }
    await sleep(POLL_MS, undefined, { signal: gone }).catch(() => undefined);
  }
}

/** No question to Temporal is under way any more: its connection can be closed. */
export async function pollsSettled(): Promise<void> {
  await Promise.allSettled([...polls.values()].map(({ answer }) => answer));
}

function poll(deps: WebDeps, customerId: string): Promise<Onboarding> {
  const known = polls.get(customerId);
  if (known !== undefined && Date.now() - known.at < POLL_MS / 2) return known.answer;
  const answer = onboardingOf(deps.temporal, customerId);
  polls.set(customerId, { at: Date.now(), answer });
  void answer
    .catch(() => undefined)
    .then(() => sleep(POLL_MS, undefined, { ref: false }))
    .then(() => {
      if (polls.get(customerId)?.answer === answer) polls.delete(customerId);
    });
  return answer;
}

const event = (name: string, html: string) =>
  `event: ${name}\n${html
    .split(/\r\n?|\n/) // each of which ends a line of an event
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`;
