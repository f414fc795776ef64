/** The sandbox's audit log: who changed what, by an application or by hand in the portal. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import { connectDeps } from '../../src/activities/connect.js';
import type { GraphClient } from '../../src/graph/client.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import type { Tenant } from '../../sandbox/world.js';
import { scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const AUDITS = '/auditLogs/directoryAudits';
const audit = z.object({
  activityDisplayName: z.string(),
  initiatedBy: z.object({
    user: z.object({ userPrincipalName: z.string() }).nullable(),
    app: z.object({ displayName: z.string() }).nullable(),
  }),
  targetResources: z.array(
    z.object({
      modifiedProperties: z.array(z.object({ displayName: z.string(), newValue: z.string().nullable() })),
    }),
  ),
});

let now: number;
let world: TestSandbox;
let contoso: Tenant;
let graph: GraphClient;

beforeEach(async () => {
  now = Date.now();
  world = await startTestSandbox({ now: () => now });
  contoso = world.sandbox.world.tenants[0]!;
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, [...client!.requestedPermissions, 'AuditLog.Read.All', 'Directory.Read.All']);
  graph = connectDeps(world.settings).graphFor(scope);
});
afterEach(async () => {
  await world.stop();
});

async function create(): Promise<string> {
  const made = z.object({ id: z.guid() });
  const path = "/applications(uniqueName='{uniqueName}')";
  return (await graph.upsert(made, path, { uniqueName: 'ours' }, { displayName: 'Ours' }))!.id;
}
const byHand = (id: string, user: string, body: object) =>
  inPortal(world.sandbox.world, contoso, user, { method: 'PATCH', path: `/applications/${id}`, body });
const entriesFor = (id: string) =>
  graph.list(audit, AUDITS, {}, { filter: `targetResources/any(t:t/id eq '${id}')` });

it('names the application or the user who made a change, newest first, and what changed', async () => {
  const id = await create();
  byHand(id, 'anna.admin@contoso.example', { displayName: 'Renamed' });
  const entries = await entriesFor(id);
  expect(entries.map(({ activityDisplayName }) => activityDisplayName)).toEqual([
    'Update application',
    'Add application',
  ]);
  expect(entries[0]?.initiatedBy).toEqual({
    user: { userPrincipalName: 'anna.admin@contoso.example' },
    app: null,
  });
  expect(entries[0]?.targetResources[0]?.modifiedProperties).toEqual([
    { displayName: 'displayName', newValue: '"Renamed"' },
  ]);
  expect(entries[1]?.initiatedBy.app).toEqual({ displayName: 'MessageMedia SSO Onboarding' });
});

it('keeps nothing of a change that was refused, nor any entry longer than 30 days', async () => {
  const id = await create();
  await expect(graph.patch('/applications/{id}', { id }, { nonsense: true })).rejects.toThrow('400');
  expect(await entriesFor(id)).toHaveLength(1);
  now += 31 * 86_400_000;
  byHand(id, 'anna.admin@contoso.example', { displayName: 'Renamed' });
  expect(await entriesFor(id)).toHaveLength(1);
});

it('is shown only to those who may read it', async () => {
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
  const unprivileged = connectDeps(world.settings).graphFor(scope);
  await expect(unprivileged.list(audit, AUDITS, {})).rejects.toThrow('403');
});

it('has no changes by users without an administrative role', async () => {
  const id = await create();
  expect(() => byHand(id, 'sam@contoso.example', { displayName: 'Mine' })).toThrow('Insufficient privileges');
});
