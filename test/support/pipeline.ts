/** The activities of one onboarding in the order in which the workflow calls them, for tests of activities alone. */
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Activities } from '../../src/activities/index.js';
import type { CustomerEvent } from '../../src/onboarding/events.js';
import { DEFAULT_CLAIMS } from '../../src/onboarding/claims.js';
import { onboardingRequestSchema, samlSettingsOf } from '../../src/onboarding/request.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Sandbox } from '../../sandbox/server.js';
import type { Tenant } from '../../sandbox/world.js';
import { minimalRequest } from './request.js';
import { startTestSandbox, type TestSandbox } from './sandbox.js';

export const CONTOSO = {
  tenantId: 'a5d1d5c2-8308-5710-8878-c861608a989d',
  domain: 'contoso.example',
  hubAccount: 'contoso-parent',
};
export const ONBOARDING_ID = '01a20b44-a803-719c-87ec-4a79ef956981';

/** As the workflow makes them. */
export const exampleEvent = (number: number): CustomerEvent => ({
  specversion: '1.0',
  id: `${ONBOARDING_ID}/${String(number)}`,
  source: 'urn:messagemedia:sso-onboarding:default',
  type: 'com.messagemedia.sso.onboarding.step_changed',
  subject: 'contoso',
  time: '2026-11-24T08:00:00.000Z',
  datacontenttype: 'application/json',
  data: {
    customerId: 'contoso',
    onboardingId: ONBOARDING_ID,
    status: 'running',
    step: 'handover',
    waitingFor: null,
    problem: null,
  },
});

export const scope = {
  customerId: 'contoso',
  onboardingId: ONBOARDING_ID,
  tenantId: CONTOSO.tenantId,
  permissionProfile: 'full' as const,
  retried: false,
};
const claims = [...DEFAULT_CLAIMS];
const roles = [{ value: 'Sender', displayName: 'Sender', description: 'Sends' }];

/** The results of earlier activities, by name. */
export type Results = Record<string, Record<string, unknown>>;

export type Stage = { name: keyof Activities; input: (results: Results, attempt?: number) => unknown };

/** What the onboarding that the stages make up has been asked for. */
const requestFor = ({ origin }: Sandbox) =>
  onboardingRequestSchema.parse(
    minimalRequest({
      serviceProvider: {
        profile: 'messagemedia-hub',
        overrides: {
          entityId: `${origin}/hub`,
          replyUrls: [`${origin}/hub/sso/acs`],
          signOnUrl: `${origin}/hub/login/sso`,
        },
      },
      appRoles: roles,
      certificateNotificationAddresses: ['it@contoso.example'],
    }),
  );

/** What it hands over to its watch. */
export function agreedOf(sandbox: Sandbox, results: Results): Agreed {
  const { applicationId, appId, servicePrincipalId, roleIds } = results[
    'createEnterpriseApplication'
  ] as Agreed;
  const certificate = results['setSigningCertificate'] as Agreed['certificate'];
  return {
    onboardingId: ONBOARDING_ID,
    request: requestFor(sandbox),
    tenantId: CONTOSO.tenantId,
    applicationId,
    appId,
    servicePrincipalId,
    roleIds,
    claimsPolicyId: results['setClaims']!['policyId'] as string,
    certificate,
    trusted: [certificate.thumbprint],
    optedOut: [],
    assignments: (results['lookUpPrincipals'] as { principals: Agreed['assignments'] }).principals,
  };
}

