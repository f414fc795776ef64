/** Whatever happens, what a run has made is removed; what could not be is said. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fault } from '../../sandbox/faults.js';
import { CHECKS } from '../../verifyTenant/checks/index.js';
import { cleanUp } from '../../verifyTenant/cleanup.js';
import { connectToTenant } from '../../verifyTenant/connect.js';
import { OwnObjects } from '../../verifyTenant/guard.js';
import { sendToGraph } from '../../verifyTenant/send.js';
import type { TrialOptions } from '../../verifyTenant/trial.js';
import { temporaryNameOf, uniqueNamesOf } from '../../verifyTenant/values.js';
import { TEMPLATE_IDS } from '../support/sandbox.js';
import { seed } from '../support/seed.js';
import { startVerifiedWorld, type VerifiedWorld } from '../support/verifyTenant.js';

let verified: VerifiedWorld;
beforeEach(async () => {
  verified = await startVerifiedWorld();
});
afterEach(async () => {
  await verified.stop();
});
const faults = () => verified.world.sandbox.faults;

/** The requests that make something. */
const CREATIONS: Pick<Fault, 'method' | 'path'>[] = [
  { method: 'PATCH', path: String.raw`/applications\(uniqueName=` },
  { method: 'PATCH', path: String.raw`/servicePrincipals\(appId=` },
  { method: 'POST', path: '/instantiate$' },
  { method: 'POST', path: '/policies/claimsMappingPolicies$' },
  { method: 'POST', path: '/addTokenSigningCertificate$' },
  { method: 'POST', path: '/restore$' },
];

it.each(CREATIONS)(
  'removes everything after the reply to $method $path was lost and the run failed at once',
  async ({ method, path }) => {
    faults().add({ method, path, skip: 0, times: 1, effect: { kind: 'resetAfter' } });
    const onCheck: TrialOptions['onCheck'] = () => {
      if (faults().struck > 0) throw new Error('the machine has no more memory');
    };
    const { cleanedUp, failure } = await verified.attempt({ onCheck });
    expect(failure).toBe('the machine has no more memory');
    expect(cleanedUp.left).toEqual([]);
    expect(verified.leftovers()).toEqual([]);
  },
);

const EFFECTS: Fault['effect'][] = [
  { kind: 'resetAfter' },
  { kind: 'resetBefore' },
  { kind: 'status', status: 500, code: 'InternalServerError', message: '' },
  { kind: 'status', status: 403, code: 'Authorization_RequestDenied', message: '' },
  { kind: 'status', status: 404, code: 'Request_ResourceNotFound', message: '' },
];
const WRITES = ['POST', 'PATCH', 'DELETE'] as const;
const ANYWHERE = fc.record({
  method: fc.constantFrom(...WRITES),
  skip: fc.nat({ max: 25 }),
  times: fc.integer({ min: 1, max: 4 }),
  effect: fc.constantFrom(...EFFECTS),
});

it('removes everything when requests fail, or lose their replies, anywhere in the run', async () => {
  for (const fault of fc.sample(ANYWHERE, { numRuns: 8, seed: seed() })) {
    faults().clear();
    faults().add({ ...fault, path: '^/v1' });
    const { cleanedUp } = await verified.attempt({
      onCleanUp: () => {
        faults().clear();
      },
    });
    const left = verified.leftovers();
    expect({ fault, left, said: cleanedUp.left }).toEqual({ fault, left: [], said: [] });
  }
});

it('removes everything after it was stopped in the middle', async () => {
  const stop = new AbortController();
  const onCheck: TrialOptions['onCheck'] = ({ row }) => {
    if (row === 'O8') stop.abort();
  };
  const { recording } = await verified.attempt({ interrupted: stop.signal, onCheck });
  expect(recording.checks.length).toBeLessThan(CHECKS.length);
  expect(verified.leftovers()).toEqual([]);
});

const stopAfterCreation: TrialOptions['onCheck'] = ({ row }) => {
  if (row === 'O8') throw new Error('stopped');
};

