/** Once for all tests: a real dev server, the time-skipping server's executable, a browser, and the bundled workflows. */
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SEARCH_ATTRIBUTES } from '../../src/onboarding/searchAttributes.js';
import { locateDevServer } from '../../environment/temporal/devServer.js';
import { freePort } from '../../environment/temporal/ports.js';
import { startDevServer, type DevServer } from '../../environment/temporal/startDevServer.js';
import { locateTestServer } from '../../environment/temporal/testServer.js';
import { KEY_PAIRS, loadOrMakeTls, newKeyPair } from '../../sandbox/tls.js';
import { installedBrowser } from './installedBrowser.js';

const WORKFLOWS = fileURLToPath(new URL('../../src/workflows/index.ts', import.meta.url));
const INTERCEPTORS = fileURLToPath(new URL('../../src/workflows/interceptors.ts', import.meta.url));
const SHARED = fileURLToPath(new URL('../../src/workflows/sharedSchemas.ts', import.meta.url));

export async function setUp(): Promise<Pick<DevServer, 'stop'>> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  process.env['FC_SEED'] ??= String(randomInt(2 ** 31));
  say(`Random choices of this run: FC_SEED=${process.env['FC_SEED']}`);
  const folder = mkdtempSync(join(tmpdir(), 'sso-onboarding-tests-'));
  const { path: binary } = await locateDevServer({ say });
  const { path: testServer } = await locateTestServer({ say });
  const browser = await installedBrowser(say);
  const server = await startDevServer({
    binary,
    port: await freePort(),
    uiPort: await freePort(),
    dbFile: join(folder, 'temporal.db'),
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name }) => [name, 'Keyword' as const])),
  });
  const { code } = await bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    workflowInterceptorModules: [INTERCEPTORS],
    preloadModules: [SHARED],
    logger: new DefaultLogger('WARN'),
  });
  const bundle = join(folder, 'workflow-bundle.js');
  writeFileSync(bundle, code);
  // A key pair takes 150 ms to make: all sandboxes share a few, and one certificate authority.
  loadOrMakeTls(folder);
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(Array.from({ length: KEY_PAIRS }, newKeyPair)));
  // Test files run in processes of their own: the environment is what they share.
  process.env['TEST_TEMPORAL_ADDRESS'] = server.address;
  process.env['TEST_TEMPORAL_CLI'] = binary;
  process.env['TEST_TEMPORAL_TEST_SERVER'] = testServer;
  process.env['TEST_WORKFLOW_BUNDLE'] = bundle;
  process.env['TEST_SANDBOX_DATA'] = folder;
  process.env['TEST_BROWSER'] = browser ?? '';
  return {
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