export function pipeline({ sandbox }: TestSandbox): Stage[] {
  const settings = samlSettingsOf(requestFor(sandbox));
  const displayName = 'MessageMedia SSO for Contoso';
  const assignment = (r: Results) => ({
    ...scope,
    ...r['createEnterpriseApplication'],
    ...r['lookUpPrincipals'],
  });
  const testSignIn = (r: Results) => ({
    ...scope,
    ...r['createEnterpriseApplication'],
    replyUrls: settings.serviceProvider.replyUrls,
  });
  return [
    { name: 'readCapabilities', input: () => ({}) },
    {
      name: 'resolveTenant',
      input: () => ({ tenant: CONTOSO.domain, permissionProfile: 'full', onboardingId: ONBOARDING_ID }),
    },
    { name: 'checkConsent', input: () => scope },
    {
      name: 'surveyTenant',
      input: (r) => ({
        customerId: scope.customerId,
        tenant: CONTOSO.tenantId,
        permissionProfile: scope.permissionProfile,
        identifier: settings.serviceProvider.entityId,
        displayName,
        granted: r['checkConsent']?.['permissions'],
      }),
    },
    { name: 'createEnterpriseApplication', input: () => ({ ...scope, displayName, roles }) },
    { name: 'setSamlMode', input: (r) => ({ ...scope, ...r['createEnterpriseApplication'] }) },
    {
      name: 'setSamlSettings',
      input: (r) => ({ ...scope, ...r['createEnterpriseApplication'], settings }),
    },
    { name: 'setClaims', input: (r) => ({ ...scope, ...r['createEnterpriseApplication'], claims }) },
    { name: 'publishEvents', input: () => ({ events: [1, 2].map(exampleEvent) }) },
    {
      name: 'setSigningCertificate',
      input: (r) => ({ ...scope, ...r['createEnterpriseApplication'], generation: 1, watched: false }),
    },
    {
      name: 'fetchFederationMetadata',
      input: (r) => ({ ...scope, ...r['createEnterpriseApplication'], ...r['setSigningCertificate'] }),
    },
    {
      name: 'sendText',
      // Its tries are activities of their own.
      input: (_, attempt = 1) => ({
        before: attempt > 1,
        id: `${ONBOARDING_ID}/handover/1/0/0`,
        customerId: 'contoso',
        to: '+61491570156',
        occasion: {
          cause: { about: 'task', task: 'handover', number: 1, instruction: 'Fill in the form.' },
          companyName: 'Contoso',
          profile: 'messagemedia-hub',
        },
        link: { of: 'onboarding', id: 'a1b2c3d4', expiresAt: '2030-01-01T00:00:00Z' },
      }),
    },
    {
      name: 'sendEmail',
      input: () => ({
        id: `${ONBOARDING_ID}/handover/1/0/1`,
        customerId: 'contoso',
        to: 'anna.admin@contoso.example',
        contact: 'Anna',
        timeZone: 'UTC',
        occasion: {
          cause: { about: 'task', task: 'handover', number: 1, instruction: 'Fill in the form.' },
          companyName: 'Contoso',
          profile: 'messagemedia-hub',
        },
        link: { of: 'onboarding', id: 'a1b2c3d4', expiresAt: '2030-01-01T00:00:00Z' },
      }),
    },
    {
      name: 'lookUpPrincipals',
      input: () => ({
        ...scope,
        assignments: [
          { type: 'user', principal: 'maria@contoso.example', role: 'Sender' },
          { type: 'group', principal: 'Messaging Senders', role: 'Sender' },
        ],
      }),
    },
    { name: 'assignPrincipals', input: assignment },
    { name: 'openTestSignIn', input: testSignIn },
    { name: 'closeTestSignIn', input: testSignIn },
    {
      name: 'verifyConfiguration',
      input: (r) => ({
        ...scope,
        agreed: agreedOf(sandbox, r),
      }),
    },
    {
      name: 'findSignIn',
      input: (r) => ({ ...scope, ...r['createEnterpriseApplication'], since: '2026-01-01T00:00:00Z' }),
    },
  ];
}

/** The details of the last heartbeat, which Temporal hands to the next attempt. */
const remembered = new WeakMap<TestSandbox, Map<string, unknown>>();

/** Runs one activity as Temporal would, as the given attempt; `client` is for one that asks workflows. */
export async function runActivity(
  world: TestSandbox,
  name: keyof Activities,
  input: unknown,
  attempt = 1,
  client?: Client,
): Promise<Record<string, unknown>> {
  const logger = new DefaultLogger('ERROR');
  const key = JSON.stringify([name, input]);
  const known = remembered.get(world) ?? new Map<string, unknown>();
  remembered.set(world, known);
  if (attempt === 1) known.delete(key);
  const heartbeatDetails = known.get(key);
  const environment = new MockActivityEnvironment(
    { attempt, heartbeatDetails },
    { logger, ...(client === undefined ? {} : { client }) },
  );
  environment.on('heartbeat', (details: unknown) => known.set(key, details));
  const activity = new Map<string, unknown>(Object.entries(world.activities)).get(name);
  // Those that return nothing are typed as if they did.
  return {
    ...(await environment.run(activity as (input: unknown) => Promise<Record<string, unknown>>, input)),
  };
}

/** Runs the stages one after the other; `around` may do more than run a stage once. */
export async function runPipeline(
  world: TestSandbox,
  around: (
    stage: Stage,
    run: (attempt: number) => Promise<Record<string, unknown>>,
  ) => Promise<Record<string, unknown>> = (_, run) => run(1),
): Promise<Results> {
  const results: Results = {};
  for (const stage of pipeline(world)) {
    results[stage.name] = await around(stage, (attempt) =>
      runActivity(world, stage.name, stage.input(results, attempt), attempt),
    );
  }
  return results;
}

/** A sandbox in which Contoso has been onboarded already. */
export async function startOnboardedSandbox(
  options: Parameters<typeof startTestSandbox>[0] = {},
): Promise<{ world: TestSandbox; contoso: Tenant; first: Results }> {
  const world = await startTestSandbox(options);
  const contoso = world.sandbox.world.tenants[0]!;
  const client = world.sandbox.world.clients[0]!;
  consent(contoso, client, client.requestedPermissions);
  return { world, contoso, first: await runPipeline(world) };
}
