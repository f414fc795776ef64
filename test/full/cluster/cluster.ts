/** Temporal as docker-compose.yml has it: PostgreSQL, the server, and what the scripts of deploy/ set up in them. */
import { Client, Connection } from '@temporalio/client';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { run } from '../../../environment/temporal/run.js';
import { dataConverter } from '../../../src/temporal/encryptionCodec.js';
import { freePort } from '../../support/sandbox.js';
import { fromSetup, PAYLOAD_KEY } from '../../support/temporal.js';
import { temporalServer } from '../../support/temporalServer.js';
import { until } from '../../support/until.js';
import { Postgres } from './postgres.js';
import { Program } from './program.js';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const service = z.looseObject({
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
});
const { services } = z
  .object({
    services: z.object({ 'temporal-schema': service, temporal: service, 'temporal-namespace': service }),
  })
  .parse(parse(readFileSync(at('docker-compose.yml'), 'utf8'), { merge: true }));

/** Not the one that every server has already. */
const NAMESPACE = 'onboarding';
const LOCALHOST = '127.0.0.1';

export class Cluster {
  readonly namespace = NAMESPACE;
  readonly connection: Connection;
  readonly client: Client;

  private constructor(
    readonly address: string,
    readonly postgres: Postgres,
    /** Of the scripts, and of everything else that somebody runs by hand. */
    readonly env: Record<string, string>,
    /** It may be killed and started again. */
    readonly server: Program,
    private readonly folder: string,
  ) {
    const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 };
    this.connection = Connection.lazy({ address, channelArgs });
    const converter = dataConverter([PAYLOAD_KEY]);
    this.client = new Client({ connection: this.connection, namespace: NAMESPACE, dataConverter: converter });
  }

  /** Each script runs twice: it is safe to run again. @throws Error that says what to install */
  static async start(): Promise<Cluster> {
    const programs = await temporalServer();
    const postgres = await Postgres.create(await freePort());
    const folder = mkdtempSync(join(tmpdir(), 'cluster-temporal-'));
    const ports = await freePorts();
    const address = `${LOCALHOST}:${ports.FRONTEND_GRPC_PORT}`;
    const server = new Program({
      file: join(programs, 'temporal-server'),
      args: ['start'],
      env: {
        PATH: process.env['PATH'] ?? '',
        ...services.temporal.environment,
        POSTGRES_SEEDS: LOCALHOST,
        DB_PORT: String(postgres.port),
        POSTGRES_PWD: readFileSync(postgres.passwordFile, 'utf8'),
        BIND_ON_IP: LOCALHOST,
        DYNAMIC_CONFIG_FILE_PATH: at('deploy/temporal/dynamicconfig.yaml'),
        ...ports,
      },
      log: join(folder, 'server.log'),
    });
    const env = {
      PATH: [programs, dirname(fromSetup('TEST_TEMPORAL_CLI')), process.env['PATH'] ?? ''].join(':'),
      HOME: folder,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: NAMESPACE,
    };
    const cluster = new Cluster(address, postgres, env, server, folder);
    try {
      await cluster.setUp();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  private async setUp(): Promise<void> {
    const { address, postgres, env, server } = this;
    const database = {
      SQL_HOST: LOCALHOST,
      SQL_PORT: String(postgres.port),
      SQL_PASSWORD_FILE: postgres.passwordFile,
    };
    const schema = { ...env, ...services['temporal-schema'].environment, ...database };
    await script(services['temporal-schema'].command, schema);
    await script(services['temporal-schema'].command, schema);
    server.start();
    const namespace = { ...env, RETENTION: '30d', TEMPORAL_ADDRESS: address };
    await script(services['temporal-namespace'].command, namespace);
    await script(services['temporal-namespace'].command, namespace);
  }

  /** Until it answers for our namespace. */
  async untilReady(): Promise<void> {
    const { namespace, connection } = this;
    const answers = () =>
      connection
        .withDeadline(Date.now() + 1_000, () => connection.workflowService.describeNamespace({ namespace }))
        .then(
          () => true,
          () => false,
        );
    await until(answers, (ready) => {
      if (!this.server.runs) throw new Error(`Temporal has ended: ${this.server.log.slice(-2_000)}`);
      return ready;
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.server.kill();
    await this.postgres.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `sh /scripts/<name> <arguments>`, where /scripts is a folder of deploy/. */
async function script(
  [shell = '', path = '', ...args]: string[],
  env: Record<string, string>,
): Promise<void> {
  await run(shell, [path.replace('/scripts', at('deploy/temporal')), ...args], { env });
}

/** Of each part of the server, which may not be the usual ones. */
async function freePorts() {
  const port = async () => String(await freePort());
  return {
    FRONTEND_GRPC_PORT: await port(),
    FRONTEND_HTTP_PORT: await port(),
    FRONTEND_MEMBERSHIP_PORT: await port(),
    MATCHING_GRPC_PORT: await port(),
    MATCHING_MEMBERSHIP_PORT: await port(),
    HISTORY_GRPC_PORT: await port(),
    HISTORY_MEMBERSHIP_PORT: await port(),
    WORKER_GRPC_PORT: await port(),
    WORKER_MEMBERSHIP_PORT: await port(),
  };
}
