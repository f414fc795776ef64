/** A sandbox in the place of the tenant that `verify-tenant` is run in, and another one to compare it with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { populate } from '../../sandbox/populate.js';
import { startSandbox } from '../../sandbox/server.js';
import type { Tenant } from '../../sandbox/world.js';
import { compare, type Deviation } from '../../verifyTenant/compare.js';
import { connectToTenant } from '../../verifyTenant/connect.js';
import { readFacts } from '../../verifyTenant/facts.js';
import type { Facts, Recording } from '../../verifyTenant/recording.js';
import { recordSandbox, trusting } from '../../verifyTenant/reference.js';
import { referenceSeed } from '../../verifyTenant/referenceSeed.js';
import { type Trial, type TrialOptions, tryTenant } from '../../verifyTenant/trial.js';
import { newRunId } from '../../verifyTenant/values.js';
import { freePort, startTestSandbox, TEMPLATE_IDS, type TestSandbox } from './sandbox.js';

type AttemptOptions = { p1?: boolean; users?: string[]; patienceMs?: number } & Partial<TrialOptions>;
export type Attempt = Trial & { facts: Facts };

export type VerifiedWorld = {
  world: TestSandbox;
  tenant: Tenant;
  folder: string;
  settings: () => Parameters<typeof connectToTenant>[0];
  /** All that a run could have left, live or deleted. */
  leftovers: () => unknown[];
  /** What the sandbox that is compared with records. */
  reference: (facts: Facts) => Promise<Recording>;
  attempt: (options?: AttemptOptions) => Promise<Attempt>;
  deviations: (options?: AttemptOptions) => Promise<Deviation[]>;
  stop: () => Promise<void>;
};

/** A tenant in which every rule shows: without P1, with a limit for certificates. Its users are named. */
export const STRICT = { p1: false, users: ['maria@contoso.example', 'li@contoso.example'] };
export function makeStrict(tenant: Tenant): void {
  tenant.hasP1 = false;
  tenant.maxCertificateDays = 365;
}

export const checksOf = (found: readonly Deviation[]) => [...new Set(found.map(({ check }) => check))];

export async function startVerifiedWorld(
  options: Parameters<typeof startTestSandbox>[0] = {},
): Promise<VerifiedWorld> {
  const world = await startTestSandbox(options);
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const [tenant] = world.sandbox.world.tenants as [Tenant];
  populate(tenant, { users: 20, groups: 0 });
  const [client] = world.sandbox.world.clients;
  consent(tenant, client!, client!.requestedPermissions);

  const settings = () => ({
    ...world.settings,
    client: world.settings.clients.full!,
    templateId: TEMPLATE_IDS.global,
    requestTimeoutMs: 60_000,
  });

  async function reference(facts: Facts): Promise<Recording> {
    const known = { clientId: '11111111-1111-4111-8111-111111111111', secret: 'reference-secret' };
    const tenantId = '22222222-2222-4222-8222-222222222222';
    const seedFile = join(folder, 'seed.json');
    writeFileSync(seedFile, JSON.stringify(referenceSeed(facts, tenantId, known)));
    const dataDir = join(world.sandbox.caFile, '..');
    const sandbox = await startSandbox({
      ...{ port: await freePort(), dataDir, seedFile },
      ...{ lagMs: 0, throttles: false },
    });
    try {
      const [seeded] = sandbox.world.tenants;
      consent(seeded!, sandbox.world.clients[0]!, facts.permissions);
      const ca = readFileSync(sandbox.caFile, 'utf8');
      const at = { origin: sandbox.origin, dispatcher: trusting(ca), ca };
      const interrupted = new AbortController().signal;
      return await recordSandbox(at, { facts, tenantId, client: known, interrupted });
    } finally {
      await sandbox.stop();
    }
  }

  async function attempt(asked: AttemptOptions = {}): Promise<Attempt> {
    const { p1 = true, users = [], patienceMs = 0, ...more } = asked;
    const { connection, ...granted } = await connectToTenant(settings(), tenant.id, 0);
    const facts = await readFacts(connection, { p1, ...granted, userNames: users });
    const trial = await tryTenant({
      connection,
      runId: newRunId(),
      tenant: facts,
      clientId: settings().client.clientId,
      madeBy: 'microsoft',
      patienceMs,
      settleMs: 0,
      interrupted: new AbortController().signal,
      ...more,
    });
    return { ...trial, facts: facts.facts };
  }

  return {
    ...{ world, tenant, folder, settings, reference, attempt },
    leftovers: () => [
      ...tenant.applications.all().filter(({ displayName }) => displayName.includes('verif')),
      ...tenant.servicePrincipals.all().filter(({ displayName }) => displayName.includes('verif')),
      ...tenant.claimsPolicies.all().filter(({ displayName }) => displayName.includes('verify-')),
      ...tenant.deletedItems.all(),
      ...tenant.policyAssignments.all(),
      ...tenant.appRoleAssignments.all(),
    ],
    deviations: async (asked) => {
      const { recording, facts } = await attempt(asked);
      return compare(recording, await reference(facts));
    },
    stop: async () => {
      await world.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
