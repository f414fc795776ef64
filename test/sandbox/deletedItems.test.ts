/** The sandbox's `directory/deletedItems`, as Microsoft documents it and as others have met it. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import { connectDeps } from '../../src/activities/connect.js';
import type { GraphClient } from '../../src/graph/client.js';
import type { GraphRequestError } from '../../src/graph/requestError.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Tenant } from '../../sandbox/world.js';
import { scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const DAY_MS = 86_400_000;
const KEY = "/applications(uniqueName='{uniqueName}')";
const key = { uniqueName: 'ours' };
const object = z.looseObject({ id: z.guid() });
const application = z.object({ id: z.guid(), appId: z.guid() });

let world: TestSandbox;
let contoso: Tenant;
let graph: GraphClient;
let now: number;
let ids: { id: string; appId: string };
let servicePrincipalId: string;

beforeEach(async () => {
  now = Date.now();
  world = await startTestSandbox({ now: () => now });
  contoso = world.sandbox.world.tenants[0]!;
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
  graph = connectDeps(world.settings).graphFor(scope);
  ids = (await graph.upsert(application, KEY, key, { displayName: 'Ours' }))!;
  servicePrincipalId = (await graph.upsert(object, "/servicePrincipals(appId='{appId}')", ids, {}))!.id;
  const principalId = contoso.users[0]!.id;
  const appRoleId = '00000000-0000-0000-0000-000000000000';
  const body = { principalId, resourceId: servicePrincipalId, appRoleId };
  const path = '/servicePrincipals/{id}/appRoleAssignedTo';
  await graph.post(z.looseObject({}), path, { id: servicePrincipalId }, body);
});
afterEach(async () => {
  await world.stop();
});

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) =>
      `${String((error as GraphRequestError).status)} ${(error as GraphRequestError).detail}`,
  );
const restore = (id: string) => graph.post(object, '/directory/deletedItems/{id}/restore', { id }, {});
const purge = (id: string) => graph.delete('/directory/deletedItems/{id}', { id });
const create = () => graph.upsert(application, KEY, key, { displayName: 'Ours' });
const deleteIt = () => graph.delete('/applications/{id}', { id: ids.id });

it('restores an application without its service principal, which comes back on its own with its assignments', async () => {
  await deleteIt();
  expect(contoso.appRoleAssignments.all()).toEqual([]);
  expect(await refusal(restore(servicePrincipalId))).toMatch(/^400 .*its application does not exist/);
  expect(await restore(ids.id)).toMatchObject({ id: ids.id, appId: ids.appId, deletedDateTime: null });
  const sps = () => contoso.servicePrincipals.all().filter(({ appId }) => appId === ids.appId);
  expect(sps()).toEqual([]);
  await restore(servicePrincipalId);
  expect(sps()).toMatchObject([{ id: servicePrincipalId }]);
  expect(contoso.appRoleAssignments.all()).toHaveLength(1);
});

it('keeps the unique name of a deleted application until it is purged', async () => {
  await deleteIt();
  expect(await refusal(create())).toBe(
    '400 Another object with the same value for property uniqueName already exists.',
  );
  await purge(ids.id);
  expect((await create())?.id).not.toBe(ids.id);
});

it('forgets what was deleted after 30 days', async () => {
  await deleteIt();
  now += 30 * DAY_MS - 1;
  graph = connectDeps(world.settings).graphFor(scope); // the token of a month ago has expired
  expect(await graph.list(object, '/directory/deletedItems/microsoft.graph.application', {})).toHaveLength(1);
  now += 1;
  expect(await graph.list(object, '/directory/deletedItems/microsoft.graph.application', {})).toEqual([]);
  expect(await refusal(restore(ids.id))).toMatch(/^404/);
  expect(await create()).toBeDefined();
});
