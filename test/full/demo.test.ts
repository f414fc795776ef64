/** The demo as scripts use it. */
import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { DemoOutcome } from '../../demo/demo.js';
import { fromSetup } from '../support/temporal.js';

it('`npm run demo -- --json` prints nothing but an outcome, of which all holds', async () => {
  const path = `${dirname(fromSetup('TEST_TEMPORAL_CLI'))}:${process.env['PATH'] ?? ''}`;
  const options = { env: { ...process.env, NODE_OPTIONS: '', PATH: path }, maxBuffer: 10_000_000 };
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'demo', '--', '--json'], options);
  expect(JSON.parse(stdout) as DemoOutcome).toMatchObject({
    status: 'done',
    ok: true,
    verification: {
      assignedUser: { signedIn: true, nameId: 'sam@contoso.example', roles: ['Sender'] },
      unassignedUser: { refused: true, error: expect.stringContaining('AADSTS50105') },
    },
  });
});
