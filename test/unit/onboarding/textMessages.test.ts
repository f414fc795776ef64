import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daytimeLeft, isTimeZone, nextText, withinDaytime } from '../../../src/onboarding/textMessages.js';

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

  it.each([
    ['2026-11-24T06:59:59Z', 0],
    ['2026-11-24T07:00:00Z', 10 * 3_600_000],
    ['2026-11-24T16:58:30Z', 90_000],
    ['2026-11-24T17:00:00Z', 0],
  ])('at %s in Berlin lasts for %d ms more', (from, left) => {
    expect(daytimeLeft(at(from), 'Europe/Berlin')).toBe(left);
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

describe('of several texts', () => {
  const DAY_MS = 86_400_000;
  const begun = at('2026-11-24T22:15:00Z');
  const times = [0, 1, 3, 7].map((days) => begun + days * DAY_MS);
  const next = (sent: number, from: string, atOnce = true) => {
    const found = nextText(times, { sent, from: at(from), timeZone: 'UTC', atOnce });
    return found && { ...found, at: shown(found.at) };
  };

  it('the first waits for the day unless it is to go at once', () => {
    expect(next(0, '2026-11-24T22:15:00Z')).toMatchObject({ number: 1, at: '2026-11-24T22:15:00.000Z' });
    expect(next(0, '2026-11-24T22:15:00Z', false)).toMatchObject({ at: '2026-11-25T08:00:00.000Z' });
  });

  it.each([
    ['is sent by day', 1, '2026-11-24T22:16:00Z', { number: 2, at: '2026-11-26T08:00:00.000Z' }],
    [
      'waits for the next day, late',
      1,
      '2026-11-26T19:00:00Z',
      { number: 2, at: '2026-11-27T08:00:00.000Z' },
    ],
    ['is the last of those due', 1, '2026-11-28T12:00:00Z', { number: 3, at: '2026-11-28T12:00:00.000Z' }],
    ['is due by the morning', 1, '2026-12-01T21:00:00Z', { number: 4, at: '2026-12-02T08:00:00.000Z' }],
  ])('the next %s', (_what, sent, from, expected) => {
    expect(next(sent, from)).toEqual({ ...expected, byDay: true });
  });

  it('none follows the last', () => {
    expect(next(4, '2026-12-02T08:00:00Z')).toBeUndefined();
  });
});
