/** Apart from the clients' connection, because the native core takes half a second to load. */
import { NativeConnection } from '@temporalio/worker';
import { connectConfig, unreachable } from './connection.js';

/**
 * Workflows that a worker keeps in memory, some 2.5 MB each. Onboardings wait for days: one that is not kept is read back
 * from its history when something comes. The default would be thousands.
 */
export const MAX_CACHED_WORKFLOWS = 200;

/** For workers. @throws TemporalUnreachableError */
export async function connectWorker(): Promise<{
  connection: NativeConnection;
  namespace: string;
  address: string;
}> {
  const { connectionOptions, namespace, address } = connectConfig();
  const connection = await NativeConnection.connect(connectionOptions).catch((error: unknown) => {
    throw unreachable(address, error);
  });
  return { connection, namespace, address };
}
