/** Apart from the clients' connection, because the native core takes half a second to load. */
import { NativeConnection } from '@temporalio/worker';
import { connectConfig, unreachable } from './connection.js';

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
