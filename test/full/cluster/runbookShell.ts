/** A shell for the runbook's commands: `docker compose` means the processes of this test, by their names in docker-compose.yml. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { COMMAND_LINE, type Installation } from './installation.js';

/** A program that runs in a container of its own. */
type Container = { start: () => void; stop: () => Promise<void> };

/** `exec -T postgres` is here as where the database is; whatever else it does not know fails. */
const DOCKER = `#!/bin/sh
set -eu
case "$1 $2 $3 $4" in
'compose exec -T postgres') shift 4 && exec "$@" ;;
'compose start '* | 'compose stop '*) shift && exec curl --fail --silent --show-error --data "$*" "$CONTAINERS" ;;
*) exit 64 ;;
esac
`;

export class RunbookShell {
  private constructor(
    /** Where the commands run. */
    readonly folder: string,
    private readonly env: Record<string, string>,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  static async open(
    installation: Installation,
    containers: Record<string, readonly Container[]>,
  ): Promise<RunbookShell> {
    const act = async (command: string) => {
      const [action, ...names] = command.split(' ');
      for (const name of names) {
        const found = containers[name];
        if (found === undefined) throw new Error(`there is no ${name}`);
        for (const container of found) {
          if (action === 'stop') await container.stop();
          else container.start();
        }
      }
    };
    const server = createServer((request, reply) => {
      text(request)
        .then(act)
        .then(
          () => reply.end(),
          (error: unknown) => reply.writeHead(500).end(String(error)),
        );
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const folder = mkdtempSync(join(tmpdir(), 'runbook-'));
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const programs = {
      docker: DOCKER,
      'sso-onboard': `#!/bin/sh\nexec '${process.execPath}' '${COMMAND_LINE}' "$@"\n`,
    };
    for (const [name, program] of Object.entries(programs)) {
      writeFileSync(join(bin, name), program);
      chmodSync(join(bin, name), 0o755);
    }
    const { env, cluster } = installation;
    const { PATH, ...database } = cluster.postgres.clientEnv;
    return new RunbookShell(
      folder,
      {
        ...env,
        ...database,
        PATH: [bin, PATH, env['PATH']].join(':'),
        CONTAINERS: `http://127.0.0.1:${String(port)}`,
      },
      server,
    );
  }

  async run(command: string): Promise<string> {
    const options = { cwd: this.folder, env: this.env, maxBuffer: 10_000_000 };
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], options);
    return stdout;
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
