/** Collections that come page by page. */
import { expect, it } from '@jest/globals';
import { MockAgent } from 'undici';
import { z } from 'zod';
import { GraphClient } from '../../../src/graph/client.js';

it('a collection that never ends is given up after 1,000 pages', async () => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  let pages = 0;
  dispatcher
    .get('https://graph.example')
    .intercept({ path: () => true })
    .reply(
      200,
      () => {
        pages += 1;
        const next = `https://graph.example/v1.0/users?page=${String(pages)}`;
        return { value: [{ id: String(pages) }], '@odata.nextLink': next };
      },
      { headers: { 'content-type': 'application/json' } },
    )
    .persist();
  const graph = new GraphClient({
    baseUrl: 'https://graph.example',
    credential: {
      getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    dispatcher,
    timeoutMs: 5_000,
  });
  await expect(graph.list(z.object({ id: z.string() }), '/users', {})).rejects.toMatchObject({
    status: 502,
    code: 'EndlessPages',
  });
  expect(pages).toBe(1_000);
  await dispatcher.close();
});
