/** `sso-onboard verify-tenant`: a sandbox takes the place of the tenant, with its rules switched. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../../src/sandbox/faults.js';
import { consent } from '../../src/sandbox/entra/adminConsent.js';
import { populate } from '../../src/sandbox/populate.js';
import type { Rules } from '../../src/sandbox/rules.js';
import { startSandbox } from '../../src/sandbox/server.js';
import type { Tenant } from '../../src/sandbox/world.js';
import { compare, type Deviation } from '../../src/verifyTenant/compare.js';
import { CHECKS } from '../../src/verifyTenant/checks/index.js';
import { cleanUp } from '../../src/verifyTenant/cleanup.js';
import { connectToTenant } from '../../src/verifyTenant/connect.js';
import { readFacts } from '../../src/verifyTenant/facts.js';
import { OwnObjects } from '../../src/verifyTenant/guard.js';
import type { Outcome } from '../../src/verifyTenant/outcome.js';
import { type Facts, type Recording, recordingSchema } from '../../src/verifyTenant/recording.js';
import { recordSandbox, trusting } from '../../src/verifyTenant/reference.js';
import { referenceSeed } from '../../src/verifyTenant/referenceSeed.js';
import { sendToGraph } from '../../src/verifyTenant/send.js';
import { type TrialOptions, tryTenant } from '../../src/verifyTenant/trial.js';
import { newRunId, uniqueNameOf } from '../../src/verifyTenant/values.js';
import { freePort, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const RECORDINGS = fileURLToPath(new URL('../recordings', import.meta.url));
/** Made by the sandbox, so that replaying is proved; not by Microsoft. */
const OWN_RECORDING = join(RECORDINGS, 'made-by-the-sandbox.json');

let world: TestSandbox;
let folder: string;
let tenant: Tenant;

