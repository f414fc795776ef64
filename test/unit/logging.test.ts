/** What the log lines of activities say. */
import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { logActivities } from '../../src/logging.js';

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
