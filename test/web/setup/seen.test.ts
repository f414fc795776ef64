/** What the pages tell the workflow of who is on them. */
import { describe, expect, it } from '@jest/globals';
import type { SetupLink } from '../../../src/onboarding/links.js';
import { setupUrl } from '../../../src/onboarding/linkToken.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import { createWebServer } from '../../../src/web/server.js';
import { answering, fakePort, runningOnboarding } from '../../support/fakePort.js';
import { LINK_KEY, webDeps } from '../../support/web.js';

const link = (changes: Partial<SetupLink> = {}): SetupLink => ({
  ...{ id: 'a1b2c3d4e5f6', purpose: 'consent', contact: 'Anna', madeAt: '2026-01-01T00:00:00Z' },
  ...{ madeBy: 'the onboarding', expiresAt: '2036-01-01T00:00:00Z' },
  ...changes,
});

async function visits(paths: string[], changes: Partial<Progress>, kept = link()) {
  const onboarding = runningOnboarding({ links: [kept], ...changes });
  const { customerId } = onboarding.progress;
  const told: [string, string, string][] = [];
  const port = fakePort({
    ask: answering({ onboarding }),
    seen: ({ kind, customerId: id }, contact) => {
      told.push([kind, id, contact]);
      return Promise.resolve();
    },
  });
  const server = await createWebServer(webDeps(port).deps);
  const token = setupUrl({ publicUrl: '', key: LINK_KEY }, customerId, kept).split('/').at(-1)!;
  const statuses: number[] = [];
  for (const path of paths) {
    const reply = await server.inject({
      url: `/setup/${kept.id}${path}`,
      cookies: { '__Secure-link': token },
    });
    statuses.push(reply.statusCode);
  }
  await server.close();
  return { told, statuses };
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('a visit', () => {
  it('is told once, however many pages are looked at', async () => {
    const { told } = await visits(['', '', '/consent', ''], {});
    expect(told).toEqual([['onboarding', 'contoso', 'Anna']]);
  });

  it('is told again after half an hour, whichever web process told of it before', async () => {
    expect((await visits([''], { seenAt: { Anna: ago(29) } })).told).toEqual([]);
    expect((await visits([''], { seenAt: { Anna: ago(31) } })).told).toHaveLength(1);
  });

  it('of somebody who is not texted is not told', async () => {
    expect((await visits([''], {}, link({ forwardedBy: 'Olga' }))).told).toEqual([]);
    expect((await visits([''], {}, link({ contact: 'Stranger' }))).told).toEqual([]);
  });
});

describe('a link that the workflow made', () => {
  const next = link({ id: 'b1b2c3d4e5f6', purpose: 'roles' });
  const roles = async (links: SetupLink[], kept = link()) =>
    (await visits(['/roles'], { links }, kept)).statuses[0];

  it("opens the page of the contact's next link, which need not be texted then", async () => {
    expect(await roles([link()])).toBe(403);
    expect(await roles([link(), next])).toBe(200);
  });

  it.each([
    ['was made by a person', link(), link({ id: next.id, purpose: 'roles', madeBy: 'Olga' })],
    ['is withdrawn', link(), { ...next, revokedAt: '2026-01-01T00:00:00Z' }],
    ['has expired', link(), { ...next, expiresAt: '2026-01-02T00:00:00Z' }],
    ["is another contact's", link(), { ...next, contact: 'Otto' }],
    ['is not for a narrow link', link({ madeBy: 'Olga' }), next],
    ['is not for a passed-on link', link({ forwardedBy: 'Olga' }), next],
  ])('does not where the next %s', async (_what, kept, other) => {
    expect(await roles([kept, other], kept)).toBe(403);
  });
});
