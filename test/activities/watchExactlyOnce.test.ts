/** The activities of the watch may run twice as well, and their replies may be lost. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../src/activities/index.js';
import { REPAIRABLE } from '../../src/onboarding/drift.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { agreedOf, runActivity, runPipeline, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { bystandersOf, idsOf, stateOf } from '../support/state.js';

type Cloud = 'global' | 'china';
type Stage = { name: keyof Activities; input: object };
type Around = (
  stage: Stage,
  run: (attempt: number) => Promise<Record<string, unknown>>,
) => Promise<Record<string, unknown>>;

const ADMINISTRATOR = 'anna.admin@contoso.example';
const once: Around = (_, run) => run(1);

let world: TestSandbox;
afterEach(async () => {
  await world.stop();
});

async function consented(cloud: Cloud): Promise<TestSandbox> {
  const made = await startTestSandbox({ cloud });
  const [client] = made.sandbox.world.clients;
  const granted = [...client!.requestedPermissions, 'AuditLog.Read.All', 'Directory.Read.All'];
  consent(made.sandbox.world.tenants[0]!, client!, granted);
  return made;
}

/** Somebody who means well: nothing is left as it was, and something of their own is there. */
function disturb(
  { sandbox }: TestSandbox,
  { applicationId, servicePrincipalId, claimsPolicyId }: Agreed,
): void {
  const [tenant] = sandbox.world.tenants;
  const change = (method: string, path: string, body?: object) =>
    inPortal(sandbox.world, tenant!, ADMINISTRATOR, {
      method,
      path,
      ...(body === undefined ? {} : { body }),
    });
  const { identifierUris, appRoles } = tenant!.applications.get(applicationId)!;
  const own = 'https://contoso.example/saml';
  change('PATCH', `/applications/${applicationId}`, {
    displayName: 'Renamed',
    identifierUris: [...identifierUris.slice(1), 'api://contoso.example/own'],
    web: { redirectUris: [own], logoutUrl: 'https://contoso.example/out' },
    appRoles: [...appRoles, { ...appRoles[0], id: '00000000-0000-4000-8000-000000000001', value: 'Own' }].map(
      ({ origin, ...role }) => ({
        ...role,
        ...(role.value === 'Own' ? {} : { displayName: 'Renamed', value: 'Renamed' }),
      }),
    ),
  });
  change('PATCH', `/applications/${applicationId}`, {
    web: { redirectUriSettings: [{ uri: own, index: 0 }] },
  });
  change('PATCH', `/servicePrincipals/${servicePrincipalId}`, {
    preferredSingleSignOnMode: 'notSupported',
    appRoleAssignmentRequired: false,
    loginUrl: 'https://contoso.example/in',
    notificationEmailAddresses: ['own@contoso.example'],
  });
  const [assignment] = tenant!.appRoleAssignments.all();
  change('DELETE', `/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo/${assignment!.id}`);
  const department = {
    Source: 'user',
    ID: 'department',
    SamlClaimType: 'https://contoso.example/department',
  };
  const policy = { ClaimsMappingPolicy: { Version: 1, ClaimsSchema: [department] } };
  change('PATCH', `/policies/claimsMappingPolicies/${claimsPolicyId!}`, {
    definition: [JSON.stringify(policy)],
  });
}

/** More than any lag of a replica takes. */
const ATTEMPTS = 100;

/** A rollover, and a repair of everything. */
async function live(around: Around): Promise<void> {
  const agreed = agreedOf(world.sandbox, await runPipeline(world));
  const { servicePrincipalId, certificate } = agreed;
  const target = { ...scope, servicePrincipalId };
  const run = (stage: Stage) =>
    around(stage, (attempt) => runActivity(world, stage.name, stage.input, attempt));
  const { thumbprint: active } = certificate;
  await run({ name: 'observeCertificates', input: { ...target, expected: { active, present: [active] } } });
  const { thumbprint } = await run({ name: 'addNextCertificate', input: { ...target, generation: 2 } });
  await run({ name: 'activateNextCertificate', input: { ...target, thumbprint } });
  await run({ name: 'removeCertificate', input: { ...target, thumbprint: active, active: thumbprint } });
  disturb(world, agreed);
  const now = { ...agreed, certificate: { ...certificate, thumbprint: String(thumbprint) } };
  await run({ name: 'compareConfiguration', input: { ...scope, agreed: now, settled: [] } });
  await run({ name: 'repairConfiguration', input: { ...scope, agreed: now, classes: [...REPAIRABLE] } });
  const { differences } = await runActivity(world, 'compareConfiguration', {
    ...scope,
    agreed: now,
    settled: [],
  });
  // What they added is left, and told; everything else is as it was agreed.
  const told = (differences as { kind: string; found: string }[]).map(
    ({ kind, found }) => `${kind} ${found}`,
  );
  expect(told).toEqual([
    'added api://contoso.example/own',
    'added https://contoso.example/saml',
    'added user.department',
    'added Own',
    'added own@contoso.example',
  ]);
}

describe.each(['global', 'china'] as const)('every activity of the watch, in the cloud %s,', (cloud) => {
  let faultless: unknown;

  beforeAll(async () => {
    world = await consented(cloud);
    await live(once);
    faultless = stateOf(world.sandbox);
    await world.stop();
  });
  beforeEach(async () => {
    world = await consented(cloud);
  });

  it('changes nothing when it runs a second time', async () => {
    const before = idsOf(world.sandbox);
    const bystanders = bystandersOf(world.sandbox, before);
    await live(async (_, run) => {
      const result = await run(1);
      const state = stateOf(world.sandbox);
      await run(2);
      expect(stateOf(world.sandbox)).toEqual(state);
      return result;
    });
    expect(stateOf(world.sandbox)).toEqual(faultless);
    expect(bystandersOf(world.sandbox, before)).toBe(bystanders);
  });

  it('leaves the same when the replies to its writes are lost, one after the other', async () => {
    const cut = new Set<string>();
    await live(async (stage, run) => {
      for (let attempt = 1; ; attempt += 1) {
        const effect = { kind: 'resetAfter' as const };
        for (const method of ['POST', 'PATCH'] as const) {
          world.sandbox.faults.add({ method, path: '^/v1', skip: 0, times: 1, effect });
        }
        const result = await run(attempt).catch((error: unknown) => {
          if (attempt === ATTEMPTS) throw error;
        });
        world.sandbox.faults.clear();
        if (result !== undefined) return result;
        cut.add(stage.name);
      }
    });
    expect([...cut]).toEqual([
      'addNextCertificate',
      'activateNextCertificate',
      'removeCertificate',
      'repairConfiguration',
    ]);
    expect(stateOf(world.sandbox)).toEqual(faultless);
  });
});

it('a certificate that somebody has made active again is not removed', async () => {
  world = await consented('global');
  const agreed = agreedOf(world.sandbox, await runPipeline(world));
  const target = { ...scope, servicePrincipalId: agreed.servicePrincipalId };
  const { thumbprint: first } = agreed.certificate;
  const { thumbprint } = await runActivity(world, 'addNextCertificate', { ...target, generation: 2 });
  const input = { ...target, thumbprint: first, active: thumbprint };
  await expect(runActivity(world, 'removeCertificate', input)).rejects.toThrow('not to be seen yet');
  expect(await runActivity(world, 'removeCertificate', input, 6)).toEqual({ removed: false });
});
