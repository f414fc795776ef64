/**
 * `npm run test:full`: everything that `npm test` runs only a sample of, and every other script in its short form.
 * `--share 2/6` runs one share of it: all six cover everything. `--short` leaves out what may take longer than ten minutes.
 * `--list` says what there is.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findOnPath } from '../../environment/temporal/run.js';
import { DEFAULT_RULES, type Rules } from '../../sandbox/rules.js';

/** Of Prometheus, which not every machine has; each night's has it. */
const HAS_PROMTOOL = findOnPath('promtool', process.env) !== undefined;
/** Helm, or Go which builds it; and Python, for the schemas of Kubernetes. */
const CAN_RENDER =
  ['helm', 'go'].some((name) => findOnPath(name, process.env) !== undefined) &&
  findOnPath('python3', process.env) !== undefined;

const SCHEDULES = 1000;
const FUZZ_RUNS = 1000;
/** Another one in each run. */
const SIXTEENTH = `${String(randomInt(16) + 1)}/16`;

/** Each open question about the real services, answered another way than by default. */
const TURNED: Partial<Rules>[] = [
  ...Object.entries(DEFAULT_RULES)
    .filter(([, value]) => typeof value === 'boolean')
    .map(([rule, value]) => ({ [rule]: value === false })),
  { customKeyIdentifier: 'sha256' },
  { customKeyIdentifier: 'hexText' },
  { duplicateAssignment: 'entitlementGrant' },
  { duplicateAssignment: 'conflict' },
  { secondClaimsPolicy: 'referencesExist' },
  { secondClaimsPolicy: 'conflict' },
  { tokensWithoutRoles: 2 },
  { policyRefusalStatus: 403 },
];

type Command = { command: string; args: string[]; env?: Record<string, string> };
/**
 * `divided`: a share of it is run in each share of the whole; the others are run in one of them. `long`: may take longer
 * than ten minutes on 2 cores.
 */
type Part = { name: string; divided?: boolean; long?: boolean } & Command;

const jest = (...args: string[]) => ({
  command: process.execPath,
  args: ['node_modules/jest/bin/jest.js', ...args],
});
const script = (name: string, ...args: string[]) => ({
  command: 'npm',
  args: ['run', '--silent', name, ...(args.length > 0 ? ['--', ...args] : [])],
});
const scratch = mkdtempSync(join(tmpdir(), 'full-'));

const partsOf = (share: { part: number; of: number }): Part[] => {
  const TEST_SHARE = `${String(share.part)}/${String(share.of)}`;
  return [
    { name: 'fault matrix', divided: true, ...jest('test/faults/matrix'), env: { TEST_SHARE } },
    {
      name: 'random schedules',
      divided: true,
      ...jest('test/faults/randomSchedules'),
      env: { FC_RUNS: String(Math.ceil(SCHEDULES / share.of)) },
    },
    ...TURNED.map((rules) => ({
      name: `fault matrix, share ${SIXTEENTH}, where ${JSON.stringify(rules)}`,
      ...jest('test/faults/matrix'),
      env: { FAULTS_RULES: JSON.stringify(rules), TEST_SHARE: SIXTEENTH },
    })),
    { name: 'cancels', divided: true, ...jest('test/e2e/rollback'), env: { TEST_SHARE } },
    { name: 'mutations', divided: true, ...script('mutate'), env: { TEST_SHARE } },
    { name: 'chaos, long', divided: true, ...jest('test/chaos/chaos'), env: { CHAOS: 'long', TEST_SHARE } },
    { name: 'upgrade, 100 onboardings wait', long: true, ...jest('test/chaos/upgrade') },
    { name: 'five years', long: true, ...jest('test/full/fiveYears') },
    { name: '10,000 users', long: true, ...jest('test/full/manyPrincipals') },
    {
      name: 'verify-tenant, ten rules changed, ten times',
      long: true,
      ...jest('test/verifyTenant/deviations'),
      env: { RULE_SETS: '10', TEST_SHARE: '1/1' },
    },
    { name: 'fuzzing', ...jest('fuzz.test'), env: { FUZZ_RUNS: String(FUZZ_RUNS) } },
    { name: 'benches', long: true, ...script('bench', '--short') },
    {
      name: 'record-histories',
      long: true,
      ...jest('test/workflows', 'test/e2e/onboardings.test.ts'),
      env: { RECORD_HISTORIES: join(scratch, 'histories') },
    },
    { name: 'demo', long: true, ...jest('test/full/demo') },
    ...(HAS_PROMTOOL ? [{ name: 'alerts', ...jest('test/full/alerts') }] : []),
    { name: 'installation without development', long: true, ...jest('test/full/production') },
    { name: "Temporal's server on PostgreSQL", long: true, ...jest('test/full/cluster.test') },
    { name: 'restore of a backup', long: true, ...jest('test/full/restore.test') },
    ...(CAN_RENDER ? [{ name: 'Helm chart', long: true, ...jest('test/full/chart') }] : []),
    { name: 'event loop, every route', ...jest('test/web/eventLoop'), env: { TEST_SHARE: '1/1' } },
  ];
};

const resultFile = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/** A part that is no run of jest counts as one test. */
function run({ name, command, args, env = {} }: Part): { passed: number; failed: number; seconds: number } {
  process.stdout.write(`\n== ${name}\n`);
  const begun = performance.now();
  const isJest = args.some((arg) => arg.includes('jest'));
  const results = join(scratch, 'results.json');
  rmSync(results, { force: true });
  const { status } = spawnSync(command, isJest ? [...args, '--json', '--outputFile', results] : args, {
    stdio: isJest ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TEST_TIER: 'full', ...env },
  });
  const seconds = (performance.now() - begun) / 1000;
  const ok = status === 0;
  if (!isJest) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, seconds };
  try {
    const counted = resultFile.parse(JSON.parse(readFileSync(results, 'utf8')));
    const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
    return { passed: counted.numPassedTests, failed: ok ? failed : Math.max(failed, 1), seconds };
  } catch {
    return { passed: 0, failed: 1, seconds };
  }
}

function shareGiven(text: string): { part: number; of: number } {
  const [, part, of] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  if (part === undefined || of === undefined || Number(part) > Number(of)) {
    process.stderr.write(`${text} is not a share, such as 2/6\n`);
    process.exit(2);
  }
  return { part: Number(part), of: Number(of) };
}

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '1/1' },
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const share = shareGiven(values.share);
const parts = partsOf(share)
  .filter(({ long }) => !(values.short && long === true))
  .filter(({ divided }, i) => divided === true || i % share.of === share.part % share.of);
if (values.list) {
  process.stdout.write(`${parts.map(({ name }) => name).join('\n')}\n`);
  process.exit(0);
}
let [passed, failed] = [0, 0];
const lines: string[] = [];
for (const part of parts) {
  const counted = run(part);
  passed += counted.passed;
  failed += counted.failed;
  const outcome = counted.failed === 0 ? 'passed' : 'FAILED';
  lines.push(`${counted.seconds.toFixed(0).padStart(6)} s  ${outcome}  ${part.name}`);
}
rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`\nShare ${values.share} of the full tier:\n${lines.join('\n')}\n`);
process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
