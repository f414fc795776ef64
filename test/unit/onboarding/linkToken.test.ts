import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import {
  linkOfShort,
  readLinkToken,
  readShortToken,
  setupUrl,
  shortUrl,
} from '../../../src/onboarding/linkToken.js';

const key = Buffer.alloc(32, 1);
const url = setupUrl({ publicUrl: 'https://sso.example', key }, 'contoso', {
  id: 'a1b2c3d4e5f6',
  expiresAt: '2026-12-08T09:00:00.500Z',
});
const token = url.split('/s/')[1]!;

describe('a link token', () => {
  it('is short enough for a text message, and says customer, link and expiry to who has the key', () => {
    expect(url.length).toBeLessThan(80);
    expect(readLinkToken([key], token)).toEqual({
      customerId: 'contoso',
      linkId: 'a1b2c3d4e5f6',
      expiresAt: new Date('2026-12-08T09:00:00Z'),
    });
  });

  it('with anything changed, or made with another key, is not one', () => {
    const [customer, link, expiry, code] = token.split('.');
    const changed = [
      ['fabrikam', link, expiry, code],
      [customer, 'a1b2c3d4e5f7', expiry, code],
      [customer, link, 'zzzzzz', code],
      [customer, link, expiry, `${code!.slice(0, -1)}${code!.endsWith('A') ? 'E' : 'A'}`],
      [customer, link, expiry],
    ].map((parts) => parts.join('.'));
    expect(changed.map((text) => readLinkToken([key], text))).toEqual(changed.map(() => undefined));
    expect(readLinkToken([Buffer.alloc(32, 2)], token)).toBeUndefined();
    expect(readLinkToken([key], '')).toBeUndefined();
  });

  it('of the key before still counts while that key is replaced', () => {
    expect(readLinkToken([Buffer.alloc(32, 2), key], token)).toMatchObject({ customerId: 'contoso' });
  });
});

describe('a short link', () => {
  const link = { id: 'a1b2c3d4e5f6', expiresAt: '2026-12-08T09:00:00.500Z' };
  const other = { id: 'b1b2c3d4e5f6', expiresAt: '2026-12-08T09:00:00.500Z' };
  const short = shortUrl({ publicUrl: 'https://sso.example', key }, 'contoso', link);
  const code = short.split('/s/')[1]!;
  const read = (text: string, keys = [key]) => readShortToken(keys, text, 'onboarding');
  const find = (text: string, links: (typeof link)[], keys = [key]) => {
    const token = read(text, keys);
    return token && linkOfShort(keys, token, links, 'onboarding');
  };

  it('is shorter than the long one, ends in a letter, and is found among the links of its workflow', () => {
    expect(url.length - short.length).toBeGreaterThanOrEqual(15);
    expect(short).toMatch(/[A-Za-z]$/);
    expect(find(code, [other, link])).toBe(link);
  });

  it('is of no other link, expiry, customer or workflow, and no long one', () => {
    expect(find(code, [other])).toBeUndefined();
    expect(find(code, [{ ...link, expiresAt: '2027-12-08T09:00:00.500Z' }])).toBeUndefined();
    expect(read(code.replace('contoso', 'fabrikam'))).toBeUndefined();
    expect(readShortToken([key], code, 'watch')).toBeUndefined();
    expect(readLinkToken([key], code)).toBeUndefined();
    expect(read(token)).toBeUndefined();
    expect(read(code, [Buffer.alloc(32, 2)])).toBeUndefined();
  });

  it('that is guessed is refused before the workflow is asked, and by its 128 bits after that', () => {
    const [customer, secret] = code.split('.');
    const guesses = Array.from(
      { length: 2_000 },
      () => `${customer!}.${randomBytes(20).toString('base64url').slice(0, 26)}`,
    );
    expect(guesses.filter((guess) => read(guess) !== undefined)).toEqual([]);
    expect(Buffer.from(secret!.slice(4), 'base64url')).toHaveLength(16);
    expect(
      linkOfShort([key], { customerId: 'contoso', code: 'A'.repeat(22) }, [link], 'onboarding'),
    ).toBeUndefined();
  });

  it('of the key before still counts while that key is replaced', () => {
    expect(find(code, [link], [Buffer.alloc(32, 2), key])).toBe(link);
  });
});