beforeEach(async () => {
  world = await startTestSandbox();
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  [tenant] = world.sandbox.world.tenants as [Tenant];
  populate(tenant, { users: 20, groups: 0 });
  const [client] = world.sandbox.world.clients;
  consent(tenant, client!, client!.requestedPermissions);
});
afterEach(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

const settings = () => ({
  ...world.settings,
  client: world.settings.clients.full!,
  requestTimeoutMs: 60_000,
});

/** All that this run could have left, live or deleted. */
const leftovers = () => [
  ...tenant.applications.all().filter(({ uniqueName }) => uniqueName?.includes('verify-')),
  ...tenant.servicePrincipals.all().filter(({ displayName }) => displayName.includes('verification')),
  ...tenant.claimsPolicies.all().filter(({ displayName }) => displayName.includes('verify-')),
  ...tenant.deletedItems.all(),
  ...tenant.policyAssignments.all(),
  ...tenant.appRoleAssignments.all(),
];

/** The sandbox that is compared with, in this process. */
async function reference(facts: Facts): Promise<Recording> {
  const client = { clientId: '11111111-1111-4111-8111-111111111111', secret: 'reference-secret' };
  const tenantId = '22222222-2222-4222-8222-222222222222';
  const seedFile = join(folder, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(referenceSeed(facts, tenantId, client)));
  const sandbox = await startSandbox({
    port: await freePort(),
    dataDir: fromDataDir(),
    seedFile,
    lagMs: 0,
    throttles: false,
  });
  try {
    const [seeded] = sandbox.world.tenants;
    consent(seeded!, sandbox.world.clients[0]!, facts.permissions);
    const ca = readFileSync(sandbox.caFile, 'utf8');
    const at = { origin: sandbox.origin, dispatcher: trusting(ca), ca };
    const interrupted = new AbortController().signal;
    return await recordSandbox(at, { facts, tenantId, client, interrupted });
  } finally {
    await sandbox.stop();
  }
}
const fromDataDir = () => join(world.sandbox.caFile, '..');

async function attempt(
  options: { p1?: boolean; users?: string[]; patienceMs?: number } & Partial<TrialOptions> = {},
) {
  const { p1 = true, users = [], patienceMs = 0, ...more } = options;
  const { connection, permissions } = await connectToTenant(settings(), tenant.id);
  const facts = await readFacts(connection, { p1, permissions, userNames: users });
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

async function deviations(options: Parameters<typeof attempt>[0] = {}): Promise<Deviation[]> {
  const { recording, facts } = await attempt(options);
  return compare(recording, await reference(facts));
}
const checksOf = (found: readonly Deviation[]) => [...new Set(found.map(({ check }) => check))];

it('finds nothing in the sandbox as it is, asks all that it can, and leaves nothing behind', async () => {
  const { recording, facts, cleanedUp, failure } = await attempt();
  expect(failure).toBeUndefined();
  expect(recording.checks.flatMap(({ notReached }) => notReached)).toEqual([]);
  expect(recording.checks.map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name));
  expect(compare(recording, await reference(facts))).toEqual([]);
  expect(cleanedUp.left).toEqual([]);
  expect(leftovers()).toEqual([]);
});

/** In a tenant without P1 that forbids long certificates, whose users are named: each switch shows there. */
const SWITCHES: { rules: Partial<Rules>; check: string }[] = [
  { rules: { redirectUrisResetIndexes: false }, check: 'Indexes after another change of the reply URLs' },
  { rules: { redirectUriSettingsReplaceUris: true }, check: 'Indexes that name other reply URLs' },
  { rules: { customKeyIdentifier: 'sha256' }, check: 'Two signing certificates' },
  { rules: { duplicateAssignment: 'conflict' }, check: 'A user is assigned twice' },
  { rules: { secondClaimsPolicy: 'conflict' }, check: 'A second claims policy on one service principal' },
  { rules: { basicReadFindsUsers: false }, check: 'Users are found by mail and by search' },
  { rules: { groupsNeedP1: false }, check: 'A group is assigned' },
  { rules: { assignedPoliciesStay: false }, check: 'A claims policy that is still assigned is deleted' },
  { rules: { knowsIsDisabled: false }, check: 'What stops a sign-in is read' },
  { rules: { policyRefusalStatus: 403 }, check: 'A signing certificate with the default life' },
];
const strict = { p1: false, users: ['maria@contoso.example', 'li@contoso.example'] };
function makeStrict(): void {
  tenant.hasP1 = false;
  tenant.maxCertificateDays = 365;
}

it('names all ten of ten rules that are switched together', async () => {
  makeStrict();
  Object.assign(world.sandbox.world.rules, ...SWITCHES.map(({ rules }) => rules));
  const found = checksOf(await deviations(strict));
  expect(found).toEqual(expect.arrayContaining(SWITCHES.map(({ check }) => check)));
  expect(leftovers()).toEqual([]);
});

it('names each of the ten rules that is switched alone, and next to nothing else', async () => {
  makeStrict();
  const expected = await reference((await attempt(strict)).facts);
  const normal = { ...world.sandbox.world.rules };
  for (const { rules, check } of SWITCHES) {
    Object.assign(world.sandbox.world.rules, normal, rules);
    const found = checksOf(compare((await attempt(strict)).recording, expected));
    expect(found).toContain(check);
    // What follows from it may show once more.
    expect(found.length).toBeLessThanOrEqual(4);
  }
});

it('says that we do not own what we create, and lists what it therefore could not remove', async () => {
  world.sandbox.world.rules.upsertMakesOwner = false;
  const { recording, facts, cleanedUp } = await attempt();
  const found = compare(recording, await reference(facts));
  expect(found).toContainEqual(
    expect.objectContaining({ row: 'Q2', step: 'change the application', found: '403', expected: '204' }),
  );
  const [application] = tenant.applications.all().filter(({ uniqueName }) => uniqueName?.includes('verify-'));
  expect(cleanedUp.left).toContainEqual({
    kind: 'application',
    id: application!.id,
    why: '403 Authorization_RequestDenied',
  });
});

const FAULTS: { fault: Pick<Fault, 'method' | 'path'>; check: string }[] = [
  {
    fault: { method: 'PATCH', path: String.raw`^/v1\.0/applications/[0-9a-f-]{36}$` },
    check: 'We own what we have created',
  },
  {
    fault: { method: 'POST', path: 'addTokenSigningCertificate$' },
    check: 'A signing certificate with the default life',
  },
  {
    fault: { method: 'POST', path: String.raw`claimsMappingPolicies/\$ref$` },
    check: 'A claims policy is created, changed and assigned',
  },
  { fault: { method: 'POST', path: '/restore$' }, check: 'The application is restored' },
];

it.each(FAULTS)('names a refusal of $fault.method $fault.path by $check', async ({ fault, check }) => {
  world.sandbox.faults.add({
    ...fault,
    skip: 0,
    times: 1,
    effect: { kind: 'status', status: 418, code: 'Teapot', message: 'No.' },
  });
  const found = await deviations();
  expect(found).toContainEqual(expect.objectContaining({ check, what: 'status', found: '418' }));
  expect(leftovers()).toEqual([]);
});

it('tells a renamed error and a changed sentence, also when the status is the same', async () => {
  world.sandbox.faults.add({
    method: 'GET',
    path: 'uniqueName=',
    skip: 0,
    times: 1,
    effect: { kind: 'status', status: 404, code: 'ResourceGone', message: 'It is not there.' },
  });
  const found = (await deviations()).filter(({ step }) => step === 'not there yet');
  expect(found.map(({ what }) => what)).toEqual(expect.arrayContaining(['code', 'message']));
});

it('takes what passes by itself for no deviation, and records how often it was asked', async () => {
  world.sandbox.faults.add({
    method: 'PATCH',
    path: '^/v1.0/servicePrincipals',
    skip: 0,
    times: 1,
    effect: { kind: 'status', status: 503, code: 'ServiceUnavailable', message: 'Later.' },
  });
  const { recording, facts } = await attempt({ patienceMs: 30_000 });
  expect(compare(recording, await reference(facts))).toEqual([]);
  const earlier = recording.checks.flatMap(({ exchanges }) => exchanges.flatMap((e) => e.earlier ?? []));
  expect(earlier).toEqual([{ status: 503, code: 'ServiceUnavailable' }]);
});

describe('what a recording holds', () => {
  it('has no name, id, domain, address or secret of the tenant in it', async () => {
    const { recording } = await attempt();
    const text = JSON.stringify(recording).toLowerCase();
    const secrets = [
      ...[tenant.id, tenant.displayName, ...tenant.verifiedDomains, settings().client.clientId],
      ...tenant.users.flatMap(({ id, userPrincipalName, displayName }) => [
        id,
        userPrincipalName,
        displayName,
      ]),
      ...tenant.groups.flatMap(({ id, displayName }) => [id, displayName]),
      ...['sandbox-secret', 'bearer', 'eyj', 'localhost'],
    ].filter((secret) => secret.length > 3);
    // As whole words: one of the groups is called as a part of Microsoft's words is.
    const words = ` ${text.replace(/[^a-z0-9@.#-]+/g, ' ')} `;
    const isIn = (secret: string) => words.includes(` ${secret.toLowerCase()} `);
    expect(secrets.filter(isIn)).toEqual([]);
    expect(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-(?!0000-)/)).toBeNull();
    expect(text).not.toMatch(/@(?!odata\.)[a-z]/);
  });

  it('names the AADSTS number that a person saw, and nothing where the sign-in worked', async () => {
    const refused = await deviations({ signIn: () => Promise.resolve('AADSTS650056') });
    expect(refused).toEqual([expect.objectContaining({ row: 'Q1', found: 'AADSTS650056' })]);
  });
});

