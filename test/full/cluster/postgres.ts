/** A PostgreSQL of a test's own, in a folder and on a port of its own, which can be killed and started again. */
import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath, run } from '../../../environment/temporal/run.js';
import { until } from '../../support/until.js';
import { Program, type Started } from './program.js';

/** Where Debian keeps the programs of each version. */
const DEBIAN = '/usr/lib/postgresql';
/** As in docker-compose.yml. */
const USER = 'temporal';

export class Postgres {
  private readonly postmaster: Program;

  private constructor(
    readonly port: number,
    readonly passwordFile: string,
    private readonly programs: string,
    private readonly folder: string,
    owner: Started['owner'],
  ) {
    this.postmaster = new Program({
      file: join(programs, 'postgres'),
      args: ['-D', join(folder, 'data'), '-h', '127.0.0.1', '-p', String(port), '-k', folder],
      env: this.clientEnv,
      log: join(folder, 'log'),
      owner,
    });
  }

  /** @throws Error that says what to install */
  static async create(port: number): Promise<Postgres> {
    const programs = programsOfPostgres();
    const owner = await notRoot();
    const folder = mkdtempSync(join(tmpdir(), 'cluster-postgres-'));
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, 'of-nothing-real');
    if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
    const access = ['--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`];
    const settings = ['--data-checksums', '--encoding=UTF8', '--locale=C.UTF-8', `--username=${USER}`];
    const args = ['-D', join(folder, 'data'), ...settings, ...access];
    await promisify(execFile)(join(programs, 'initdb'), args, { cwd: folder, ...owner });
    const postgres = new Postgres(port, passwordFile, programs, folder, owner);
    await postgres.start();
    return postgres;
  }

  async start(): Promise<void> {
    this.postmaster.start();
    const env = this.clientEnv;
    const answers = () =>
      run(join(this.programs, 'pg_isready'), ['--quiet', `--username=${USER}`], { env }).then(
        () => true,
        () => false,
      );
    await until(answers, (ready) => {
      if (!this.postmaster.runs) throw new Error(`PostgreSQL has ended: ${this.postmaster.log}`);
      return ready;
    });
  }

  /** For PostgreSQL's own tools, by its socket, where no password is asked for: as in the image of docker-compose.yml. */
  get clientEnv(): Record<string, string> {
    const PATH = `${this.programs}:${process.env['PATH'] ?? ''}`;
    return { PATH, PGHOST: this.folder, PGPORT: String(this.port) };
  }

  /** As a power cut would: all its processes are gone at once. */
  async kill(): Promise<void> {
    const { pid } = this.postmaster;
    if (pid === undefined || !this.postmaster.runs) return;
    const listed = await run('ps', ['-A', '-o', 'ppid=,pid='], { env: process.env });
    const backends = [...listed.matchAll(/(\d+)\s+(\d+)/g)]
      .filter(([, parent]) => Number(parent) === pid)
      .map(([, , backend]) => Number(backend));
    const killed = this.postmaster.kill();
    for (const backend of backends) signal(backend, 'SIGKILL');
    await killed;
    // The last of them holds the memory that they share, and none can start meanwhile.
    await until(
      () => backends.filter((backend) => signal(backend, 0)),
      (left) => left.length === 0,
    );
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** False when there is no such process. */
function signal(pid: number, name: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** The newest of Debian's; elsewhere that of PATH, where a program may be a link to its folder. */
function programsOfPostgres(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const newest = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
  if (newest !== undefined) return newest;
  const onPath = findOnPath('initdb', process.env);
  if (onPath !== undefined) return dirname(realpathSync(onPath));
  throw new Error(
    `PostgreSQL's initdb is neither in ${DEBIAN} nor on PATH. On Debian and Ubuntu: apt-get install postgresql`,
  );
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes. */
async function notRoot(): Promise<Started['owner']> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (what: string) => Number(await run('id', [what, 'postgres'], { env: process.env }));
  return { uid: await id('-u'), gid: await id('-g') };
}
