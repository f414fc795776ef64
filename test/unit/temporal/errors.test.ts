import { describe, expect, it } from '@jest/globals';
import { TemporalUnreachableError } from '../../../src/temporal/connection.js';
import { ERRORS, kindOf } from '../../../src/temporal/errors.js';
import {
  NoWorkerError,
  OnboardingNotFoundError,
  RefusedError,
} from '../../../src/temporal/customerWorkflow.js';
import { WrongSettingsError } from '../../../src/temporal/readiness.js';

const grpc = (code: number) =>
  Object.assign(new Error('from the server'), { code, details: '', metadata: {} });

describe('what goes wrong with a workflow', () => {
  it.each<[keyof typeof ERRORS, number, number, Error]>([
    ['notFound', 3, 404, new OnboardingNotFoundError('none')],
    ['refused', 1, 409, new RefusedError('refused')],
    ['noWorker', 1, 503, new NoWorkerError('nobody there')],
    ['wrongSettings', 2, 503, new WrongSettingsError('another key')],
    ['unreachable', 4, 503, new TemporalUnreachableError('nowhere')],
    ['unreachable', 4, 503, grpc(14)],
    ['busy', 1, 503, grpc(8)],
  ])('%s exits with %i, and is answered by %i', (kind, exitCode, status, error) => {
    expect(kindOf(error)).toBe(kind);
    expect(ERRORS[kind]).toMatchObject({ exitCode, status });
  });

  it('is no bug, nor wrong input', () => {
    expect(kindOf(new TypeError('bug'))).toBeUndefined();
    expect(kindOf(undefined)).toBeUndefined();
  });
});
