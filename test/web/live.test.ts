/** Event streams as browsers hold them: over real connections, of something that changes. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeStreams, pollsSettled, reloadRefused, stream } from '../../src/web/live.js';
import { HttpProblem } from '../../src/web/problems.js';
import { launch } from '../support/browser.js';

/** Of one viewer, before the oldest makes room. */
const AT_ONCE = 8;
/** Something that is followed, as our pages do it. */
const PAGE = `<!DOCTYPE html><div data-live="/unsteady"><p id="live-text">nothing yet</p></div>
  <script src="/client.js" type="module"></script>`;
const CLIENT = readFileSync(new URL('../../src/web/assets/client.js', import.meta.url), 'utf8');

let server: FastifyInstance;
let origin: string;
/** What is followed, and how often it was asked for. */
let now: string | undefined;
let asked: number;
/** What answers of `/held` wait for. */
let held: Promise<void>;
let release: () => void;
/** What `/page` is answered when it follows, one after the other, before there is a stream. */
let answers: { status: number; body?: string }[];
const open = new Set<Stream>();

beforeEach(async () => {
  now = 'one';
  asked = 0;
  answers = [];
  held = new Promise((resolve) => (release = resolve));
  server = Fastify({ forceCloseConnections: true });
  reloadRefused(server);
  for (const [path, everyMs] of Object.entries({ '/live': 100, '/seldom': 60_000, '/held': 100 })) {
    server.get<{ Querystring: { viewer: string } }>(path, (request, reply) =>
      stream(reply, {
        viewer: request.query.viewer,
        subject: path + origin,
        ask: async () => {
          asked += 1;
          if (path === '/held') await held;
          return now;
        },
        everyMs,
        render: (text) => text,
        isOver: (text) => text === 'over',
      }),
    );
  }
  server.get('/page', (_request, reply) => reply.type('text/html').send(PAGE));
  server.get('/client.js', (_request, reply) => reply.type('text/javascript').send(CLIENT));
  server.get('/unsteady', (_request, reply) => {
    const { status, body = '' } = answers.shift() ?? {};
    if (status !== undefined) return reply.code(status).type('text/event-stream').send(body);
    return reply.redirect('/live?viewer=anna');
  });
  server.get('/refused', () => {
    throw new HttpProblem(410, 'linkRevoked');
  });
  server.setErrorHandler((error: HttpProblem, _request, reply) => reply.code(error.status).send('refused'));
  await server.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${String((server.server.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  for (const one of open) one.close();
  open.clear();
  // A question that is asked later would be counted by the next test, and might never be answered.
  closeStreams(server.server);
  release();
  await server.close();
  await pollsSettled();
});

type Stream = {
  /** All that has come, once it holds this. */
  until: (wanted: string) => Promise<string>;
  ended: () => Promise<string>;
  close: () => void;
};

function follow(viewer: string, path = `/live?viewer=${viewer}`): Stream {
  let text = '';
  let over = false;
  const asking = httpRequest(origin + path, { headers: { accept: 'text/event-stream' } }, (reply) => {
    reply.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
  });
  asking.once('error', () => undefined); // it was closed
  asking.once('close', () => {
    over = true;
  });
  asking.end();
  const whole = async (isThere: () => boolean) => {
    while (!isThere()) {
      if (over) throw new Error(`it ended with: ${text}`);
      await sleep(10);
    }
    return text;
  };
  const made: Stream = {
    until: (wanted) => whole(() => text.includes(wanted)),
    ended: () => whole(() => over),
    close: () => asking.destroy(),
  };
  open.add(made);
  return made;
}

describe('a stream', () => {
  it('tells what is new, line by line, and ends when nothing will change any more', async () => {
    const one = follow('anna');
    await one.until('data: one');
    now = 'two\r\nevent: forged';
    expect(await one.until('data: event: forged')).toContain('event: update\ndata: two\n');
    now = 'over';
    expect(await one.ended()).toMatch(/event: end\ndata: \n\n$/);
  });

  it('has the page loaded anew when it may not be seen any more, or was refused from the start', async () => {
    const one = follow('anna');
    await one.until('data: one');
    now = undefined;
    expect(await one.ended()).toMatch(/event: reload\ndata: \n\n$/);
    expect(await follow('anna', '/refused').ended()).toBe('event: reload\ndata: \n\n');
    expect((await fetch(`${origin}/refused`)).status).toBe(410);
  });

  it('asks nothing again that is not answered yet', async () => {
    const first = follow('anna', '/held?viewer=anna');
    while (asked === 0) await sleep(10);
    first.close();
    await sleep(300);
    const second = follow('anna', '/held?viewer=anna');
    await sleep(300);
    expect(asked).toBe(1);
    release();
    await second.until('data: one');
  });

  it('asks once for all who follow the same', async () => {
    const all = Array.from({ length: 30 }, (_, i) =>
      follow(`viewer-${String(i)}`, `/seldom?viewer=${String(i)}`),
    );
    await Promise.all(all.map((one) => one.until('data: one')));
    expect(asked).toBe(1);
  });
});

describe('many streams of one viewer', () => {
  it('pause the oldest, and nobody else', async () => {
    const other = follow('olga');
    await other.until('data: one');
    const own = [];
    for (let i = 0; i < AT_ONCE; i += 1) {
      const one = follow('anna');
      await one.until('data: one');
      own.push(one);
    }
    const newest = follow('anna');
    await newest.until('data: one');
    expect(await own[0]!.ended()).toMatch(/event: pause\ndata: \n\n$/);
    now = 'two';
    const followed = [other, newest, ...own.slice(1)].map((one) => one.until('data: two'));
    expect(await Promise.all(followed)).toHaveLength(AT_ONCE + 1);
  });

  it('that were closed make room', async () => {
    for (let i = 0; i < 3 * AT_ONCE; i += 1) {
      const one = follow('anna');
      await one.until('data: one');
      one.close();
      await one.ended();
    }
    const one = follow('anna');
    await one.until('data: one');
    now = 'two';
    expect(await one.until('data: two')).not.toContain('pause');
  });
});

describe('a page that follows', () => {
  it('asks again after ever longer pauses when it is refused, and goes on without a reload', async () => {
    const chromium = await launch();
    try {
      const page = await chromium.newPage();
      // Pauses are noted, and not waited for.
      await page.addInitScript(`
        const later = setTimeout;
        globalThis.pauses = [];
        globalThis.setTimeout = (work, ms) => {
          pauses.push(ms);
          return later(work, 0);
        };
      `);
      now = '<p id="live-text">one</p>';
      answers = [
        { status: 502 },
        { status: 503 },
        { status: 429 },
        // A stream that ends: the browser itself opens the next one, at once.
        { status: 200, body: 'retry: 1\n\n' },
        ...Array.from({ length: 8 }, () => ({ status: 500 })),
      ];
      await page.goto(`${origin}/page`);
      await page.getByText('one', { exact: true }).waitFor();
      now = '<p id="live-text">two</p>';
      await page.getByText('two', { exact: true }).waitFor();
      const seconds = [1, 2, 4, 1, 2, 4, 8, 16, 32, 60, 60];
      expect(await page.evaluate('pauses')).toEqual(seconds.map((length) => length * 1_000));
    } finally {
      await chromium.close();
    }
  });
});
