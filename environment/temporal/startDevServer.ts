/** Runs Temporal's dev server. */
import { assertPortFree } from './ports.js';
import { HOST, type Server, startServer } from './startServer.js';

export type DevServerOptions = {
  binary: string;
  port: number;
  uiPort: number;
  /** SQLite; in memory when not given. */
  dbFile?: string;
  /** Where the UI's browser decodes payloads. */
  codecEndpoint?: string;
  searchAttributes: Record<string, 'Keyword' | 'Text'>;
  /** What the server prints is appended; its folder must exist. */
  logFile?: string;
  namespace?: string;
};

export type DevServer = Server & { uiUrl: string };

/** Resolves when the namespace can be used. @throws PortTakenError, ServerStartError */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { port, uiPort } = options;
  await assertPortFree(port, 'Temporal', 'TEMPORAL_PORT');
  await assertPortFree(uiPort, "Temporal's web UI", 'TEMPORAL_UI_PORT');
  const server = await startServer({ ...options, args: serverArguments(options) });
  return { ...server, uiUrl: `http://${HOST}:${String(uiPort)}` };
}

function serverArguments(options: DevServerOptions): string[] {
  const { port, uiPort, dbFile, codecEndpoint, searchAttributes, namespace } = options;
  return [
    ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--log-level', 'error', '--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    ...(dbFile === undefined ? [] : ['--db-filename', dbFile]),
    ...(codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', codecEndpoint]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}
