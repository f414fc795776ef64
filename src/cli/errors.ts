/** What an error means to the caller of the CLI: its exit code. */
import { ZodError } from 'zod';
import { ConfigError } from '../config/read.js';
import { ERRORS, kindOf } from '../temporal/errors.js';

export const EXIT_CODES = `Exit codes:
  0  done
  1  refused, or failed
  2  wrong usage, settings or document
  3  there is no such onboarding
  4  Temporal cannot be reached
  5  the tenant differs from what was agreed (drift)`;

/** Not a failure: what was asked for was found (also by `npm run verify-tenant`). */
export const DIFFERS = 5;

/** A wrong document or option: exit code 2. */
export class UsageError extends Error {}

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof ZodError) return 2;
  const kind = kindOf(error);
  return kind === undefined ? 1 : ERRORS[kind].exitCode;
}

/** No stack traces for what is no bug of ours. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  if (isUsage || kindOf(error) !== undefined) return withHint(error);
  return process.env['LOG_LEVEL'] === 'debug' ? (error.stack ?? error.message) : error.message;
}

const withHint = (error: Error & { hint?: string }) =>
  error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
