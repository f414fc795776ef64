/** A Temporal activity runs at least once, and its reply can be lost after Graph has committed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { pipeline, runActivity, runPipeline, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { bystandersOf, idsOf, stateOf } from '../support/state.js';

/** In the national clouds the signing certificate is our own, uploaded. */
const WAYS = [
  { cloud: 'global', fromTemplate: false, way: 'an upsert' },
  { cloud: 'china', fromTemplate: false, way: 'an upsert' },
  { cloud: 'global', fromTemplate: true, way: "Microsoft's template" },
] as const;
type Way = Pick<(typeof WAYS)[number], 'cloud' | 'fromTemplate'>;

async function consentedSandbox({ cloud, fromTemplate }: Way, lagMs = 0): Promise<TestSandbox> {
  const links = { publicUrl: 'https://onboarding.example', key: Buffer.alloc(32, 9) };
  const world = await startTestSandbox({ cloud, fromTemplate, webhook: true, links, lagMs });
  const [contoso] = world.sandbox.world.tenants;
  const [client] = world.sandbox.world.clients;
  consent(contoso!, client!, client!.requestedPermissions);
  return world;
}

/** More than any lag of a replica takes. */
const ATTEMPTS = 100;

/** What a run without any trouble leaves behind. */
async function faultlessState(way: Way): Promise<unknown> {
  const world = await consentedSandbox(way);
  await runPipeline(world);
  const state = stateOf(world.sandbox);
  await world.stop();
  return state;
}

describe.each(WAYS)('every activity, in the cloud $cloud, with an application made by $way,', (way) => {
  const { cloud } = way;
  let world: TestSandbox;
  let before: { ids: Set<string>; bystanders: string };

  beforeEach(async () => {
    world = await consentedSandbox(way);
    const ids = idsOf(world.sandbox);
    before = { ids, bystanders: bystandersOf(world.sandbox, ids) };
  });
  afterEach(async () => {
    await world.stop();
  });

  it('changes nothing when it runs a second time', async () => {
    const results = await runPipeline(world, async (stage, run) => {
      const result = await run(1);
      const state = stateOf(world.sandbox);
      await run(2);
      expect({ stage: stage.name, state: stateOf(world.sandbox) }).toEqual({ stage: stage.name, state });
      return result;
    });
    expect(Object.keys(results)).toHaveLength(pipeline(world).length);
    expect(stateOf(world.sandbox)).toEqual(await faultlessState(way));
    expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
  });

  it.each([
    {
      reply: 'first',
      skip: 0,
      // A batch is a POST also where it only reads.
      cutIn: [
        'surveyTenant',
        'createEnterpriseApplication',
        'setSamlMode',
        'setSamlSettings',
        'setClaims',
        'publishEvents',
        'setSigningCertificate',
        'sendText',
        'lookUpPrincipals',
        'assignPrincipals',
        'openTestSignIn',
        'closeTestSignIn',
      ],
    },
    {
      reply: 'second',
      skip: 1,
      // publishEvents says instead that it got as far as the first event. The second batch of lookUpPrincipals looks into groups.
      cutIn: [
        'createEnterpriseApplication',
        'setSamlSettings',
        'setClaims',
        'lookUpPrincipals',
        'openTestSignIn',
        'closeTestSignIn',
      ],
    },
  ])('leaves one of everything when the $reply reply to its writes is lost', async ({ skip, cutIn }) => {
    const cut: string[] = [];
    await runPipeline(world, async (stage, run) => {
      for (const method of ['POST', 'PATCH'] as const) {
        world.sandbox.faults.add({
          method,
          path: '^/(v1|webhooks)',
          skip,
          times: 1,
          effect: { kind: 'resetAfter' },
        });
      }
      const first = await run(1).catch(() => undefined);
      world.sandbox.faults.clear();
      if (first === undefined) cut.push(stage.name);
      return first ?? run(2);
    });
    // An upload is a PATCH like the activation after it.
    const uploads = cloud !== 'global' && skip === 1 ? ['setSigningCertificate'] : [];
    expect(new Set(cut)).toEqual(new Set([...cutIn, ...uploads]));
    expect(stateOf(world.sandbox)).toEqual(await faultlessState(way));
    expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
  });

  it('leaves one of everything when a reply is lost and the replicas lag behind', async () => {
    const lagging = await consentedSandbox(way, 100);
    try {
      await runPipeline(lagging, async (_, run) => {
        for (const method of ['POST', 'PATCH'] as const) {
          const effect = { kind: 'resetAfter' as const };
          lagging.sandbox.faults.add({ method, path: '^/(v1|webhooks)', skip: 0, times: 1, effect });
        }
        for (let attempt = 1; ; attempt += 1) {
          const result = await run(attempt).catch((error: unknown) => {
            if (attempt === ATTEMPTS) throw error;
          });
          lagging.sandbox.faults.clear();
          if (result !== undefined) return result;
        }
      });
      expect(stateOf(lagging.sandbox)).toEqual(await faultlessState(way));
    } finally {
      await lagging.stop();
    }
  });

  it('finds all that it made though a replica does not know the service principal yet', async () => {
    await runPipeline(world);
    const made = await runActivity(world, 'findMade', { ...scope, madeBy: 'onboarding' });
    const effect = { kind: 'stale' as const, read: 'object' as const, changes: 1_000 };
    world.sandbox.faults.add({ method: 'GET', path: '^/v1.0/servicePrincipals', skip: 0, times: 3, effect });
    expect(await runActivity(world, 'findMade', { ...scope, madeBy: 'onboarding' })).toEqual(made);
    expect(made).toMatchObject({ policies: [{ remove: true }] });
  });

  it('removes everything it made when the replies to its deletes are lost', async () => {
    await runPipeline(world);
    const made = await runActivity(world, 'findMade', { ...scope, madeBy: 'onboarding' });
    expect(made).toMatchObject({
      application: { remove: true },
      policies: [{ remove: true }],
    });
    for (const attempt of [1, 2, 3]) {
      const effect = { kind: 'resetAfter' as const };
      world.sandbox.faults.add({ method: 'DELETE', path: '^/v1', skip: attempt - 1, times: 1, effect });
      await expect(runActivity(world, 'removeMade', { ...scope, made }, attempt)).rejects.toThrow('no reply');
      world.sandbox.faults.clear();
    }
    await runActivity(world, 'removeMade', { ...scope, made }, 4);
    expect(idsOf(world.sandbox)).toEqual(before.ids);
    expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
  });
});
