/**
 * Makes dist/: each module compiled on its own, the bundled workflows, the pages' assets, the sandbox's seed. It does not
 * look at types, so that `npm start` and the tests begin in seconds; `npm run build` looks first.
 */
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { build } from 'esbuild';
import { chmodSync, copyFileSync, cpSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDERS = ['src', 'sandbox', 'demo', 'environment', 'verifyTenant'];

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

await build({
  absWorkingDir: at('.'),
  entryPoints: [...FOLDERS.map((folder) => `${folder}/**/*.ts`), 'src/**/*.tsx'],
  outbase: '.',
  outdir: 'dist',
  platform: 'node',
  format: 'esm',
  sourcemap: true,
});
/** The second is for workers that trace: OpenTelemetry costs each workflow memory. Such a worker makes it where it is not. */
const bundles = {
  'workflow-bundle': ['interceptors'],
  ...(process.argv.includes('--tracing') ? { 'workflow-bundle-tracing': ['interceptors', 'tracing'] } : {}),
};
for (const [name, modules] of Object.entries(bundles)) {
  const { code } = await bundleWorkflowCode({
    workflowsPath: at('src/workflows/index.ts'),
    workflowInterceptorModules: modules.map((module) => at(`src/workflows/${module}.ts`)),
    preloadModules: [at('src/workflows/sharedSchemas.ts')],
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(at(`dist/src/${name}.js`), code);
}
cpSync(at('src/web/assets'), at('dist/src/web/assets'), { recursive: true });
copyFileSync(at('sandbox/seed.json'), at('dist/sandbox/seed.json'));
chmodSync(at('dist/src/cli/main.js'), 0o755);
