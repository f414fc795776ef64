/** The connection to Temporal: settings as the `temporal` CLI reads them, and one data converter everywhere. */
import {
  Client,
  type ClientInterceptors,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { apiKeyFrom } from './apiKey.js';
import { dataConverter, type PayloadKeys } from './encryptionCodec.js';
import { codeOf, GRPC } from './grpc.js';

/** Temporal cannot be reached; says where it was looked for. */
export class TemporalUnreachableError extends Error {}

/** Whether a call failed because Temporal does not answer. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof TemporalUnreachableError) return true;
  const code = codeOf(error);
  return code === GRPC.unavailable || code === GRPC.deadlineExceeded;
}

/** Whether Temporal answered no more than that there are too many requests: of its namespace, or of its visibility. */
export const isBusy = (error: unknown): boolean => codeOf(error) === GRPC.resourceExhausted;

/**
 * `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS_*` and profiles of `temporal.toml`,
 * as @temporalio/envconfig reads them; and `TEMPORAL_API_KEY_FILE`, which is read again when it changes.
 * @throws TemporalUnreachableError when that file cannot be read
 */
export function connectConfig(env: Record<string, string | undefined> = process.env) {
  const apiKey = apiKeyOf(env);
  const given = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const overrideEnvVars = {
    ...(Object.fromEntries(given) as Record<string, string>),
    ...(apiKey === undefined ? {} : { TEMPORAL_API_KEY: apiKey() }),
  };
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars });
  return { connectionOptions, namespace, address: connectionOptions.address ?? 'localhost:7233', apiKey };
}

function apiKeyOf(env: Record<string, string | undefined>): (() => string) | undefined {
  const file = env['TEMPORAL_API_KEY_FILE'] ?? '';
  if (file === '' || (env['TEMPORAL_API_KEY'] ?? '') !== '') return undefined;
  try {
    return apiKeyFrom(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TemporalUnreachableError(`TEMPORAL_API_KEY_FILE cannot be read: ${why}`, { cause: error });
  }
}

/** Somebody waits for the answer: a second of retries, not the 20 that the client has by itself. */
export const CALLS = {
  interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 4 }))],
};

/**
 * For clients: the CLI and the web pages, and, without a key, what reads no payload.
 * @throws TemporalUnreachableError
 */
export const connectClient = async (
  payloadKeys: PayloadKeys | undefined,
  interceptors?: ClientInterceptors,
): Promise<Client> => (await connect(payloadKeys, interceptors)).client;

/** The same, with the connection's own services besides. @throws TemporalUnreachableError */
export async function connect(
  payloadKeys: PayloadKeys | undefined,
  interceptors: ClientInterceptors = {},
): Promise<{ client: Client; connection: Connection; address: string }> {
  const { connectionOptions, namespace, address, apiKey } = connectConfig();
  const options = { ...connectionOptions, ...CALLS, ...(apiKey === undefined ? {} : { apiKey }) };
  const connection = await Connection.connect(options).catch((error: unknown) => {
    throw unreachable(address, error);
  });
  const converter = payloadKeys === undefined ? {} : { dataConverter: dataConverter(payloadKeys) };
  return { client: new Client({ connection, namespace, interceptors, ...converter }), connection, address };
}

export function unreachable(address: string, error: unknown): TemporalUnreachableError {
  const why = error instanceof Error ? error.message : String(error);
  return new TemporalUnreachableError(
    `Temporal cannot be reached at ${address}: ${why}\nStart it with "npm start", or set TEMPORAL_ADDRESS (and TEMPORAL_NAMESPACE, TEMPORAL_API_KEY).`,
    { cause: error },
  );
}
