/** The sandbox's templates and owners, as Microsoft documents them and as others have met them. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import { connectDeps } from '../../src/activities/connect.js';
import type { GraphClient } from '../../src/graph/client.js';
import type { GraphRequestError } from '../../src/graph/requestError.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Tenant } from '../../sandbox/world.js';
import { scope } from '../support/pipeline.js';
import { startTestSandbox, TEMPLATE_IDS, type TestSandbox } from '../support/sandbox.js';

const object = z.looseObject({ id: z.guid() });
const both = z.object({ application: object, servicePrincipal: object });

let world: TestSandbox;
let contoso: Tenant;
let graph: GraphClient;

const consentTo = (permissions: string[]) => {
  consent(contoso, world.sandbox.world.clients[0]!, permissions);
  graph = connectDeps(world.settings).graphFor(scope);
};

beforeEach(async () => {
  world = await startTestSandbox();
  contoso = world.sandbox.world.tenants[0]!;
  consentTo(world.sandbox.world.clients[0]!.requestedPermissions);
});
afterEach(async () => {
  await world.stop();
});

const instantiate = (id = TEMPLATE_IDS.global, displayName = 'Ours') =>
  graph.post(both, '/applicationTemplates/{id}/instantiate', { id }, { displayName });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error as GraphRequestError).status,
  );

it('makes another application and service principal at each call, in no single sign-on mode', async () => {
  const first = await instantiate();
  const second = await instantiate();
  expect(second.application.id).not.toBe(first.application.id);
  expect(first.application).toMatchObject({ displayName: 'Ours', tags: [], uniqueName: null });
  expect(first.servicePrincipal).toMatchObject({
    appId: first.application['appId'],
    preferredSingleSignOnMode: null,
    tags: expect.arrayContaining(['WindowsAzureActiveDirectoryCustomSingleSignOnApplication']) as unknown,
  });
});

it('refuses the template of another cloud, and a client without permission', async () => {
  expect(await refusal(instantiate(TEMPLATE_IDS.china))).toBe(404);
  consentTo(['Application.Read.All']);
  expect(await refusal(instantiate())).toBe(403);
});

it('lets a unique name be given once, and never one that another application has or had', async () => {
  const path = '/applications/{id}';
  const [first, second] = [await instantiate(), await instantiate()];
  const name = (id: string, uniqueName: string) => refusal(graph.patch(path, { id }, { uniqueName }));
  expect(await name(first.application.id, 'ours')).toBe('accepted');
  expect(await name(first.application.id, 'theirs')).toBe(400);
  expect(await name(second.application.id, 'ours')).toBe(400);
  await graph.delete(path, { id: first.application.id });
  expect(await name(second.application.id, 'ours')).toBe(400);
});

it('shows who owns it, if anybody does, and keeps what nobody owns from the client that made it', async () => {
  const owners = (id: string) => graph.list(object, '/applications/{id}/owners', { id });
  const owned = await instantiate();
  expect(await owners(owned.application.id)).toMatchObject([
    { appId: world.settings.clients.full?.clientId },
  ]);
  world.sandbox.world.rules.instantiateMakesOwner = false;
  const { id } = (await instantiate()).application;
  expect(await owners(id)).toEqual([]);
  expect(await refusal(graph.patch('/applications/{id}', { id }, { displayName: 'Theirs' }))).toBe(403);
});
