/** What the log lines of activities say. */
import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { bridgeToTemporal, logActivities } from '../../src/logging.js';

describe('the log line of an activity', () => {
  it.each([
    'onboarding/contoso',
    'onboarding/contoso/assignments',
    'watch/contoso',
    'events/contoso/01a20b79',
  ])('names the customer when %s has called it', async (workflowId) => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => lines.push(line) });
    const info = { workflowExecution: { workflowId, runId: 'run' } };
    const interceptors = [logActivities(logger)];
    await new MockActivityEnvironment(info, { interceptors }).run(() => Promise.resolve());
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { onboarding: 'contoso', runId: 'run', msg: 'activity done' },
    ]);
  });
});

describe('a line of Temporal itself', () => {
  const written = (write: (bridge: ReturnType<typeof bridgeToTemporal>) => void) => {
    const lines: string[] = [];
    write(bridgeToTemporal(pino({}, { write: (line: string) => lines.push(line) })));
    return lines.map((line) => JSON.parse(line) as unknown);
  };

  it('keeps its reason, which the core gives as a string and the SDK as an error with causes', () => {
    const error = new Error('Failed', { cause: new Error('no key', { cause: new Error('of 32 bytes') }) });
    const lines = written((bridge) => {
      bridge.warn('poll failed', { error: 'connection refused', target: 'core' });
      bridge.error('activation failed', { error, workflowId: 'onboarding/contoso', runId: 'run' });
    });
    expect(lines).toMatchObject([
      { msg: 'poll failed', error: 'connection refused', target: 'core' },
      { msg: 'activation failed', error: 'Failed: no key: of 32 bytes', onboarding: 'contoso', runId: 'run' },
    ]);
  });

  it('is left out where the line of an activity says the same', () => {
    const lines = written((bridge) => {
      bridge.warn('Activity failed', { error: new Error('x') });
    });
    expect(lines).toEqual([]);
  });
});
