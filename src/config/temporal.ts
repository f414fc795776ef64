/** Settings of everything that speaks to Temporal, and all that the command line needs. */
import { z } from 'zod';
import type { Environment } from './files.js';
import { ConfigError, read } from './read.js';
import { keys, publicUrl } from './values.js';

export const temporalShape = z.object({
  TASK_QUEUE: z.string().min(1).default('sso-onboarding'),
  PAYLOAD_KEY: keys,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** What everything that speaks to Temporal needs: the CLI, the worker, the codec server. @throws ConfigError */
export function readTemporalSettings(env: Environment) {
  const { values, problems } = read(temporalShape, env);
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  return { taskQueue: values.TASK_QUEUE, payloadKeys: values.PAYLOAD_KEY, logLevel: values.LOG_LEVEL };
}

const linkShape = z.object({ PUBLIC_URL: publicUrl, LINK_KEY: keys });

/** What makes links to the web pages. @throws ConfigError */
export function readLinkSettings(env: Environment) {
  const { values, problems } = read(linkShape, env);
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  return { publicUrl: values.PUBLIC_URL, key: values.LINK_KEY[0] };
}
