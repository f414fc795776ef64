import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isTimeZone, withinDaytime } from '../../src/onboarding/textMessages.js';

const at = (text: string) => Date.parse(text);
const shown = (ms: number) => new Date(ms).toISOString();

describe('daytime', () => {
  it.each([
    ['2026-11-24T09:30:00Z', 'UTC', '2026-11-24T09:30:00.000Z', 'by day: at once'],
    ['2026-11-24T05:10:30Z', 'UTC', '2026-11-24T08:00:00.000Z', 'early: at 8:00'],
    ['2026-11-24T18:00:00Z', 'UTC', '2026-11-25T08:00:00.000Z', 'late: at 8:00 the next day'],
    [
      '2026-11-24T12:00:00Z',
      'Australia/Melbourne',
      '2026-11-24T21:00:00.000Z',
      'at 23:00 there: at 8:00 there',
    ],
    ['2026-11-24T12:00:00Z', 'Asia/Kolkata', '2026-11-24T12:00:00.000Z', 'at 17:30 there: at once'],
    // Clocks go forward at 2:00 that night.
    ['2026-03-28T22:00:00Z', 'Europe/Berlin', '2026-03-29T07:00:00.000Z', 'at 9:00 there'],
  ])('from %s in %s is %s: %s', (from, zone, to) => {
    expect(shown(withinDaytime(at(from), zone))).toBe(to);
  });

  it('is never earlier than asked, less than a day later, and always between 8:00 and 18:00 there', () => {
    const zones = ['UTC', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia', 'Europe/London'];
    const proved = () => {
      fc.assert(
        fc.property(
          fc.integer({ min: at('2026-01-01'), max: at('2031-01-01') }),
          fc.constantFrom(...zones),
          (ms, zone) => {
            const found = withinDaytime(ms, zone);
            const hour = Number(
              new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(
                found,
              ),
            );
            return found >= ms && found - ms < 86_400_000 && hour >= 8 && hour < 18;
          },
        ),
      );
    };
    expect(proved).not.toThrow();
  });

  it('knows the zones of the IANA database and no others', () => {
    expect(['UTC', 'Australia/Sydney', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});
