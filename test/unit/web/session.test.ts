import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { lastSession, operatorOf, sealedSession } from '../../../src/web/console/session.js';
import { seal } from '../../../src/web/sealed.js';
import { LINK_KEY, webSettings } from '../../support/web.js';

const settings = webSettings();
const HOUR = 60 * 60;
const now = () => Math.floor(Date.now() / 1000);
const WHO = { id: 'session', sub: 'olga', oid: 'o', name: 'Olga', roles: ['Onboarding.Operate'] };

const asked = (cookie: string) => ({ cookies: { '__Host-operator': cookie } }) as unknown as FastifyRequest;
const kept = async (firstAgo: number, signedInAgo: number) =>
  asked(
    await sealedSession(settings, { ...WHO, firstAt: now() - firstAgo, signedInAt: now() - signedInAgo }),
  );

describe("an operator's session", () => {
  it('is good for an hour from its own sign-in, whatever its cookie is good for', async () => {
    expect(await operatorOf(await kept(10, 10), settings)).toMatchObject({ name: 'Olga', mayOperate: true });
    expect(await operatorOf(await kept(20 * HOUR, HOUR - 60), settings)).toBeDefined();
    expect(await operatorOf(await kept(20 * HOUR, HOUR), settings)).toBeUndefined();
  });

  it('is known for a day from the first sign-in, and then no more', async () => {
    expect(await lastSession(await kept(23 * HOUR, 2 * HOUR), settings)).toBeDefined();
    expect(await lastSession(await kept(24 * HOUR, 10), settings)).toBeUndefined();
    expect(await operatorOf(await kept(24 * HOUR, 10), settings)).toBeUndefined();
  });

  it('cannot be made with the key that signs links, which workers and the command line have', async () => {
    const content = { ...WHO, firstAt: now(), signedInAt: now() };
    const forged = asked(await seal([LINK_KEY], 'operator session', content, HOUR));
    expect(await operatorOf(forged, settings)).toBeUndefined();
    expect(await operatorOf(asked(await sealedSession(settings, content)), settings)).toBeDefined();
  });
});
