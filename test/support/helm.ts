/** Helm, and a validator with the schemas that Kubernetes publishes: of this machine, or made once and kept. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, onceCached } from '../../environment/temporal/cache.js';
import { findOnPath, run, toolsFolder } from '../../environment/temporal/run.js';

/** The version in tools/helm/go.mod. */
const HELM = '3.22.0';
const VALIDATOR = 'kubernetes-validate==1.37.0';
const { env } = process;
const say = (line: string) => process.stderr.write(`${line}\n`);

export async function helm(): Promise<string> {
  const onPath = findOnPath('helm', env);
  if (onPath !== undefined) return onPath;
  const go = findOnPath('go', env);
  if (go === undefined) throw new Error('neither helm nor Go, which builds it, is on PATH');
  const folder = join(cacheDir(env), `helm-${HELM}-${process.platform}-${process.arch}`);
  const make = async (temporary: string) => {
    say(`Building Helm ${HELM} with Go, once; this takes some minutes`);
    await mkdir(temporary);
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w'];
    const target = ['-o', join(temporary, 'helm'), 'helm.sh/helm/v3/cmd/helm'];
    await run(go, ['build', ...flags, ...target], { env, cwd: toolsFolder('helm') });
  };
  await onceCached(folder, make, say);
  return join(folder, 'helm');
}

/** A Python that has the package `kubernetes-validate`. */
export async function validator(): Promise<string> {
  const folder = join(cacheDir(env), VALIDATOR.replace('==', '-'));
  // A virtual environment knows its own path, so it is not made elsewhere and renamed: the file beside it says that it is whole.
  const make = async (temporary: string) => {
    await run('python3', ['-m', 'venv', `${folder}.venv`], { env });
    const python = join(`${folder}.venv`, 'bin', 'python3');
    await run(python, ['-m', 'pip', 'install', '--quiet', VALIDATOR], { env });
    await mkdir(temporary);
  };
  await onceCached(folder, make, say);
  return join(`${folder}.venv`, 'bin', 'python3');
}