describe('recordings that are kept', () => {
  it.each(readdirSync(RECORDINGS).filter((file) => file.endsWith('.json')))(
    '%s is what the sandbox answers',
    async (file) => {
      const recording = recordingSchema.parse(JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')));
      expect(compare(recording, await reference(recording.facts))).toEqual([]);
    },
  );

  it('are compared in earnest: a recording in which one reply differs is told', async () => {
    const text = readFileSync(OWN_RECORDING, 'utf8');
    expect(text).toContain('"madeBy": "sandbox"');
    const recording = recordingSchema.parse(
      JSON.parse(text.replace("Can't modify redirectUris", 'Cannot modify redirectUris')),
    );
    const found = compare(recording, await reference(recording.facts));
    expect(found.map(({ row, what }) => `${row} ${what}`)).toEqual(['O1 message']);
  });
});

describe('whatever happens, it cleans up', () => {
  it('after it was stopped in the middle', async () => {
    const stop = new AbortController();
    const onCheck: TrialOptions['onCheck'] = ({ row }) => {
      if (row === 'O8') stop.abort();
    };
    const { recording } = await attempt({ interrupted: stop.signal, onCheck });
    expect(recording.checks.length).toBeLessThan(CHECKS.length);
    expect(leftovers()).toEqual([]);
  });

  it('after the reply to the creation was lost, and the run failed', async () => {
    const lost = { method: 'PATCH', path: 'uniqueName=', skip: 0, times: 1 } as const;
    world.sandbox.faults.add({ ...lost, effect: { kind: 'resetAfter' } });
    const onCheck: TrialOptions['onCheck'] = ({ row }) => {
      if (row === 'Q2') throw new Error('the machine has no more memory');
    };
    const { failure } = await attempt({ onCheck });
    expect(failure).toBe('the machine has no more memory');
    expect(leftovers()).toEqual([]);
  });

  it('in a later run, by the id of the one that was killed', async () => {
    const { connection } = await connectToTenant(settings(), tenant.id);
    const own = new OwnObjects('0123456789ab');
    await sendToGraph(connection, {
      method: 'PATCH',
      path: `/applications(uniqueName='${uniqueNameOf(own.runId)}')`,
      headers: { Prefer: 'create-if-missing' },
      body: { displayName: 'left by a run that was killed' },
    });
    expect(tenant.applications.all().some(({ uniqueName }) => uniqueName === uniqueNameOf(own.runId))).toBe(
      true,
    );
    await cleanUp({ connection, own, patienceMs: 0, settleMs: 0 });
    expect(leftovers()).toEqual([]);
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
});

describe('the command', () => {
  const environment = () => ({
    PATH: process.env['PATH'] ?? '',
    NO_COLOR: '1',
    AUTHORITY_HOST: world.sandbox.origin,
    GRAPH_BASE_URL: world.sandbox.origin,
    TRUSTED_CA_FILE: world.sandbox.caFile,
    AZURE_CLIENT_ID: settings().client.clientId,
    AZURE_CLIENT_SECRET: 'sandbox-secret',
  });
  const quick = ['--patience', '0', '--settle', '0'];
  const run = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const options = { env: environment(), cwd: folder, maxBuffer: 10_000_000 };
      execFile(process.execPath, [CLI, 'verify-tenant', ...args], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });

  it('ends with 0 on the sandbox as it is, with 5 and the row when something differs', async () => {
    const same = await run('contoso.example', '--yes', ...quick);
    expect(same.stderr).toContain('It creates:');
    expect(same.stdout).toContain(': 0 deviations.');
    expect(same.code).toBe(0);
    world.sandbox.world.rules.duplicateAssignment = 'conflict';
    const differing = await run('contoso.example', '--yes', '--json', '--output', 'recording.json', ...quick);
    expect(differing.code).toBe(5);
    const outcome = JSON.parse(differing.stdout) as Outcome;
    expect(outcome.deviations.map(({ row, found }) => `${row} ${found}`)).toContain('O7 409');
    expect(outcome.answers.map(({ row }) => row)).toEqual(expect.arrayContaining(['Q2', 'Q3', 'Q5', 'Q7']));
    recordingSchema.parse(JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8')));
    expect(leftovers()).toEqual([]);
  });

  it('asks first, and does nothing where nobody can answer', async () => {
    const { code, stderr } = await run('contoso.example', ...quick);
    expect(stderr).toContain('give --yes');
    expect(code).toBe(2);
    expect(leftovers()).toEqual([]);
  });

  it('cleans up after Ctrl-C, and says so', async () => {
    const child = spawn(process.execPath, [CLI, 'verify-tenant', 'contoso.example', '--yes', ...quick], {
      env: environment(),
      cwd: folder,
    });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (!words.includes('Two signing') && chunk.toString().includes('Two signing')) child.kill('SIGINT');
      words += chunk.toString();
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const [code] = (await once(child, 'exit')) as [number];
    expect(stdout).toContain('The run ended early: it was stopped');
    expect(stdout).toContain('Nothing that this run made is left');
    expect(code).toBe(1);
    expect(leftovers()).toEqual([]);
  });
});

/** `RECORD_SANDBOX=1` makes the recording anew, where the sandbox has learned something. */
const whenAsked = process.env['RECORD_SANDBOX'] === '1' ? ['anew'] : [];
it.each([...whenAsked, 'readable'])('the sandbox’s own recording is %s', async (how) => {
  if (how === 'anew') {
    const { facts } = await attempt();
    const made = await reference(facts);
    writeFileSync(OWN_RECORDING, `${JSON.stringify(made, null, 2)}\n`);
  }
  expect(recordingSchema.parse(JSON.parse(readFileSync(OWN_RECORDING, 'utf8'))).madeBy).toBe('sandbox');
});
