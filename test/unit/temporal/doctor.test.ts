/** What the doctor makes of what it has found. */
import { describe, expect, it } from '@jest/globals';
import { clockFinding } from '../../../src/temporal/doctor/clock.js';
import { retentionFinding, serverFinding } from '../../../src/temporal/doctor/examine.js';

describe('a clock', () => {
  const asked = { from: 1_000_000, to: 1_000_400 };

  it.each([
    [1_000_200, 'ok', /^at most 0\.2 s from Temporal's$/],
    [1_003_000, 'ok', /^at most 3\.0 s/],
    [1_020_400, 'warning', /^the clock of this machine is 20\.0 s behind Temporal's$/],
    [980_000, 'warning', /^the clock of this machine is 20\.0 s ahead of Temporal's$/],
    [800_000, 'failed', /200\.0 s ahead/],
  ])('that says %i for between 1,000,000 and 1,000,400 is told as %s', (at, result, says) => {
    const finding = clockFinding({ at, ...asked });
    expect(finding.result).toBe(result);
    expect(finding.says).toMatch(says);
    expect(finding.toDo === undefined).toBe(result === 'ok');
  });
});

it.each([
  ['1.32.0', 'ok'],
  ['1.29.1', 'ok'],
  ['2.0.0', 'ok'],
  ['', 'ok'],
  ['1.28.3', 'warning'],
  ['1.9.0', 'warning'],
])('the server version %p is told as %s', (version, result) => {
  expect(serverFinding('temporal:7233', version).result).toBe(result);
});

it('a retention under a week is warned of', () => {
  expect(retentionFinding('default', 30 * 86_400).result).toBe('ok');
  expect(retentionFinding('default', 7 * 86_400).result).toBe('ok');
  expect(retentionFinding('default', 86_400)).toMatchObject({ result: 'warning' });
});
