import { afterEach, describe, expect, test } from '@jest/globals';
import { exitCodeOf, messageOf, UsageError } from '../../src/cli/errors.js';
import { fellShort } from '../../src/cli/offboard.js';
import { ConfigError } from '../../src/config.js';
import { TemporalUnreachableError } from '../../src/temporal/connection.js';
import { NoWorkerError, OnboardingNotFoundError, RefusedError } from '../../src/temporal/onboardings.js';

const level = process.env['LOG_LEVEL'];
afterEach(() => {
  if (level === undefined) delete process.env['LOG_LEVEL'];
  else process.env['LOG_LEVEL'] = level;
});

describe('exit codes', () => {
  test.each<[number, unknown]>([
    [1, new RefusedError('refused')],
    [1, new NoWorkerError('nobody there')],
    [1, new Error('anything else')],
    [1, 'not even an error'],
    [2, new UsageError('wrong')],
    [2, new ConfigError(['PAYLOAD_KEY: missing'])],
    [3, new OnboardingNotFoundError('none')],
    [4, new TemporalUnreachableError('nowhere')],
  ])('%i: %p', (code, error) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

test('an offboarding that was confirmed and did not remove anything has failed', () => {
  expect(fellShort({ status: 'done' }, { confirm: true })).toBe(false);
  expect(fellShort({ status: 'waiting' }, { confirm: true })).toBe(true);
  expect(fellShort({ status: 'waiting' }, {})).toBe(false);
  expect(fellShort({ status: 'blocked' }, {})).toBe(true);
});

describe('messages', () => {
  test('carry a stack trace only for a bug, and only when asked for', () => {
    delete process.env['LOG_LEVEL'];
    expect(messageOf(new TypeError('bug'))).toBe('bug');
    process.env['LOG_LEVEL'] = 'debug';
    expect(messageOf(new TypeError('bug'))).toContain('errors.test');
    expect(messageOf(new RefusedError('refused'))).toBe('refused');
  });

  test('say which command helps', () => {
    const error = new OnboardingNotFoundError('There is none.', 'List them with "sso-onboard list".');
    expect(messageOf(error)).toBe('There is none. List them with "sso-onboard list".');
  });
});
