/** What `npm run build` adds to the compiled code: the bundled workflows, the pages' assets, the sandbox's seed. */
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { chmodSync, copyFileSync, cpSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const { code } = await bundleWorkflowCode({
  workflowsPath: at('src/workflows/index.ts'),
  workflowInterceptorModules: [at('src/workflows/interceptors.ts')],
  logger: new DefaultLogger('WARN'),
});
writeFileSync(at('dist/src/workflow-bundle.js'), code);
cpSync(at('src/web/assets'), at('dist/src/web/assets'), { recursive: true });
copyFileSync(at('sandbox/seed.json'), at('dist/sandbox/seed.json'));
chmodSync(at('dist/src/cli/main.js'), 0o755);
