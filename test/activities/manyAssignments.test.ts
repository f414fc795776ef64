/** One page of a large choice, at a Graph that fails for some. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { Assignment } from '../../src/onboarding/choice.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { populate } from '../../sandbox/populate.js';
import type { Effect } from '../../sandbox/faults.js';
import { pipeline, runActivity, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const COUNT = 30;
const CHOICE = Array.from({ length: COUNT }, (_, i): Assignment => ({
  type: 'user',
  principal: `user${String(i + 1)}@contoso.example`,
  role: 'Sender',
}));

let world: TestSandbox;
let application: Record<string, unknown>;
beforeEach(async () => {
  world = await startTestSandbox();
  const contoso = world.sandbox.world.tenants[0]!;
  const client = world.sandbox.world.clients[0]!;
  consent(contoso, client, client.requestedPermissions);
  populate(contoso, { users: COUNT, groups: 0 });
  const create = pipeline(world).find(({ name }) => name === 'createEnterpriseApplication')!;
  application = await runActivity(world, create.name, create.input({}));
});
afterEach(async () => {
  await world.stop();
});

/** The page, asked for at an onboarding that has chosen all. */
function assignPage(input: { tries: number; last: boolean }) {
  const query = () => Promise.resolve(CHOICE);
  const client = {
    workflow: { getHandle: () => ({ query }) },
    withAbortSignal: (_: AbortSignal, work: () => Promise<unknown>) => work(),
  } as unknown as Client;
  const choiceOf = { workflowId: 'onboarding/contoso', runId: 'run' };
  const page = { ...scope, ...application, choiceOf, from: 0, count: COUNT, ...input };
  return runActivity(world, 'assignPage', page, 1, client);
}

/** Each assignment from a number on fails so. */
function fail(skip: number, times: number, effect: Partial<Effect & { kind: 'status' }>): void {
  const status = { kind: 'status' as const, status: 503, code: 'Busy', message: '', ...effect };
  world.sandbox.faults.add({ method: 'POST', path: 'appRoleAssignedTo$', skip, times, effect: status });
}

describe('a page of which Graph keeps failing to assign', () => {
  it('one is tried again, and at last leaves that one out, with the reason', async () => {
    fail(7, 1, {});
    expect(await assignPage({ tries: 0, last: false })).toMatchObject({
      unassigned: [],
      again: { afterMs: null, last: 'POST /servicePrincipals/{id}/appRoleAssignedTo: 503 Busy' },
    });
    world.sandbox.faults.clear();
    fail(0, 1, {});
    expect(await assignPage({ tries: 19, last: true })).toMatchObject({
      assigned: COUNT - 1,
      unassigned: [{ position: 7, reason: 'could not be assigned: Graph kept answering 503 Busy' }],
      again: null,
    });
  });

  it('many leaves nobody out', async () => {
    fail(0, COUNT, {});
    expect(await assignPage({ tries: 19, last: true })).toMatchObject({
      unassigned: [],
      again: { last: expect.stringContaining('503') },
    });
  });

  it('a few because it is throttled leaves nobody out', async () => {
    fail(7, 2, { status: 429, retryAfter: '3' });
    expect(await assignPage({ tries: 19, last: true })).toMatchObject({
      unassigned: [],
      again: { afterMs: 3_000 },
    });
  });
});

describe('a role that Graph does not know', () => {
  it('is waited for, since it may be new, before anybody is told to be unassigned', async () => {
    const unknown = {
      status: 400,
      code: 'Request_BadRequest',
      message: 'Permission being assigned was not found on application.',
    };
    fail(0, 1, unknown);
    expect(await assignPage({ tries: 4, last: false })).toMatchObject({
      unassigned: [],
      again: { last: expect.stringContaining('400') },
    });
    world.sandbox.faults.clear();
    fail(0, 1, unknown);
    expect(await assignPage({ tries: 5, last: false })).toMatchObject({
      assigned: COUNT - 1,
      unassigned: [{ position: 0, reason: `is refused by Graph: ${unknown.message}` }],
      again: null,
    });
  });
});
