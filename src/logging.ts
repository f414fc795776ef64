/** Structured logs: pino, with the customer's id on every line that is about an onboarding or what follows it. */
import { activityInfo } from '@temporalio/activity';
import { DefaultLogger, type ActivityInterceptorsFactory, type Logger } from '@temporalio/worker';
import type { Logger as PinoLogger } from 'pino';
import { customerIdOf } from './onboarding/names.js';

/** Of what is told as the reason. */
const MOST_CHARACTERS = 2_000;

/** Temporal's own logger, writing to ours. Its meta data names workflow and activity, never payloads. */
export function bridgeToTemporal(logger: PinoLogger): Logger {
  return new DefaultLogger('TRACE', ({ level, message, meta }) => {
    // `logActivities` has told it already, with more.
    if (message === 'Activity failed') return;
    const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
    const { error, ...rest } = (meta ?? {}) as Record<string, unknown>;
    const { workflowId } = rest;
    const about = typeof workflowId === 'string' ? { onboarding: customerIdOf(workflowId) } : {};
    const reason = error === undefined ? {} : { error: reasonOf(error) };
    logger[levels[level]]({ ...about, ...rest, ...reason }, message);
  });
}

/** With its causes: the outermost message is often that something failed. Temporal's core gives a string. */
function reasonOf(error: unknown): string {
  const messages: string[] = [];
  let current = error;
  for (let depth = 0; current instanceof Error && depth < 10; depth += 1) {
    if (messages.at(-1) !== current.message) messages.push(current.message);
    current = current.cause;
  }
  const said =
    messages.length > 0 ? messages.join(': ') : typeof error === 'string' ? error : JSON.stringify(error);
  return said.slice(0, MOST_CHARACTERS);
}

/** One line per activity attempt: what ran for whom, how long, and how it ended. No inputs, no results. */
export function logActivities(logger: PinoLogger): ActivityInterceptorsFactory {
  return () => ({
    inbound: {
      async execute(input, next) {
        const { activityType, attempt, workflowExecution } = activityInfo();
        const fields = {
          onboarding: customerIdOf(workflowExecution?.workflowId ?? ''),
          runId: workflowExecution?.runId,
          activity: activityType,
          attempt,
        };
        const begun = performance.now();
        const took = () => ({ durationMs: Math.round(performance.now() - begun) });
        try {
          const result = await next(input);
          logger.info({ ...fields, ...took() }, 'activity done');
          return result;
        } catch (error) {
          logger.warn({ ...fields, ...took(), error: reasonOf(error) }, 'activity failed');
          throw error;
        }
      },
    },
  });
}
