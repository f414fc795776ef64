import { afterEach, describe, expect, test } from '@jest/globals';
import { exitCodeOf, messageOf, UsageError } from '../../../src/cli/errors.js';
import { fellShort, renderOffboarding } from '../../../src/cli/offboard.js';
import { ConfigError } from '../../../src/config/read.js';
import { TemporalUnreachableError } from '../../../src/temporal/connection.js';
import { WrongSettingsError } from '../../../src/temporal/readiness.js';
import {
  NoWorkerError,
  OnboardingNotFoundError,
  RefusedError,
} from '../../../src/temporal/customerWorkflow.js';

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
    [2, new WrongSettingsError('another key')],
    [3, new OnboardingNotFoundError('none')],
    [4, new TemporalUnreachableError('nowhere')],
  ])('%i: %p', (code, error) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

test('an offboarding that was confirmed and did not remove anything has failed', () => {
  const execution = 'RUNNING';
  expect(fellShort({ status: 'done', execution: 'COMPLETED' }, { confirm: true })).toBe(false);
  expect(fellShort({ status: 'waiting', execution }, { confirm: true })).toBe(true);
  expect(fellShort({ status: 'waiting', execution }, {})).toBe(false);
  expect(fellShort({ status: 'blocked', execution }, {})).toBe(true);
  expect(fellShort({ status: 'running', execution: 'TERMINATED' }, {})).toBe(true);
});

test('an offboarding that was terminated is told as such, and asks for no confirmation', () => {
  const text = renderOffboarding({
    customerId: 'contoso',
    tenant: 'contoso.example',
    offboardingId: 'x',
    status: 'waiting',
    execution: 'TERMINATED',
    step: 'confirmation',
    waitingFor: { signal: 'confirmOffboarding', from: 'operator', instruction: 'Look at it.' },
    problem: null,
    plan: null,
    actions: [],
    refused: [],
    retrying: [],
  });
  expect(text).toMatch(/offboarding terminated$/);
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
