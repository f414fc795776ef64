/** What a run leaves in a file, and that such files are replayed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from '../../verifyTenant/compare.js';
import { recordingSchema } from '../../verifyTenant/recording.js';
import { startVerifiedWorld, type VerifiedWorld } from '../support/verifyTenant.js';

const RECORDINGS = fileURLToPath(new URL('../recordings', import.meta.url));
/** Made by the sandbox, so that replaying is proved; not by Microsoft. */
const OWN_RECORDING = join(RECORDINGS, 'made-by-the-sandbox.json');

let verified: VerifiedWorld;
beforeEach(async () => {
  verified = await startVerifiedWorld();
});
afterEach(async () => {
  await verified.stop();
});

describe('what a recording holds', () => {
  it('has no name, id, domain, address or secret of the tenant in it', async () => {
    const { recording } = await verified.attempt();
    const text = JSON.stringify(recording).toLowerCase();
    const secrets = [
      ...[
        verified.tenant.id,
        verified.tenant.displayName,
        ...verified.tenant.verifiedDomains,
        verified.settings().client.clientId,
      ],
      ...verified.tenant.users.flatMap(({ id, userPrincipalName, displayName }) => [
        id,
        userPrincipalName,
        displayName,
      ]),
      ...verified.tenant.groups.flatMap(({ id, displayName }) => [id, displayName]),
      ...['sandbox-secret', 'bearer', 'eyj', 'localhost'],
    ].filter((secret) => secret.length > 3);
    // As whole words: one of the groups is called as a part of Microsoft's words is.
    const words = ` ${text.replace(/[^a-z0-9@.#-]+/g, ' ')} `;
    const isIn = (secret: string) => words.includes(` ${secret.toLowerCase()} `);
    expect(secrets.filter(isIn)).toEqual([]);
    expect(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-(?!0000-)/)).toBeNull();
    expect(text).not.toMatch(/@(?!odata\.)[a-z]/);
  });

  it('names the AADSTS number that a person saw, and nothing where the sign-in worked', async () => {
    const signIn = () =>
      Promise.resolve({ upsert: 'AADSTS650056', template: 'reached', nameId: null } as const);
    const refused = await verified.deviations({ signIn });
    expect(refused).toEqual([
      expect.objectContaining({ row: 'Q1', step: 'created by upsert', found: 'AADSTS650056' }),
    ]);
  });
});

describe('recordings that are kept', () => {
  it.each(readdirSync(RECORDINGS).filter((file) => file.endsWith('.json')))(
    '%s is what the sandbox answers',
    async (file) => {
      const recording = recordingSchema.parse(JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')));
      expect(compare(recording, await verified.reference(recording.facts))).toEqual([]);
    },
  );

  it('are compared in earnest: a recording in which one reply differs is told', async () => {
    const text = readFileSync(OWN_RECORDING, 'utf8');
    expect(text).toContain('"madeBy": "sandbox"');
    const recording = recordingSchema.parse(
      JSON.parse(text.replace("Can't modify redirectUris", 'Cannot modify redirectUris')),
    );
    const found = compare(recording, await verified.reference(recording.facts));
    expect(found.map(({ row, what }) => `${row} ${what}`)).toEqual(['O1 message']);
  });
});

/** `RECORD_SANDBOX=1` makes the recording anew, where the sandbox has learned something. */
const whenAsked = process.env['RECORD_SANDBOX'] === '1' ? ['anew'] : [];
it.each([...whenAsked, 'readable'])('the sandbox’s own recording is %s', async (how) => {
  if (how === 'anew') {
    const { facts } = await verified.attempt();
    const made = await verified.reference(facts);
    writeFileSync(OWN_RECORDING, `${JSON.stringify(made, null, 2)}\n`);
  }
  expect(recordingSchema.parse(JSON.parse(readFileSync(OWN_RECORDING, 'utf8'))).madeBy).toBe('sandbox');
});
