/** Temporal's limits are nobody's fault: whoever asks is told to come again. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { setTimeout } from 'node:timers/promises';
import { createWebServer } from '../../src/web/server.js';
import { startAuthority } from '../support/authority.js';
import { fakePort } from '../support/fakePort.js';
import { CONSOLE, operatorSession } from '../support/console.js';
import { webDeps } from '../support/web.js';

let server: FastifyInstance;
let authority: Awaited<ReturnType<typeof startAuthority>>;
beforeEach(async () => {
  authority = await startAuthority();
  const said = Object.assign(new Error('RESOURCE_EXHAUSTED'), { code: 8, details: 'busy', metadata: {} });
  const temporal = fakePort({ list: () => Promise.reject(said) });
  const { authorityHost } = authority;
  server = await createWebServer(webDeps(temporal, { ...CONSOLE, authorityHost }).deps);
});
afterEach(async () => {
  await server.close();
  authority.stop();
});

it('a list of the API, and of the console, is answered by 503 with a time to come again', async () => {
  const headers = { authorization: `Bearer ${authority.token}` };
  const cookies = { '__Host-operator': (await operatorSession()).cookie };
  for (const url of ['/api/v1/onboardings', '/api/v1/watches', '/console', '/console/watches']) {
    const reply = await server.inject({ url, headers, cookies });
    expect([url, reply.statusCode, reply.headers['retry-after']]).toEqual([url, 503, '10']);
  }
});

it('asks Temporal once for all who ask meanwhile whether it is ready: no limit of requests counts them', async () => {
  let questions = 0;
  const temporal = fakePort({
    unreadiness: async () => {
      questions += 1;
      await setTimeout(20);
      return undefined;
    },
  });
  const ready = await createWebServer(webDeps(temporal).deps);
  const ask = () => ready.inject('/readyz');
  const replies = await Promise.all(Array.from({ length: 100 }, ask));
  expect(replies.map(({ statusCode }) => statusCode)).toEqual(replies.map(() => 200));
  expect(questions).toBe(1);
  await ask();
  expect(questions).toBe(2);
  await ready.close();
});
