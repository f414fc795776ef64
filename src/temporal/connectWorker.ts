/** Apart from the clients' connection, because the native core takes half a second to load. */
import { NativeConnection } from '@temporalio/worker';
import { connectConfig, unreachable } from './connection.js';

/** How often the file of the API key is looked at. */
const LOOK_AT_KEY_MS = 10_000;

/** For workers. @throws TemporalUnreachableError */
export async function connectWorker(): Promise<{
  connection: NativeConnection;
  namespace: string;
  address: string;
}> {
  const { connectionOptions, namespace, address, apiKey } = connectConfig();
  const connection = await NativeConnection.connect(connectionOptions).catch((error: unknown) => {
    throw unreachable(address, error);
  });
  if (apiKey !== undefined) keepApiKey(connection, apiKey);
  return { connection, namespace, address };
}

/** The core asks for no key: it is told of each new one. */
function keepApiKey(connection: NativeConnection, apiKey: () => string): void {
  let inUse = apiKey();
  setInterval(() => {
    const key = apiKey();
    if (key === inUse) return;
    inUse = key;
    // Only a connection that is closed takes none.
    connection.setApiKey(key).catch(() => undefined);
  }, LOOK_AT_KEY_MS).unref();
}
