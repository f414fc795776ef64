import { describe, expect, it } from '@jest/globals';
import { fitted, MOST_PARTS, plainText, sizeOf } from '../../../src/messagemedia/smsText.js';

describe('the alphabet of a text', () => {
  it.each([
    ['O’Brien “Ltd” – now…', 'O\'Brien "Ltd" - now...'],
    ['no\u00A0break, thin\u202Fspace, soft\u00ADhyphen\u200B', 'no break, thin space, softhyphen'],
    ['Mu\u0308nchen cafe\u0301', 'München café'],
    ['€ 5 [net]', '€ 5 [net]'],
  ])('of %j is plain', (text, plain) => {
    expect(plainText(text)).toBe(plain);
    expect(sizeOf(plain).encoding).toBe('GSM-7');
  });

  it.each(['Łódź – “A”', '東京', 'ça va', '👍 ok'])('of %j stays as it is', (text) => {
    expect(plainText(text)).toBe(text);
    expect(sizeOf(text).encoding).toBe('UCS-2');
  });
});

describe('the parts of a text', () => {
  it.each([
    ['160 plain signs', 'a'.repeat(160), 1],
    ['161 plain signs', 'a'.repeat(161), 2],
    ['306 plain signs', 'a'.repeat(306), 2],
    ['307 plain signs', 'a'.repeat(307), 3],
    ['80 signs of the extension', '€'.repeat(80), 1],
    ['81 signs of the extension', '€'.repeat(81), 2],
    // 76 euros fill 152 of 153 septets: the next is not torn.
    ['153 signs of the extension', '€'.repeat(153), 3],
    ['70 wide signs', '東'.repeat(70), 1],
    ['71 wide signs', '東'.repeat(71), 2],
    ['35 signs of two units', '👍'.repeat(35), 1],
    // 33 fill 66 of 67 units.
    ['67 signs of two units', '👍'.repeat(67), 3],
  ])('of %s are counted', (_what, text, parts) => {
    expect(sizeOf(text).parts).toBe(parts);
  });

  it('of a company with a typographic apostrophe are as many as with a plain one', () => {
    const text = (apostrophe: string) =>
      `MessageMedia SSO for Joe${apostrophe}s Fish and Chips: please choose who may sign in: https://sso.example/s/joes.a1b2c3d4e5f6.t0abcd.0123456789012345678901`;
    expect(fitted(text('’'))).toEqual(fitted(text("'")));
    expect(fitted(text('’'))).toMatchObject({ encoding: 'GSM-7', parts: 1 });
  });

  it.each([
    ['plain', 'word '],
    ['wide', '東京 '],
    ['without a space', '東'],
  ])('are bounded where the text is %s, and the address at its end stays whole', (_what, word) => {
    const address = `https://sso.example/s/${'x'.repeat(60)}`;
    const { content, parts } = fitted(`MessageMedia SSO: ${word.repeat(2000)} ${address}`);
    expect(parts).toBeLessThanOrEqual(MOST_PARTS);
    expect(content.endsWith(`... ${address}`)).toBe(true);
    expect(sizeOf(content).parts).toBe(parts);
  });

  it('are bounded also without an address', () => {
    expect(fitted('word '.repeat(2000)).parts).toBe(MOST_PARTS);
  });
});
