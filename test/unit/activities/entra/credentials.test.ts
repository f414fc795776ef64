import { describe, expect, it } from '@jest/globals';
import { belongsTo, type Credentials, thumbprintOf } from '../../../../src/activities/entra/credentials.js';
import { durationMs } from '../../../../src/activities/entra/credentialPolicy.js';
import { makeOwnCertificate } from '../../../../src/activities/entra/ownCertificate.js';

const DAY_MS = 86_400_000;

// O13
describe('the credentials of one certificate are found together, whatever their customKeyIdentifier is', () => {
  const identifiers = {
    'raw SHA-1': (thumbprint: string) => Buffer.from(thumbprint, 'hex').toString('base64'),
    '32 bytes': () => Buffer.alloc(32, 7).toString('base64'),
    'the hex as if it were base64': (thumbprint: string) => thumbprint,
    'the hex in ASCII, as base64': (thumbprint: string) => Buffer.from(thumbprint).toString('base64'),
  };

  it.each(Object.entries(identifiers))('%s', async (_, identify) => {
    const made = await makeOwnCertificate('CN=test', Date.parse('2026-11-27T00:00:00Z'));
    const other = await makeOwnCertificate('CN=other', Date.parse('2026-11-27T00:00:00Z'));
    const customKeyIdentifier = identify(made.thumbprint);
    const found: Credentials = {
      keyCredentials: [
        // As Graph shows what signs: without its key.
        ...made.keyCredentials.map((one) => ({
          ...one,
          customKeyIdentifier,
          key: one.usage === 'Verify' ? one.key : null,
        })),
        ...other.keyCredentials,
      ],
      passwordCredentials: [
        ...made.passwordCredentials.map((one) => ({ ...one, customKeyIdentifier })),
        ...other.passwordCredentials,
      ],
    };
    const all = [...found.keyCredentials, ...found.passwordCredentials];
    expect(all.map(belongsTo(found, made.thumbprint))).toEqual([true, true, false, false, true, false]);
    expect(all.map(belongsTo(found, other.thumbprint))).toEqual([false, false, true, true, false, true]);
  });

  it('32 bytes alone are no thumbprint', () => {
    expect(thumbprintOf({ customKeyIdentifier: Buffer.alloc(32, 7).toString('base64') })).toBeUndefined();
  });
});

it.each([
  ['P365D', 365 * DAY_MS],
  ['P1Y', 365 * DAY_MS],
  ['P1Y6M', 545 * DAY_MS],
  ['P4W', 28 * DAY_MS],
  ['P4DT12H30M5S', 4 * DAY_MS + 45_005_000],
  ['a year', undefined],
])('a lifetime of %s is so many milliseconds', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
