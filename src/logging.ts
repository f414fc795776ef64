/** Structured logs: pino, with the customer's id on every line that is about an onboarding or what follows it. */
import { activityInfo } from '@temporalio/activity';
import { DefaultLogger, type ActivityInterceptorsFactory, type Logger } from '@temporalio/worker';
import type { Logger as PinoLogger } from 'pino';
import { customerIdOf } from './onboarding/names.js';

/** Temporal's own logger, writing to ours. Its meta data names workflow and activity, never payloads. */
export function bridgeToTemporal(logger: PinoLogger): Logger {
  return new DefaultLogger('TRACE', ({ level, message, meta }) => {
    const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
    const { error, ...rest } = (meta ?? {}) as Record<string, unknown>;
    logger[levels[level]]({ ...rest, ...(error instanceof Error ? { error: error.message } : {}) }, message);
  });
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
          logger.warn(
            { ...fields, ...took(), error: error instanceof Error ? error.message : '' },
            'activity failed',
          );
          throw error;
        }
      },
    },
  });
}
