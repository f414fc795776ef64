import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { locateDevServer } from '../../../environment/temporal/devServer.js';
import { assertPortFree, freePort, PortTakenError } from '../../../environment/temporal/ports.js';
import { startDevServer } from '../../../environment/temporal/startDevServer.js';
import { writeProgram } from './machine.js';

const folder = mkdtempSync(join(tmpdir(), 'dev-server-'));
const pidFile = join(folder, 'pid');
/** The real one, which leaves its process id. */
let binary: string;

beforeAll(async () => {
  const { path } = await locateDevServer({ say: () => undefined });
  binary = writeProgram(join(folder, 'temporal'), `echo $$ > '${pidFile}'; exec '${path}' "$@"`);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const options = async () => ({
  binary,
  port: await freePort(),
  uiPort: await freePort(),
  searchAttributes: { CustomerDomain: 'Keyword', Note: 'Text' } as const,
});

const serverPid = () => Number(readFileSync(pidFile, 'utf8'));
const lives = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const ourChildren = () => process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length;

async function withClient<T>(
  address: string,
  namespace: string,
  use: (client: Client, connection: Connection) => Promise<T>,
) {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection, namespace }), connection);
  } finally {
    await connection.close();
  }
}

describe('running a dev server', () => {
  it('is ready with its namespace, search attributes and UI, and leaves no process when stopped', async () => {
    const before = ourChildren();
    const logFile = join(folder, 'server.log');
    const codecEndpoint = 'http://127.0.0.1:8082';
    const server = await startDevServer({ ...(await options()), namespace: 'sso', codecEndpoint, logFile });
    const { customAttributes } = await withClient(server.address, 'sso', (_client, connection) =>
      connection.operatorService.listSearchAttributes({ namespace: 'sso' }),
    );
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['CustomerDomain', 'Note']));
    const settings: unknown = await (await fetch(`${server.uiUrl}/api/v1/settings`)).json();
    expect(settings).toMatchObject({ Codec: { Endpoint: codecEndpoint } });
    await server.stop();
    expect(await server.exited).toBe(0);
    expect(lives(serverPid())).toBe(false);
    while (ourChildren() > before) await sleep(10); // Node closes its side a moment later
    expect(readFileSync(logFile, 'utf8')).toContain('Server 1.');
    await server.stop(); // a second time does nothing
  });

  it('keeps workflows in its file from one start to the next', async () => {
    const dbFile = join(folder, 'temporal.db');
    const first = await startDevServer({ ...(await options()), dbFile });
    await withClient(first.address, 'default', (client) =>
      client.workflow.start('kept', { workflowId: 'kept', taskQueue: 'none' }),
    );
    await first.stop();
    const second = await startDevServer({ ...(await options()), dbFile });
    const { status } = await withClient(second.address, 'default', (client) =>
      client.workflow.getHandle('kept').describe(),
    );
    expect(status.name).toBe('RUNNING');
    await second.stop();
  });

  it('ends one that does not react by force', async () => {
    const server = await startDevServer(await options());
    process.kill(serverPid(), 'SIGSTOP');
    await server.stop();
    expect(await server.exited).toBeNull();
    expect(lives(serverPid())).toBe(false);
  });

  it('ends with us when we are killed', async () => {
    const module = new URL('../../../environment/temporal/startDevServer.ts', import.meta.url).href;
    const script = `import { startDevServer } from '${module}';
      await startDevServer(${JSON.stringify(await options())}); console.log('ready');`;
    const us = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(us.stdout, 'data');
    expect(lives(serverPid())).toBe(true);
    us.kill('SIGKILL');
    while (lives(serverPid())) await sleep(50); // jest's time limit ends it
    expect(lives(serverPid())).toBe(false);
  });

  it('tells the end of what a server printed that does not start', async () => {
    const broken = writeProgram(join(folder, 'broken'), 'echo "unable to open database" >&2; exit 3');
    const failed = startDevServer({ ...(await options()), binary: broken });
    await expect(failed).rejects.toThrow('Temporal did not start: it ended with 3\nunable to open database');
    const missing = startDevServer({ ...(await options()), binary: join(folder, 'missing') });
    await expect(missing).rejects.toThrow(/Temporal did not start: .*spawn .*missing ENOENT/);
  });
});

describe('ports', () => {
  it('names a taken port and the setting that chooses another, before anything is started', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const error = await startDevServer({ ...(await options()), port }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PortTakenError);
    expect(error).toMatchObject({
      port,
      message: expect.stringMatching(new RegExp(`Port ${String(port)}, .*set TEMPORAL_PORT to`)),
    });
    const ui = startDevServer({ ...(await options()), uiPort: port });
    await expect(ui).rejects.toThrow(/web UI, is taken: .*set TEMPORAL_UI_PORT to/);
    await new Promise((resolve) => other.close(resolve));
    await expect(assertPortFree(port, 'Temporal', 'TEMPORAL_PORT')).resolves.toBeUndefined();
  });
});