it('tries again what is refused while it removes', async () => {
  const effect = { kind: 'status', status: 503, code: 'ServiceUnavailable', message: '' } as const;
  const onCleanUp = () => {
    faults().add({ method: 'DELETE', path: '^/v1', skip: 0, times: 2, effect });
    faults().add({ method: 'GET', path: '^/v1', skip: 0, times: 2, effect });
  };
  const { cleanedUp } = await verified.attempt({ onCheck: stopAfterCreation, onCleanUp, patienceMs: 5_000 });
  expect(cleanedUp.left).toEqual([]);
  expect(verified.leftovers()).toEqual([]);
});

it.each([
  String.raw`/applications\(uniqueName=`,
  '/applications$',
  '/policies/claimsMappingPolicies$',
  '/directory/deletedItems/microsoft.graph.application',
])('never says that nothing is left where %s could not be read', async (path) => {
  const onCleanUp = () => {
    faults().add({
      method: 'GET',
      path: `^/v1.0${path}`,
      skip: 0,
      times: 1000,
      effect: { kind: 'status', status: 503, code: 'ServiceUnavailable', message: '' },
    });
  };
  const { cleanedUp } = await verified.attempt({ onCheck: stopAfterCreation, onCleanUp });
  expect(cleanedUp.left).toContainEqual({
    kind: 'nothing read',
    id: expect.any(String),
    why: '503 ServiceUnavailable',
  });
});

describe('in a later run, by the id of the one that was killed, it removes', () => {
  const own = new OwnObjects('0123456789ab');
  const removeEarlier = async () => {
    const { connection } = await connectToTenant(verified.settings(), verified.tenant.id, 0);
    return cleanUp({ connection, own, patienceMs: 0, settleMs: 0 });
  };
  const send = async (request: Parameters<typeof sendToGraph>[1]) => {
    const { connection } = await connectToTenant(verified.settings(), verified.tenant.id, 0);
    await sendToGraph(connection, request);
  };

  it('the application that an upsert created', async () => {
    await send({
      method: 'PATCH',
      path: `/applications(uniqueName='${uniqueNamesOf(own.runId)[0]}')`,
      headers: { Prefer: 'create-if-missing' },
      body: { displayName: 'left by a verification that was killed' },
    });
    expect(verified.leftovers()).not.toEqual([]);
    expect((await removeEarlier()).left).toEqual([]);
    expect(verified.leftovers()).toEqual([]);
  });

  it('applications from the template that have no unique name yet, live and deleted', async () => {
    const path = `/applicationTemplates/${TEMPLATE_IDS.global}/instantiate`;
    const displayName = temporaryNameOf(own.runId);
    await send({ method: 'POST', path, body: { displayName } });
    const [first] = verified.tenant.applications.all().filter((app) => app.displayName === displayName);
    await send({ method: 'DELETE', path: `/applications/${first!.id}` });
    await send({ method: 'POST', path, body: { displayName } });
    expect((await removeEarlier()).left).toEqual([]);
    expect(verified.leftovers()).toEqual([]);
  });
});

it('stops a write to anything that it has not made', () => {
  const own = new OwnObjects('0123456789ab');
  own.add('aaaaaaaa-0000-4000-8000-000000000001');
  const foreign = '/applications/aaaaaaaa-0000-4000-8000-000000000002';
  const write = (path: string, body?: object) => () => {
    own.check({ method: 'PATCH', path, body });
  };
  expect(write('/applications/aaaaaaaa-0000-4000-8000-000000000001')).not.toThrow();
  expect(write(foreign)).toThrow('was stopped');
  expect(write('/policies/claimsMappingPolicies', { displayName: 'Payroll' })).toThrow('was stopped');
  const item = { method: 'DELETE', url: foreign };
  expect(write('/$batch', { requests: [item] })).toThrow('was stopped');
  const template = `/applicationTemplates/${TEMPLATE_IDS.global}/instantiate`;
  expect(write(template, { displayName: temporaryNameOf(own.runId) })).not.toThrow();
  expect(write(template, { displayName: 'Payroll' })).toThrow('was stopped');
});
