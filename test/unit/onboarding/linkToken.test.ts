import { describe, expect, it } from '@jest/globals';
import { readLinkToken, setupUrl } from '../../../src/onboarding/linkToken.js';

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
