/** What options must look like, for commander's `argParser`. */
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** @throws InvalidArgumentError */
export function parseTenant(text: string): string {
  if (z.guid().safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be a GUID: the id of the tenant.');
}

/**
 * In upper-case hex, as Graph writes it. Windows shows it with spaces, behind a mark that nobody sees; openssl with
 * colons.
 * @throws InvalidArgumentError
 */
export function parseThumbprint(text: string): string {
  const digits = text.replace(/[\s:\u200e]/g, '').toUpperCase();
  if (/^[0-9A-F]{40}$/.test(digits)) return digits;
  throw new InvalidArgumentError("It must be the certificate's SHA-1: 40 hexadecimal digits.");
}
