/** Runs Temporal's time-skipping test server. The SDK would give it five seconds to start, which a busy machine exceeds. */
import { freePort } from './ports.js';
import { type Server, type ServerOptions, startServer } from './startServer.js';

/** Of an executable that `locateTestServer` found. @throws ServerStartError */
export async function startTestServer(
  binary: string,
  options: Pick<ServerOptions, 'env' | 'stopMs'> = {},
): Promise<Server> {
  const port = await freePort();
  return startServer({ binary, args: [String(port)], port, ...options });
}
