/** Running onboardings outlive deployments: every history recorded with released code must still replay. */
import { describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromSetup } from '../support/temporal.js';

const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const names = readdirSync(HISTORIES);
const history = (name: string): unknown => JSON.parse(readFileSync(join(HISTORIES, name), 'utf8'));

async function replay(name: string, bundle: { codePath: string } | { code: string }): Promise<void> {
  await Worker.runReplayHistory(
    { workflowBundle: bundle },
    history(name),
    `onboarding/${workflowCustomer(name)}`,
  );
}

/** The workflow checks its own ID against the request's customer. */
function workflowCustomer(name: string): string {
  const text = readFileSync(join(HISTORIES, name), 'utf8');
  const workflowId = /"workflowId": "onboarding\/([^"]+)"/.exec(text)?.[1];
  if (workflowId === undefined) throw new Error(`${name} names no workflow ID`);
  return workflowId;
}

describe('recorded histories', () => {
  it('cover the happy path, roles, the minimal profile, a refused consent, a block and a cancel', () => {
    expect(names.map((name) => name.replace('.json', ''))).toEqual([
      'blockedAndRetried',
      'cancelledWithRollback',
      'happyPath',
      'minimalProfile',
      'refusedConsent',
      'spInitiatedWithRoles',
    ]);
  });

  it.each(names)('%s replays with the workflows as they are now', async (name) => {
    await expect(replay(name, { codePath: fromSetup('TEST_WORKFLOW_BUNDLE') })).resolves.toBeUndefined();
  });

  it('do not replay with workflows whose steps have changed places', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'edited-'));
    try {
      for (const part of ['workflows', 'onboarding'])
        cpSync(join(PROJECT, 'src', part), join(folder, part), { recursive: true });
      symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      const file = join(folder, 'workflows', 'onboardCustomer.ts');
      const source = readFileSync(file, 'utf8');
      const edited = source.replace('activities.createEnterpriseApplication.', 'activities.setSamlMode.');
      expect(edited).not.toBe(source);
      writeFileSync(file, edited);
      const { code } = await bundleWorkflowCode({
        workflowsPath: join(folder, 'workflows', 'index.ts'),
        logger: new DefaultLogger('WARN'),
      });
      await expect(replay('happyPath.json', { code })).rejects.toThrow(DeterminismViolationError);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
