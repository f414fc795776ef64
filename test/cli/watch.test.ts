/** `sso-onboard watch`, `drift`, `offboard` and what belongs to them, as they are run. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HandoverPackage } from '../../src/onboarding/handover.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import { inPortal } from '../../sandbox/portal.js';
import { fromSetup, PAYLOAD_KEY } from '../support/temporal.js';
import { LINK_KEY } from '../support/web.js';
import { startWatchedWebWorld, type WatchedWebWorld } from '../support/watchedWebWorld.js';
import { visitor } from '../support/webWorld.js';

const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

let world: WatchedWebWorld;
let folder: string;
beforeEach(async () => {
  world = await startWatchedWebWorld();
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
});
afterEach(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The worker is in this process, so the command runs beside it. */
const run = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      NO_COLOR: '1',
      TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
      TASK_QUEUE: world.temporal.taskQueue,
      PAYLOAD_KEY: PAYLOAD_KEY.toString('base64'),
      PUBLIC_URL: world.publicUrl,
      LINK_KEY: LINK_KEY.toString('base64'),
    };
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

const inTheTenant = (method: string, path: string, body: object) => {
  const [tenant] = world.sandbox.world.tenants;
  inPortal(world.sandbox.world, tenant!, 'anna.admin@contoso.example', { method, path, body });
};

describe('sso-onboard watch', () => {
  it('shows a rollover, hands over its XML, takes the confirmation, the report of a test sign-in, and the end', async () => {
    await world.run(async () => {
      const { watch, until, onboarding } = await world.atTheHandover();
      const { customerId } = onboarding;
      const shown = await run('watch', customerId);
      expect(shown.code).toBe(0);
      expect(shown.stdout).toMatch(/^Watch over Contoso \(.*: waiting\n/);
      expect(shown.stdout).toMatch(/: active, known to the Hub\n.*: not active, not known to the Hub\n/);
      expect(shown.stdout).toContain('Waiting for hubAdministrator');
      const handover = await watch.query<HandoverPackage>('handover');
      expect((await run('watch', customerId, '--metadata-xml')).stdout).toBe(handover.metadataXml);
      const other = join(folder, 'other.xml');
      writeFileSync(other, handover.metadataXml.replace('<', '<!-- edited --><'));
      const confirm = (file: string) => run('watch', customerId, '--confirm-handover', file, '--by', 'Hanna');
      expect((await confirm(other)).stderr).toContain('the XML has changed since');
      expect(await confirm(join(folder, 'none.xml'))).toMatchObject({ code: 2 });
      const pasted = join(folder, 'metadata.xml');
      writeFileSync(pasted, handover.metadataXml);
      expect(await run('watch', customerId, '--confirm-handover', pasted)).toMatchObject({ code: 2 });
      const confirmed = await confirm(pasted);
      expect(confirmed).toMatchObject({ code: 0, stderr: expect.stringContaining('Accepted') });

      await until(({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
      const report = ['report-test-sign-in', customerId, '--watch', '--by', 'Una', '--error'];
      expect(await run(...report, 'it failed')).toMatchObject({ code: 2 });
      expect((await run(...report, '50105')).stdout).toMatch(
        /Test sign-in by Una: sign-in was blocked\n {2}AADSTS50105: /,
      );
      expect((await run('show', customerId)).stdout).toMatch(/Watched over: waiting, next check 20/);

      const link = await run('link', customerId, '--watch', '--contact', 'Anna', '--purpose', 'signIn');
      const browser = visitor(world);
      expect((await browser.open(link.stdout.split('\n')[0]!)).text).toContain('Test the sign-in');
      await browser.close();

      const stopped = await run('--json', 'watch', customerId, '--stop', '--by', 'Olga', '--reason', 'left');
      const { actions } = JSON.parse(stopped.stdout) as WatchProgress;
      expect(actions.at(-1)).toMatchObject({ signal: 'endWatch', by: 'Olga' });
      await watch.result();
      expect((await run('watch', customerId)).stdout).toContain(': stopped');
      expect(await run('watch', 'nobody')).toMatchObject({ code: 3 });
    });
  });
});

describe('sso-onboard offboard', () => {
  it('shows what it removes, removes it once confirmed, and repeated shows what was removed', async () => {
    await world.run(async () => {
      const { onboarding, watch } = await world.atTheHandover();
      const { customerId } = onboarding;
      const asked = await run('offboard', customerId);
      expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('To be removed:') });
      expect((await run('show', customerId)).stdout).toContain(
        'Offboarding: waiting. See: sso-onboard offboard',
      );
      expect((await run('offboard', customerId, '--confirm')).stderr).toContain('Give --by');
      const done = await run('offboard', customerId, '--confirm', '--by', 'Olga');
      expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('offboarding done') });
      await watch.result().catch(() => undefined); // cancelled
      expect(await run('offboard', customerId)).toMatchObject({ code: 0, stdout: done.stdout });
      expect((await run('show', customerId)).stdout).toContain(
        'Offboarding: done. See: sso-onboard offboard',
      );
    });
  });
});

describe('sso-onboard drift', () => {
  it('says field by field what differs, and by its exit code whether anything does', async () => {
    await world.run(async () => {
      const { onboarding } = await world.atTheHandover();
      const { customerId, progress } = onboarding;
      const agreed = await run('drift', customerId);
      expect(agreed).toMatchObject({ code: 0, stdout: expect.stringContaining('everything is as agreed') });
      const { applicationId } = (await progress()).artefacts;
      const own = 'api://contoso.example/own';
      const [agreedUri] = world.sandbox.world.tenants[0]!.applications.get(applicationId!)!.identifierUris;
      inTheTenant('PATCH', `/applications/${applicationId!}`, {
        displayName: 'Renamed',
        identifierUris: [agreedUri, own],
      });
      const drifted = await run('drift', customerId);
      expect(drifted.code).toBe(5);
      expect(drifted.stdout).toContain(`+ identifiers: identifierUris also has ${own} (their own`);
      expect(drifted.stdout).toContain(
        '! details: displayName is Renamed, agreed was MessageMedia SSO for Contoso',
      );
      const { servicePrincipalId } = (await progress()).artefacts;
      inTheTenant('PATCH', `/servicePrincipals/${servicePrincipalId!}`, { accountEnabled: false });
      const stopped = await run('drift', customerId);
      expect(stopped).toMatchObject({
        code: 5,
        stdout: expect.stringContaining('! signIn: accountEnabled is'),
      });
      inTheTenant('PATCH', `/servicePrincipals/${servicePrincipalId!}`, { accountEnabled: true });
      const { stdout } = await run('--json', 'drift', customerId);
      expect(JSON.parse(stdout)).toMatchObject({
        differences: [{ kind: 'added' }, { field: 'displayName' }],
      });
    });
  });
});
