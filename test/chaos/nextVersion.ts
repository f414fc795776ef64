/** The next version of this product: the same, with one more activity at its start, behind `patched`. */
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What the next version does as well, but only in onboardings that it has begun itself. */
const CHANGE = `
  if (isPatched('nextVersion')) {
    await entra.findTenant(run.request, run.progress.onboardingId);
  }
`;

/** Its folder, with the worker and the workflows' bundle in `dist`. */
export async function buildNextVersion(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'next-version-'));
  for (const part of ['dist', 'src/workflows', 'src/onboarding', 'package.json']) {
    cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'src/workflows/onboardCustomer.ts');
  const source = readFileSync(file, 'utf8');
  const changed = source
    .replace('import {', "import { patched as isPatched } from '@temporalio/workflow';\nimport {")
    .replace(/(async function setUpSingleSignOn\([^{]*\{\n)/, (line) => `${line}${CHANGE}`);
  if (!changed.includes(CHANGE)) throw new Error('the workflow has no place for the change');
  writeFileSync(file, changed);
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(folder, 'src/workflows/index.ts'),
    workflowInterceptorModules: [join(folder, 'src/workflows/interceptors.ts')],
    preloadModules: [join(folder, 'src/workflows/sharedSchemas.ts')],
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(join(folder, 'dist/src/workflow-bundle.js'), code);
  return folder;
}
