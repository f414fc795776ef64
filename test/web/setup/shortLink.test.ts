/** Opening a short link, on pages that have answers of the test in Temporal's place. */
import { expect, it } from '@jest/globals';
import { setupUrl, shortUrl } from '../../../src/onboarding/linkToken.js';
import type { SetupLink } from '../../../src/onboarding/links.js';
import { createWebServer } from '../../../src/web/server.js';
import { answering, fakePort, runningOnboarding } from '../../support/fakePort.js';
import { LINK_KEY, webDeps } from '../../support/web.js';

const ID = 'a1b2c3d4e5f6';
const LINKS = { publicUrl: '', key: LINK_KEY };

async function opened(changes: Partial<SetupLink>, url?: string, keys = [LINK_KEY] as [Buffer, ...Buffer[]]) {
  const link: SetupLink = {
    ...{ id: ID, purpose: 'all', contact: 'Anna', madeAt: '2026-01-01T00:00:00Z', madeBy: 'Olga' },
    expiresAt: '2036-01-01T00:00:00Z',
    ...changes,
  };
  const onboarding = runningOnboarding({ links: [link] });
  let asked = 0;
  const answer = answering({ onboarding });
  const ask: typeof answer = (subject, question) => {
    asked += 1;
    return answer(subject, question);
  };
  const server = await createWebServer(webDeps(fakePort({ ask }), { linkKeys: keys }).deps);
  const { customerId } = onboarding.progress;
  const reply = await server.inject(url ?? shortUrl(LINKS, customerId, link));
  const cookie = reply.cookies[0];
  const cookies = cookie === undefined ? {} : { [cookie.name]: cookie.value };
  const page = await server.inject({ url: `/setup/${ID}`, cookies });
  await server.close();
  return { asked, cookie, reply, page, long: setupUrl(LINKS, customerId, link).split('/').at(-1) };
}

it('opens the pages of its link, and keeps in the browser what the long one would', async () => {
  const { reply, page, cookie, long } = await opened({});
  expect(reply).toMatchObject({ statusCode: 303, headers: { location: `/setup/${ID}` } });
  expect(cookie).toMatchObject({ value: long, httpOnly: true, secure: true, path: `/setup/${ID}` });
  expect(page.statusCode).toBe(200);
});

it('made with the key before the present one opens them too', async () => {
  const { page } = await opened({}, undefined, [Buffer.alloc(32, 3), LINK_KEY]);
  expect(page.statusCode).toBe(200);
});

it('that has expired, or was withdrawn, opens nothing', async () => {
  expect((await opened({ expiresAt: '2026-01-02T00:00:00Z' })).reply.statusCode).toBe(410);
  const revoked = await opened({ revokedAt: '2026-01-01T00:00:00Z' });
  expect(revoked.page.statusCode).toBe(410);
});

it('of an onboarding that was started again says that it is over', async () => {
  const before = shortUrl(LINKS, 'contoso', { id: 'b1b2c3d4e5f6', expiresAt: '2036-01-01T00:00:00Z' });
  const { reply } = await opened({}, before);
  expect(reply.statusCode).toBe(410);
  expect(reply.body).toContain('This link is no longer of use');
});

it('that is guessed is refused without a question to Temporal', async () => {
  const { reply, asked } = await opened({}, `/s/contoso.${'A'.repeat(26)}`);
  expect([reply.statusCode, asked]).toEqual([404, 0]);
});
