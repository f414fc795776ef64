import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contrast, readable } from '../../../../src/onboarding/profiles/colours.js';

it("any brand's colour can be read: on the page, on its own tint, and beneath the text of a button", () => {
  const channel = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.tuple(channel, channel, channel), (bytes) => {
      const accent = `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      const { light, dark, lightSoft, darkSoft } = readable(accent);
      const pairs = [
        [light, '#ffffff'],
        [light, '#f6f7f9'],
        [light, lightSoft],
        [dark, '#171b22'],
        [dark, '#0e1116'],
        [dark, darkSoft],
        [dark, '#0b1220'],
      ] as const;
      for (const [text, ground] of pairs) {
        expect([accent, text, ground, contrast(text, ground) >= 4.5]).toEqual([accent, text, ground, true]);
      }
    }),
  );
});

it('a colour that can be read on light ground stays as it is there', () => {
  expect(readable('#1d5bd6').light).toBe('#1d5bd6');
});
