/** The service as it is installed: workers, one web process, the cluster; and the sandbox for Microsoft and MessageMedia. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operatorsOf } from '../../support/operators.js';
import { freePort, startTestSandbox, type TestSandbox } from '../../support/sandbox.js';
import { LINK_KEY, SESSION_KEYS } from '../../support/web.js';
import { workerEnvironment } from '../../support/workerProcess.js';
import { Cluster } from './cluster.js';
import { Service } from './program.js';

/** Needs `npm run build`. */
export const COMMAND_LINE = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const TASK_QUEUE = 'sso-onboarding';

export class Installation {
  readonly taskQueue = TASK_QUEUE;
  private readonly services: Service[] = [];

  private constructor(
    readonly cluster: Cluster,
    readonly world: TestSandbox,
    readonly webUrl: string,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Installation> {
    const cluster = await Cluster.start();
    const folder = mkdtempSync(join(tmpdir(), 'cluster-service-'));
    const webUrl = `http://localhost:${String(await freePort())}`;
    return new Installation(cluster, await startTestSandbox(), webUrl, folder);
  }

  /** Settings of every process, the command line's too. */
  get env(): Record<string, string> {
    const { cluster, world, webUrl, taskQueue } = this;
    return {
      ...workerEnvironment(world, taskQueue),
      ...cluster.env,
      PUBLIC_URL: webUrl,
      LINK_KEY: LINK_KEY.toString('base64'),
    };
  }

  async worker(more: Record<string, string> = {}): Promise<Service> {
    const port = String(await freePort());
    const env = { ...this.env, HEALTH_PORT: port, ...more };
    return this.service('worker', env, `http://127.0.0.1:${port}`);
  }

  web(): Service {
    const { tenantId, clientId, clientSecret } = operatorsOf(this.world).settings;
    const { clients } = this.world.sandbox.world;
    const signIn = clients.find(({ displayName }) => displayName === 'MessageMedia SSO Onboarding (sign-in)');
    const env = {
      ...this.env,
      WEB_PORT: new URL(this.webUrl).port,
      SESSION_KEY: SESSION_KEYS[0].toString('base64'),
      SIGN_IN_CLIENT_ID: signIn?.clientId ?? '',
      SIGN_IN_CLIENT_SECRET: signIn?.clientSecret ?? '',
      OPERATOR_TENANT_ID: tenantId,
      OPERATOR_CLIENT_ID: clientId,
      OPERATOR_CLIENT_SECRET: clientSecret,
    };
    return this.service('web', env, this.webUrl);
  }

  async metrics(): Promise<Service> {
    const port = String(await freePort());
    return this.service('metrics', { ...this.env, METRICS_PORT: port }, `http://127.0.0.1:${port}`);
  }

  private service(
    command: 'worker' | 'web' | 'metrics',
    env: Record<string, string>,
    origin: string,
  ): Service {
    const log = join(this.folder, `${command}-${String(this.services.length)}.log`);
    const service = new Service({ file: process.execPath, args: [COMMAND_LINE, command], env, log }, origin);
    service.start();
    this.services.push(service);
    return service;
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.kill()));
    await this.world.stop();
    await this.cluster.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
