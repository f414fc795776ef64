/** How many requests of Graph one onboarding with 20 assignments makes, so that none comes in unnoticed. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { populate } from '../../sandbox/populate.js';
import { CONTOSO } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { contosoRequest } from '../support/scenarios.js';
import { devServer, type TestTemporal } from '../support/temporal.js';

let temporal: TestTemporal;
let world: TestSandbox;
let folder: string;
const log = () => join(folder, 'requests.jsonl');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'requests-'));
  temporal = await devServer();
});

async function open(fromTemplate: boolean): Promise<void> {
  world = await startTestSandbox({ requestLog: log(), fromTemplate });
  const [contoso] = world.sandbox.world.tenants;
  populate(contoso!, { users: 20, groups: 0 });
  const [client] = world.sandbox.world.clients;
  consent(contoso!, client!, client!.requestedPermissions);
}
afterEach(async () => {
  await world.stop();
  await temporal.stop();
  rmSync(folder, { recursive: true });
});

type Line = { method: string; url: string; body: { requests?: { method: string }[] } | null };
const writes = ({ method, body }: Line) =>
  method !== 'GET' && (body?.requests?.some((request) => request.method !== 'GET') ?? true);

/**
 * The fewest writes are 9: application (its identifier is refused before its service principal is in SAML mode, and the
 * indexes of its reply URLs are refused beside the URLs, so it takes three), service principal, policy and its assignment, certificate and its activation, one batch of assignments.
 * We make 2 more, because choosing SAML and the sign-on URL are steps of their own, which can be blocked and retried.
 * The fewest reads are 8: each of the objects above before it is written (a write may be a repetition), the batch that
 * looks the users up, and none to confirm what the replies to writes have said. We make 14 more: 1 that looks at the
 * tenant before anything is written (a batch, whatever it asks), 2 for the owners of application and service principal
 * (whether an upsert makes the client their owner is unproven), 2 for the two more writes, 1 for the reply URLs (whether Graph keeps their indexes is unproven), 1 for policies that are not assigned, 1 for the list of assignments that lags behind, 5 that verify (what stops a sign-in
 * stands in five places), and 1 of
 * the sign-in log.
 * The template takes one write more: it makes both objects in one, but sets neither the unique name nor anything else,
 * and Microsoft's own guide sets the unique name by itself. It takes one read more: the service principal is known from
 * the reply, but an application is also looked for by its temporary name, and among those deleted.
 */
it.each([
  { way: 'an upsert', fromTemplate: false, writes: 11, reads: 22 },
  { way: "Microsoft's template", fromTemplate: true, writes: 12, reads: 23 },
])('makes $writes writes and $reads reads with $way', async ({ fromTemplate, ...expected }) => {
  await open(fromTemplate);
  const request = contosoRequest(world, {
    assignments: Array.from({ length: 20 }, (_, i) => ({
      type: 'user' as const,
      principal: `user${String(i + 1)}@contoso.example`,
    })),
  });
  await temporal.withWorker(world.activities, async () => {
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(request.customerId),
      args: [request],
    });
    await handle.signal('grantConsent', { tenantId: CONTOSO.tenantId, grantedBy: 'Anna' });
    await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
    expect(await handle.result()).toMatchObject({ status: 'done' });
  });
  const lines = readFileSync(log(), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const written = lines.filter(writes).map(({ method, url }) => `${method} ${url}`);
  const read = lines.filter((line) => !writes(line)).map(({ method, url }) => `${method} ${url}`);
  expect({ written, count: written.length }).toMatchObject({ count: expected.writes });
  expect({ read, count: read.length }).toMatchObject({ count: expected.reads });
});
