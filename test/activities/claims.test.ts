/** Step 3.4 in the two ways that a request may ask for, and what Entra ID then sends. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CLAIMS, NAME_ID_FORMATS } from '../../src/onboarding/claims.js';
import type { Difference } from '../../src/onboarding/drift.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { faultSchema } from '../../sandbox/faults.js';
import { samlResponse } from '../../sandbox/saml/assertion.js';
import type { Tenant } from '../../sandbox/world.js';
import { agreedOf, runActivity, scope, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let contoso: Tenant;
let agreed: Agreed;
beforeEach(async () => {
  const made = await startOnboardedSandbox();
  ({ world, contoso } = made);
  agreed = agreedOf(world.sandbox, made.first);
});
afterEach(async () => {
  await world.stop();
});

const setClaims = (asked: object, attempt = 1) =>
  runActivity(
    world,
    'setClaims',
    { ...scope, servicePrincipalId: agreed.servicePrincipalId, claims: [...DEFAULT_CLAIMS], ...asked },
    attempt,
  );
const ours = () =>
  contoso.claimsPolicies.all().filter(({ displayName }) => displayName.includes('MessageMedia'));

/** The NameID that Maria comes with, whose mail address is another than her principal name. */
function nameIdOf(mail: string | null): string {
  const application = contoso.applications.get(agreed.applicationId)!;
  const maria = contoso.users.find(({ userPrincipalName }) => userPrincipalName === 'maria@contoso.example')!;
  const context = {
    application,
    servicePrincipal: contoso.servicePrincipals.get(agreed.servicePrincipalId)!,
    destination: application.web.redirectUris[0]!,
    inResponseTo: '_1',
    audience: application.identifierUris[0]!,
    nameIdFormat: undefined,
  };
  const xml = samlResponse(world.sandbox.world, contoso, context, { ...maria, mail });
  return /<NameID Format="[^"]*">[^<]*/.exec(xml)![0];
}

async function differences(request: object): Promise<Difference[]> {
  const input = { ...scope, agreed: { ...agreed, ...request }, settled: [] };
  return (await runActivity(world, 'compareConfiguration', input))['differences'] as Difference[];
}

describe('a NameID of its own', () => {
  const nameId = { source: 'user.mail', format: 'unspecified' };

  it('is what Entra ID sends, and the principal name where the attribute is empty', async () => {
    await setClaims({ nameId });
    const format = `<NameID Format="${NAME_ID_FORMATS.unspecified}">`;
    expect(nameIdOf('m.manager@contoso.example')).toBe(`${format}m.manager@contoso.example`);
    expect(nameIdOf(null)).toBe(`${format}maria@contoso.example`);
    expect(ours()).toHaveLength(1);
    expect(await differences({ request: { ...agreed.request, nameId } })).toEqual([]);
  });

  it('that somebody changes is told, and set right', async () => {
    await setClaims({ nameId });
    const asked = { agreed: { ...agreed, request: { ...agreed.request, nameId } } };
    const [policy] = ours();
    contoso.claimsPolicies.put({
      ...policy!,
      definition: [
        policy!.definition[0]!.replaceAll(NAME_ID_FORMATS.unspecified, NAME_ID_FORMATS.emailAddress),
      ],
    });
    expect(await differences(asked.agreed)).toMatchObject([{ class: 'claims', kind: 'changed' }]);
    await runActivity(world, 'repairConfiguration', { ...scope, ...asked, classes: ['claims'] });
    expect(await differences(asked.agreed)).toEqual([]);
  });

  it("that is missing blocks the verification, with a remedy that is not Microsoft's page", async () => {
    const asked = { ...agreed, request: { ...agreed.request, nameId } };
    const error: unknown = await runActivity(
      world,
      'verifyConfiguration',
      { ...scope, agreed: asked },
      6,
    ).catch((reason: unknown) => reason);
    const [problem] = (error as { details: { code: string; remedy: string }[] }).details;
    expect(problem).toMatchObject({
      code: 'configuration_differs',
      remedy: expect.stringContaining('Update-MgPolicyClaimMappingPolicy'),
    });
    expect(problem!.remedy).not.toMatch(/portal|admin center/);
  });
});

describe("claims that are left to Entra ID's defaults", () => {
  const left = { claims: 'entraDefaults' };
  const asked = () => ({ claimsPolicyId: null, request: { ...agreed.request, ...left } });

  it('take no policy, and what an earlier onboarding made goes away', async () => {
    expect(ours()).toHaveLength(1);
    expect(await setClaims(left)).toEqual({ policyId: null });
    expect(ours()).toEqual([]);
    expect(contoso.policyAssignments.all()).toEqual([]);
    expect(await differences(asked())).toEqual([]);
    await runActivity(world, 'verifyConfiguration', { ...scope, agreed: { ...agreed, ...asked() } });
    expect(nameIdOf('m.manager@contoso.example')).toContain('maria@contoso.example');
  });

  it('take no policy either when an attempt was cut off between the assignment and the policy', async () => {
    const effect = { kind: 'resetAfter' };
    const path = 'claimsMappingPolicies/[^/]+/\\$ref$';
    world.sandbox.faults.add(faultSchema.parse({ method: 'DELETE', path, effect }));
    await setClaims(left).catch(() => undefined);
    await setClaims(left, 2);
    expect([...ours(), ...contoso.policyAssignments.all()]).toEqual([]);
  });

  it("leave somebody else's policy alone, and it is told as the customer's own", async () => {
    const [policy] = ours();
    contoso.claimsPolicies.put({ ...policy!, displayName: 'Their own' });
    await setClaims(left);
    expect(contoso.policyAssignments.all()).toHaveLength(1);
    expect(await differences(asked())).toMatchObject([
      { class: 'claims', kind: 'added', found: expect.stringContaining('Their own') },
    ]);
  });

  it('leave nothing of claims to be removed', async () => {
    await setClaims(left);
    const made = await runActivity(world, 'findMade', { ...scope, madeBy: 'customer' });
    expect(made).toMatchObject({ policies: [] });
  });
});
