import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { Browser } from '../../demo/browser.js';
import { fillHubForm, signInToHub } from '../../demo/people.js';
import { handoverPackage } from '../../src/onboarding/handover.js';
import type { ServiceProvider } from '../../src/onboarding/profiles.js';
import type { Problem } from '../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { CONTOSO, type Results, runActivity, runPipeline, scope } from '../support/pipeline.js';
import { minimalRequest } from '../support/request.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const PATIENT = 10;

let world: TestSandbox;
let browser: Browser;
let results: Results;
let serviceProvider: ServiceProvider;

/** A tenant that was set up, and a Hub that was told. */
beforeEach(async () => {
  world = await startTestSandbox();
  const { origin, world: outside } = world.sandbox;
  consent(outside.tenants[0]!, outside.clients[0]!, outside.clients[0]!.requestedPermissions);
  browser = new Browser(world.settings.ca!);
  results = await runPipeline(world);
  serviceProvider = {
    profile: 'messagemedia-hub',
    entityId: `${origin}/hub`,
    replyUrls: [`${origin}/hub/sso/acs`],
    signOnUrl: `${origin}/hub/login/sso`,
    probeUrl: `${origin}/hub/login/sso?email=probe@contoso.example`,
  };
  const metadata = results['fetchFederationMetadata'] as Parameters<typeof handoverPackage>[2];
  const request = onboardingRequestSchema.parse(minimalRequest());
  const handover = handoverPackage(request, serviceProvider, metadata, false);
  await fillHubForm(browser, { origin, accountId: CONTOSO.hubAccount }, handover);
});
afterEach(async () => {
  await browser.close();
  await world.stop();
});

const probe = (changes: Partial<ServiceProvider> = {}) => {
  const provider = { ...serviceProvider, ...changes };
  const input = {
    probeUrl: provider.probeUrl,
    serviceProvider: provider,
    singleSignOnUrl: results['fetchFederationMetadata']!['singleSignOnUrl'],
  };
  return runActivity(world, 'probeSignOn', input, PATIENT);
};
const problem = async (work: Promise<unknown>): Promise<Problem> => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof ApplicationFailure)) throw new Error(`did not block: ${String(error)}`);
  return error.details?.[0] as Problem;
};

describe('the probe of the Hub', () => {
  it('passes when the Hub asks for what was agreed', async () => {
    await expect(probe()).resolves.toEqual({});
  });

  it('names each value that is not as agreed', async () => {
    const { code, details } = await problem(
      probe({ entityId: 'https://other.example', replyUrls: ['https://other.example/acs'] }),
    );
    expect(code).toBe('hub_differs');
    expect(details).toEqual([
      expect.stringContaining('It must be https://other.example.'),
      expect.stringContaining('It must be https://other.example/acs.'),
    ]);
  });

  it('finds out when the Hub was given the metadata of another tenant', async () => {
    const account = world.sandbox.world.hub.accounts.find(
      ({ accountId }) => accountId === CONTOSO.hubAccount,
    )!;
    account.metadataXml = account.metadataXml!.replaceAll(
      CONTOSO.tenantId,
      '82072ab1-d69c-5544-86dd-b235c029bc17',
    );
    const { details } = await problem(probe());
    expect(details).toEqual([expect.stringContaining('paste the XML again')]);
  });

  it('blocks when the Hub begins no sign-in there, and asks no other host', async () => {
    const { origin } = world.sandbox;
    const elsewhere = await problem(probe({ probeUrl: `${origin}/hub/login/sso` }));
    expect(elsewhere).toMatchObject({ code: 'hub_does_not_ask' });
    const internal = await problem(probe({ probeUrl: 'https://10.0.0.8/login' }));
    expect(internal.reason).toContain('not public');
  });

  it('looks twice while somebody waits for the answer, and longer where nobody does', async () => {
    const probeUrl = `${world.sandbox.origin}/nowhere`;
    const look = (somebodyWaits: boolean, attempt: number) =>
      problem(
        runActivity(
          world,
          'probeSignOn',
          { probeUrl, serviceProvider, singleSignOnUrl: 'https://login.example/saml2', somebodyWaits },
          attempt,
        ),
      );
    expect(await look(true, 1)).toBeUndefined();
    expect(await look(true, 2)).toMatchObject({ code: 'hub_does_not_ask' });
    expect(await look(false, 2)).toBeUndefined();
  });
});

describe('the sign-in log', () => {
  const find = (since: string, attempt = 1) =>
    runActivity(world, 'findSignIn', { ...scope, ...results['createEnterpriseApplication'], since }, attempt);
  const permit = async (...permissions: string[]) => {
    const { tenants, clients } = world.sandbox.world;
    consent(tenants[0]!, clients[0]!, [...clients[0]!.requestedPermissions, ...permissions]);
    await runActivity(world, 'checkConsent', scope); // forgets the token from before
  };
  const signIn = (user: string) => signInToHub(browser, world.sandbox.origin, user);
  const LONG_AGO = '2026-01-01T00:00:00Z';

  it('is unavailable without its permissions or a premium licence, which is no fault', async () => {
    expect(await find(LONG_AGO)).toEqual({ log: 'unavailable' });
    await permit('AuditLog.Read.All');
    expect(await find(LONG_AGO)).toEqual({ log: 'unavailable' });
    await permit('AuditLog.Read.All', 'Directory.Read.All');
    expect(await find(LONG_AGO)).toEqual({ log: 'available', at: null });
    world.sandbox.world.tenants[0]!.hasP1 = false;
    // O18: one refusal proves nothing, also with a licence.
    for (const attempt of [1, 2, 3]) await expect(find(LONG_AGO, attempt)).rejects.toThrow('403');
    expect(await find(LONG_AGO, 4)).toEqual({ log: 'unavailable' });
  });

  it('shows the first who got in since then, and nobody who was refused', async () => {
    await permit('AuditLog.Read.All', 'Directory.Read.All');
    await signIn('una@contoso.example');
    expect(await find(LONG_AGO)).toEqual({ log: 'available', at: null });
    await signIn('sam@contoso.example');
    const { at } = await find(LONG_AGO);
    expect(Date.parse(String(at))).toBeGreaterThan(Date.parse(LONG_AGO));
    expect(await find(new Date(Date.now() + 60_000).toISOString())).toEqual({ log: 'available', at: null });
  });

  it('lags behind', async () => {
    await permit('AuditLog.Read.All', 'Directory.Read.All');
    world.sandbox.world.lag.metadata = 60_000;
    await signIn('sam@contoso.example');
    expect(await find(LONG_AGO)).toEqual({ log: 'available', at: null });
  });
});
