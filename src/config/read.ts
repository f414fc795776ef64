/** Every setting, read once, validated at once: an invalid environment gives one error that lists all that is wrong. */
import type { z } from 'zod';
import { type Environment, readText } from './files.js';

/** One line per setting that is missing or wrong. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The settings are not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Those of a shape that may come from a file: `NAME_FILE` is read where `NAME` is not set. */
const SECRETS = [
  'PAYLOAD_KEY',
  'LINK_KEY',
  'SESSION_KEY',
  'MESSAGEMEDIA_API_SECRET',
  'SMTP_PASSWORD',
  'EMAIL_CALLBACK_KEY',
  'SIGN_IN_CLIENT_SECRET',
  'OPERATOR_CLIENT_SECRET',
  'WEBHOOK_SECRET',
];

/**
 * What a shape asks for, with the secrets that come from files. Those of other processes are not opened: each may have
 * a folder of its own. Empty values count as not set.
 */
export function read<T extends z.ZodObject>(shape: T, env: Environment, moreSecrets: string[] = []) {
  const given: Environment = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(env)) if (value !== '') given[name] = value;
  for (const name of [...SECRETS.filter((secret) => secret in shape.shape), ...moreSecrets]) {
    const file = given[`${name}_FILE`];
    if (given[name] !== undefined || file === undefined) continue;
    const text = readText(`${name}_FILE`, file, problems)?.trim();
    if (text !== undefined) given[name] = text;
  }
  const parsed = shape.safeParse(given);
  if (parsed.success) return { given, values: parsed.data, problems };
  for (const { path, message, code } of parsed.error.issues) {
    const name = String(path[0]);
    const missing = code === 'invalid_type' && given[name] === undefined;
    if (missing && given[`${name}_FILE`] !== undefined) continue; // its unreadable file is named already
    problems.push(`${name}: ${missing ? `missing${HINTS[name] ?? ''}` : message}`);
  }
  return { given, values: undefined, problems };
}

const HINTS: Record<string, string> = {
  PAYLOAD_KEY:
    ': 32 bytes in base64 (or PAYLOAD_KEY_FILE), the same as the workers have; make one with: openssl rand -base64 32. To try things out, "npm start" makes all settings',
  LINK_KEY: ': 32 bytes in base64 (or LINK_KEY_FILE); make one with: openssl rand -base64 32',
  SESSION_KEY:
    ': 32 bytes in base64 (or SESSION_KEY_FILE), of the web processes alone; make one with: openssl rand -base64 32',
  PUBLIC_URL: ': the address at which people reach the web pages',
  SIGN_IN_CLIENT_ID: ': the id of your application by which administrators sign in',
};
