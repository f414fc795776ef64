/** Pages that follow what they show: server-sent events, one question to Temporal for all who follow the same. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { visible } from '../onboarding/visible.js';
import { HttpProblem } from './problems.js';

const POLL_MS = 1_000;
/** A stream ends after this; the browser opens another, and who it is for is then checked again. */
const STREAM_MS = 5 * 60_000;
const COMMENT_EVERY_MS = 20_000;
const MAX_STREAMS = 500;
/** Of one viewer: tabs out of sight hold none. */
const MAX_OF_VIEWER = 8;

export type Followed<T> = {
  /** Who follows. Beyond a few streams of theirs the oldest is paused until its tab is looked at again. */
  viewer: string;
  /** What is followed: the same text stands for the same question. */
  subject: string;
  ask: () => Promise<T>;
  /** The question is asked no more often. */
  everyMs?: number;
  /** What is shown now; undefined when it may not be seen any more. */
  render: (now: T) => string | undefined;
  /** Nothing will change any more. */
  isOver: (now: T) => boolean;
};

/** What the last question about each subject was answered, for as long as somebody follows it. */
const polls = new Map<string, { at: number; answer: Promise<unknown>; answered: boolean }>();
/** The open streams of each viewer, oldest first. */
const viewers = new Map<string, Set<AbortController>>();
/** Those of each server. */
const served = new WeakMap<Server, Set<AbortController>>();
let streams = 0;

const PAUSED = 'paused';

/** Sends what `render` makes of the subject whenever it differs from before. @throws HttpProblem 503 */
export function stream<T>(reply: FastifyReply, followed: Followed<T>): FastifyReply {
  if (streams >= MAX_STREAMS) throw new HttpProblem(503, 'unavailable');
  const { viewer } = followed;
  const own = viewers.get(viewer) ?? new Set();
  viewers.set(viewer, own);
  const [oldest] = own;
  if (own.size >= MAX_OF_VIEWER && oldest !== undefined) {
    own.delete(oldest);
    oldest.abort(PAUSED);
  }
  const gone = new AbortController();
  own.add(gone);
  const here = served.get(reply.server.server) ?? new Set();
  served.set(reply.server.server, here);
  here.add(gone);
  streams += 1;
  reply.raw.once('close', () => {
    gone.abort(); // a generator that waits would not notice that nobody reads it
  });
  const events = Readable.from(updates(followed, gone.signal));
  events.once('close', () => {
    streams -= 1;
    own.delete(gone);
    here.delete(gone);
    if (own.size === 0 && viewers.get(viewer) === own) viewers.delete(viewer);
  });
  return reply
    .type('text/event-stream')
    .header('Cache-Control', 'no-store')
    .header('X-Accel-Buffering', 'no') // nginx would hold events back
    .send(events);
}

async function* updates<T>(followed: Followed<T>, gone: AbortSignal) {
  const { render, isOver, everyMs = POLL_MS } = followed;
  const until = Date.now() + STREAM_MS;
  let shown = '';
  let saidAt = Date.now();
  while (!gone.aborted && Date.now() < until) {
    // What cannot be asked just now is asked again; the page shows the last that is known.
    const now = await poll(followed).then(
      (known) => ({ known }),
      () => undefined,
    );
    if (now !== undefined) {
      const html = render(now.known);
      if (html === undefined) {
        yield event('reload', '');
        return;
      }
      if (html !== shown) {
        shown = html;
        saidAt = Date.now();
        yield event('update', html);
      }
      if (isOver(now.known)) {
        yield event('end', '');
        return;
      }
    }
    if (Date.now() - saidAt > COMMENT_EVERY_MS) {
      saidAt = Date.now();
      yield ': still here\n\n';
    }
    await sleep(everyMs, undefined, { signal: gone }).catch(() => undefined);
  }
  if (gone.reason === PAUSED) yield event('pause', '');
}

/** Ends what a server that stops still sends; browsers open their streams again, at the next one. */
export function closeStreams(server: Server): void {
  for (const stream of served.get(server) ?? []) stream.abort();
}

/** No question to Temporal is under way any more: its connection can be closed. */
export async function pollsSettled(): Promise<void> {
  await Promise.allSettled([...polls.values()].map(({ answer }) => answer));
}

function poll<T>({ subject, ask, everyMs = POLL_MS }: Followed<T>): Promise<T> {
  const known = polls.get(subject);
  const isFresh = known !== undefined && (!known.answered || Date.now() - known.at < everyMs / 2);
  // The subject says what is asked, and so of which type the answer is.
  if (isFresh) return known.answer as Promise<T>;
  const answer = ask();
  const asked = { at: Date.now(), answer, answered: false };
  polls.set(subject, asked);
  void answer
    .catch(() => undefined)
    .then(() => {
      asked.answered = true;
      return sleep(everyMs, undefined, { ref: false });
    })
    .then(() => {
      if (polls.get(subject) === asked) polls.delete(subject);
    });
  return answer;
}

/** A page that is followed by somebody who may not see it any more says so itself: it is loaded anew. */
export function reloadRefused(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const refused = [303, 401, 403, 410].includes(reply.statusCode);
    if (!refused || request.headers.accept !== 'text/event-stream') {
      done(null, payload);
      return;
    }
    void reply.code(200).removeHeader('location').type('text/event-stream');
    done(null, event('reload', ''));
  });
}

const event = (name: string, html: string) =>
  `event: ${name}\n${visible(html)
    .split(/\r\n?|\n/) // each of which ends a line of an event
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`;
