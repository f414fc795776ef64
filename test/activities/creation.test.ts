/** The enterprise application made from Microsoft's template, and whether our application owns what it made. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Problem } from '../../src/onboarding/progress.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Rules } from '../../sandbox/rules.js';
import type { Tenant } from '../../sandbox/world.js';
import { agreedOf, runActivity, runPipeline, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { bystandersOf, idsOf } from '../support/state.js';

const INSTANTIATE = '/instantiate$';

let world: TestSandbox;
let contoso: Tenant;
let before: { ids: Set<string>; bystanders: string };

async function open(options: { fromTemplate: boolean; rules?: Partial<Rules> }): Promise<void> {
  world = await startTestSandbox(options);
  contoso = world.sandbox.world.tenants[0]!;
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
  const ids = idsOf(world.sandbox);
  before = { ids, bystanders: bystandersOf(world.sandbox, ids) };
}
afterEach(async () => {
  await world.stop();
});

const create = (attempt = 1, roles: unknown[] = []) =>
  runActivity(
    world,
    'createEnterpriseApplication',
    { ...scope, displayName: 'MessageMedia SSO for Contoso', roles },
    attempt,
  );
const made = () => contoso.applications.all().filter(({ id }) => !before.ids.has(id));
const loseReply = (method: 'POST' | 'PATCH', path: string, skip = 0) => {
  world.sandbox.faults.add({ method, path, skip, times: 1, effect: { kind: 'resetAfter' } });
};
const onlyOne = [{ uniqueName: 'messagemedia-sso-contoso', displayName: 'MessageMedia SSO for Contoso' }];

describe('an application made from the template', () => {
  beforeEach(() => open({ fromTemplate: true }));

  it('has its names, the tag of its creation, and a service principal as the portal makes it', async () => {
    const { appId, servicePrincipalId } = await create();
    expect(made()).toMatchObject([
      { ...onlyOne[0], appId, tags: [`MessageMediaSsoOnboarding:${scope.onboardingId}`] },
    ]);
    expect(contoso.servicePrincipals.get(String(servicePrincipalId))).toMatchObject({
      displayName: 'MessageMedia SSO for Contoso',
      applicationTemplateId: world.settings.templateId,
      appRoleAssignmentRequired: true,
    });
  });

  it('is the only one when the call answers 404 although it made it', async () => {
    world.sandbox.world.rules.instantiateAnswersNotFound = true;
    await expect(create()).rejects.toThrow('404');
    await create(2);
    expect(made()).toMatchObject(onlyOne);
  });

  it('is the only one when the lists lag longer than it is waited for', async () => {
    loseReply('POST', INSTANTIATE);
    await expect(create()).rejects.toThrow('no reply');
    const effect = { kind: 'stale' as const, read: 'list' as const, changes: 1_000 };
    world.sandbox.faults.add({ method: 'GET', path: '^/v1.0/applications$', skip: 0, times: 6, effect });
    await create(2);
    expect(made()).toMatchObject(onlyOne);
  });

  it.each([
    { lost: 'its creation', method: 'POST' as const, path: INSTANTIATE },
    { lost: 'its unique name', method: 'PATCH' as const, path: '^/v1.0/applications/' },
  ])('is removed when the reply to $lost is lost and the onboarding is cancelled', async (lost) => {
    loseReply(lost.method, lost.path);
    await expect(create()).rejects.toThrow('no reply');
    expect(made()).toHaveLength(1);
    const found = await runActivity(world, 'findMade', { ...scope, madeBy: 'onboarding' });
    await runActivity(world, 'removeMade', { ...scope, made: found });
    expect(idsOf(world.sandbox)).toEqual(before.ids);
    expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
  });

  it('is found by an offboarding when its creation was cut off, and no other customer’s is', async () => {
    loseReply('POST', INSTANTIATE);
    await expect(create()).rejects.toThrow('no reply');
    const search = { ...scope, onboardingId: 'an-offboarding', madeBy: 'customer' };
    const others = await runActivity(world, 'findMade', { ...search, customerId: 'contoso-two' });
    expect(others).toMatchObject({ application: null });
    const found = await runActivity(world, 'findMade', search);
    expect(found).toMatchObject({ application: { id: made()[0]!.id, remove: true } });
  });

  it('takes assignments without a role in the role that the template brings', async () => {
    const application = await create();
    const principals = ['maria@contoso.example', 'sam@contoso.example'].map((principal) => {
      const { id } = contoso.users.find(({ userPrincipalName }) => userPrincipalName === principal)!;
      return { principal, principalId: id, type: 'user', role: null };
    });
    const input = { ...scope, ...application, principals };
    await runActivity(world, 'assignPrincipals', input);
    expect(contoso.appRoleAssignments.all().map(({ appRoleId }) => appRoleId)).toEqual([
      '18d14569-c3bd-439b-9a66-3a2aee01d14f',
      '18d14569-c3bd-439b-9a66-3a2aee01d14f',
    ]);
    // In the portal, somebody may choose the other one.
    const [assigned] = contoso.appRoleAssignments.all();
    const appRoleId = 'b9632174-c057-4f7e-951b-be3adc52bfe6';
    contoso.appRoleAssignments.put({ ...assigned!, appRoleId });
    expect(await runActivity(world, 'checkAssignments', input)).toEqual({ missing: 0 });
  });

  it('shows no difference for the roles that the template brings', async () => {
    const agreed = agreedOf(world.sandbox, await runPipeline(world));
    const compared = await runActivity(world, 'compareConfiguration', { ...scope, agreed, settled: [] });
    expect(compared).toEqual({ differences: [] });
  });
});

describe('what our application made and does not own', () => {
  it.each([
    { way: 'an upsert', fromTemplate: false, rules: { upsertMakesOwner: false } },
    { way: "Microsoft's template", fromTemplate: true, rules: { instantiateMakesOwner: false } },
  ])(
    'by $way, blocks with the owner to add, and goes on when it is added',
    async ({ fromTemplate, rules }) => {
      await open({ fromTemplate, rules });
      const own = contoso.consents.get(world.settings.clients.full!.clientId)!.servicePrincipalId;
      const problemOf = async (attempt: number) => {
        const error: unknown = await create(attempt).catch((reason: unknown) => reason);
        return error instanceof ApplicationFailure ? (error.details?.[0] as Problem) : undefined;
      };
      const problem = await problemOf(1);
      expect(problem).toMatchObject({
        code: 'not_owner',
        details: [`application ${made()[0]!.id}`, expect.stringContaining(own)],
      });
      contoso.owners.set(made()[0]!.id, own);
      const second = await problemOf(2);
      const [principal] = contoso.servicePrincipals.all().filter(({ id }) => !before.ids.has(id));
      expect(second?.details?.[0]).toBe(`service principal ${principal!.id}`);
      contoso.owners.set(principal!.id, own);
      await create(3);
      expect(made()).toMatchObject(onlyOne);
    },
  );

  it('is no matter where our application may change every application', async () => {
    await open({ fromTemplate: true, rules: { instantiateMakesOwner: false } });
    contoso.consents
      .get(world.settings.clients.full!.clientId)!
      .permissions.push('Application.ReadWrite.All');
    await create();
    expect(made()).toMatchObject(onlyOne);
  });
});

describe('an application with our unique name that was there before', () => {
  beforeEach(() => open({ fromTemplate: false }));
  const somebody = () => contoso.users[0]!;
  const problemOf = (given: Promise<unknown>) =>
    given.then(
      () => undefined,
      (error: unknown) => (error instanceof ApplicationFailure ? (error.details?.[0] as Problem) : error),
    );
  const later = { ...scope, onboardingId: '02b20b44-a803-719c-87ec-4a79ef956982' };
  const createLater = () =>
    runActivity(world, 'createEnterpriseApplication', {
      ...later,
      displayName: 'MessageMedia SSO for Contoso',
      roles: [],
    });

  it('is taken for ours where we alone own it', async () => {
    const { applicationId } = await create();
    expect(await createLater()).toMatchObject({ applicationId });
  });

  it.each(['application', 'service principal'])(
    'is not touched where somebody else owns the %s',
    async (kind) => {
      const { applicationId, servicePrincipalId } = await create();
      const owned = String(kind === 'application' ? applicationId : servicePrincipalId);
      contoso.owners.set(owned, somebody().id);
      expect(await problemOf(createLater())).toMatchObject({
        code: 'owned_by_others',
        details: [`${kind} ${owned}`, `owner ${somebody().displayName} (${somebody().id})`],
      });
      contoso.owners.remove(owned, somebody().id);
      expect(await createLater()).toMatchObject({ applicationId });
    },
  );

  it('is ours whoever owns it besides when an earlier attempt has made it', async () => {
    const { applicationId } = await create();
    contoso.owners.set(String(applicationId), somebody().id);
    expect(await create(2)).toMatchObject({ applicationId });
  });
});
