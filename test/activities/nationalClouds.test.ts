/** Where Graph makes no signing certificate, ours is uploaded: Entra ID signs with it, and nobody else sees its key. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from '../../demo/browser.js';
import { fillHubForm, signInToHub } from '../../demo/people.js';
import { handoverPackage } from '../../src/onboarding/handover.js';
import { onboardingRequestSchema, serviceProviderOf } from '../../src/onboarding/request.js';
import type { FederationMetadata } from '../../src/activities/entra/metadata.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { CONTOSO, runPipeline } from '../support/pipeline.js';
import { minimalRequest } from '../support/request.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { sandboxHub } from '../support/scenarios.js';

let world: TestSandbox;
let folder: string;
let log: string;
let browser: Browser;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'national-'));
  log = join(folder, 'requests.jsonl');
  world = await startTestSandbox({ cloud: 'china', requestLog: log });
  const [client] = world.sandbox.world.clients;
  consent(world.sandbox.world.tenants[0]!, client!, client!.requestedPermissions);
  browser = new Browser(world.settings.ca!);
});
afterEach(async () => {
  await browser.close();
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('signs a user in with the uploaded certificate, and the Hub accepts it', async () => {
  const results = await runPipeline(world);
  const request = onboardingRequestSchema.parse(minimalRequest({ serviceProvider: sandboxHub(world) }));
  const metadata = results['fetchFederationMetadata'] as unknown as FederationMetadata;
  const handover = handoverPackage(request, serviceProviderOf(request), metadata, false);
  const hub = { origin: world.sandbox.origin, accountId: CONTOSO.hubAccount };
  await fillHubForm(browser, hub, handover);
  expect(await signInToHub(browser, world.sandbox.origin, 'maria@contoso.example')).toHaveProperty('signIn');
});

it('sends the private key to Entra ID and nowhere else', async () => {
  const results = await runPipeline(world);
  const [tenant] = world.sandbox.world.tenants;
  const requests = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { method: string; url: string; body: unknown });
  const withKey = requests.filter(({ body }) => JSON.stringify(body).includes('secretText'));
  expect(withKey).toMatchObject([
    { method: 'PATCH', url: expect.stringMatching(/^\/v1.0\/servicePrincipals\//) },
  ]);
  expect([...tenant!.signingKeys.values()]).toHaveLength(1);
  expect(Object.keys(results['setSigningCertificate']!).sort()).toEqual(['expiresAt', 'name', 'thumbprint']);
});
