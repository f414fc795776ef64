/**
 * `npm run mutate [activity…]`: breaks the idempotence of each activity in turn, in a copy of the sources, and says
 * which test noticed. Fails when one went unnoticed. TEST_SHARE=2/6 takes a share of them.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { shareOf } from '../support/share.js';
import { type Mutation, MUTATIONS } from './mutations.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Below the packages, which are found upwards. */
const COPY = join(ROOT, 'test-results/mutated');
const COPIED = [
  'src',
  'sandbox',
  'demo',
  'environment',
  'verifyTenant',
  'test',
  'tools',
  'package.json',
  'jest.config.js',
  'tsconfig.json',
];

const resultFile = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/** The tests that fail with it. */
function noticedBy({ file, from, to, suite }: Mutation): string[] {
  const path = join(COPY, 'src', file);
  const source = readFileSync(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} does not have this exactly once: ${from}`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  const output = join(COPY, 'result.json');
  const { status } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/jest/bin/jest.js'), suite, '--json', '--outputFile', output],
    { cwd: COPY, env: { ...process.env, TEST_SHARE: '1/1' } },
  );
  writeFileSync(path, source);
  const { testResults } = resultFile.parse(JSON.parse(readFileSync(output, 'utf8')));
  rmSync(output);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  // What cannot even be loaded has noticed nothing.
  if (tests.length === 0) throw new Error(`${suite} did not run (exit code ${String(status)})`);
  return tests
    .filter(({ status: outcome }) => outcome === 'failed')
    .map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' '));
}

const wanted = process.argv.slice(2);
const share = process.env['TEST_SHARE'] === undefined ? MUTATIONS : shareOf(MUTATIONS);
rmSync(COPY, { recursive: true, force: true });
mkdirSync(COPY, { recursive: true });
for (const name of COPIED) cpSync(join(ROOT, name), join(COPY, name), { recursive: true });
let unnoticed = 0;
for (const mutation of share) {
  const { activity, broken } = mutation;
  if (wanted.length > 0 && !wanted.includes(activity)) continue;
  const failed = noticedBy(mutation);
  if (failed.length === 0) unnoticed += 1;
  const noticed = failed.length === 0 ? 'NOT NOTICED' : failed.map((name) => `  ${name}`).join('\n');
  process.stdout.write(`${activity} ${broken}\n${noticed}\n`);
}
rmSync(COPY, { recursive: true, force: true });
process.stdout.write(`${String(unnoticed)} not noticed\n`);
process.exitCode = unnoticed === 0 ? 0 : 1;
