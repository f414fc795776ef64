/**
 * Fetching from an address that somebody gave us, a request or a tenant: https only, from hosts that are allowed, at
 * public addresses as they are after the name was resolved, with every redirect checked the same way.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, fetch } from 'undici';
import { MAX_METADATA_BYTES } from './encoding.js';
import { isLoopback, isPublic } from './publicAddress.js';
import { trusting } from '../trust.js';

/** Where Entra ID of each of Microsoft's clouds serves metadata. */
export const MICROSOFT_HOSTS = [
  'login.microsoftonline.com',
  'login.windows.net',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.chinacloudapi.cn',
];

const MAX_REDIRECTS = 3;
const TIMEOUT_MS = 10_000;

/** The address may not be fetched, or answers with nothing usable; the message says which and why. */
export class FetchRefusedError extends Error {}

export type FetchOptions = {
  /** Hosts allowed besides Microsoft's. */
  allowHosts?: readonly string[];
  /** Whether `localhost` may lead to this machine; by default when it is among the allowed hosts. */
  loopback?: boolean;
  /** PEM of a private certificate authority to trust besides the usual ones. */
  ca?: string | undefined;
  /** Resolves a name to every address it has. */
  resolve?: (host: string) => Promise<string[]>;
};

/** Without its query, in which e-mail addresses and tokens stand: this is for errors, histories and logs. */
export const shown = (address: URL | string) =>
  String(address)
    .replace(/[?#].*$/s, '')
    .slice(0, 500);

const resolveAll = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);

/** @throws FetchRefusedError */
export async function fetchDocument(url: string, options: FetchOptions = {}): Promise<Uint8Array> {
  const { body } = await follow(url, options);
  return body;
}

/**
 * Follows redirects, and fetches what they lead to; an address for which `until` holds is not asked any more.
 * @throws FetchRefusedError
 */
export async function follow(
  url: string,
  options: FetchOptions & { until?: (address: URL) => boolean },
): Promise<{ address: URL; body: Uint8Array }> {
  const { allowHosts = [], ca, resolve = resolveAll, until = () => false } = options;
  const { loopback = allowHosts.includes('localhost') } = options;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let address = parsed(url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (until(address)) return { address, body: new Uint8Array() };
    refuseHost(address, allowHosts);
    const checked = await publicAddress(address, { resolve, loopback }, signal);
    const trust = ca === undefined ? {} : { secureContext: trusting(ca) };
    const agent = new Agent({ connect: { lookup: only(checked), ...trust } });
    try {
      const reply = await fetch(address, { dispatcher: agent, redirect: 'manual', signal });
      const location = reply.headers.get('location');
      if (reply.status >= 300 && reply.status < 400 && location !== null) {
        await reply.body?.cancel();
        address = parsed(location, address);
        continue;
      }
      if (reply.status !== 200) {
        throw new FetchRefusedError(`${shown(address)} answered with status ${String(reply.status)}.`);
      }
      return { address, body: await bounded(reply.body, address) };
    } catch (error) {
      throw error instanceof FetchRefusedError ? error : unreachable(address, error, signal);
    } finally {
      await agent.destroy();
    }
  }
  throw new FetchRefusedError(`${shown(url)} redirects more than ${String(MAX_REDIRECTS)} times.`);
}

function parsed(url: string, base?: URL): URL {
  if (!URL.canParse(url, base)) throw new FetchRefusedError(`${shown(url)} is not an address.`);
  const address = new URL(url, base);
  if (address.protocol !== 'https:') throw new FetchRefusedError(`${shown(address)} is not https.`);
  if (address.username !== '' || address.password !== '') {
    throw new FetchRefusedError('The address carries a user name or a password.');
  }
  return address;
}

function refuseHost(address: URL, allowHosts: readonly string[]): void {
  const { hostname } = address;
  const allowed = [...MICROSOFT_HOSTS, ...allowHosts].some((host) => host.toLowerCase() === hostname);
  if (allowed) return;
  throw new FetchRefusedError(
    `${shown(address)} is not at a sign-in host of Microsoft's. If you trust it: --allow-host ${hostname}`,
  );
}

/** The address to connect to. One bad address refuses the name: which one is taken must not be luck. */
async function publicAddress(
  url: URL,
  { resolve, loopback }: { resolve: (host: string) => Promise<string[]>; loopback: boolean },
  signal: AbortSignal,
): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses =
    isIP(host) === 0
      ? await unlessAborted(resolve(host), signal).catch((error: unknown) => {
          if (signal.aborted) throw unreachable(url, error, signal);
          throw new FetchRefusedError(`The name ${host} cannot be resolved: ${String(error)}`);
        })
      : [host];
  const [first] = addresses;
  if (first === undefined) throw new FetchRefusedError(`The name ${host} has no address.`);
  const allowed = (address: string) =>
    host === 'localhost' && loopback ? isLoopback(address) : isPublic(address);
  const bad = addresses.find((address) => !allowed(address));
  if (bad !== undefined)
    throw new FetchRefusedError(`The name ${host} leads to ${bad}, which is not public.`);
  return first;
}

/** A lookup cannot be aborted, only left alone. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const refuse = () => {
      reject(new Error('aborted'));
    };
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
  return Promise.race([work, aborted]);
}

/** Connects to the address that was checked, whatever the name resolves to by then. */
const only =
  (address: string): LookupFunction =>
  (_, options, callback) => {
    const family = isIP(address);
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

async function bounded(body: AsyncIterable<Uint8Array> | null, address: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_METADATA_BYTES)
      throw new FetchRefusedError(`${shown(address)} answers with more than 256 KiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreachable(address: URL, error: unknown, { aborted }: AbortSignal): FetchRefusedError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = aborted ? `no reply within ${String(TIMEOUT_MS / 1000)} s` : String(cause);
  return new FetchRefusedError(`${shown(address)} cannot be fetched: ${why}`);
}
