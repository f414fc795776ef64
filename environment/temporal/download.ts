/** Temporal's own download site, asked as the SDK asks it. */
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { z } from 'zod';
import type { Environment } from './cache.js';
import { run } from './run.js';

export const DOWNLOAD_SITE = 'https://temporal.download';

const downloadInfo = z.object({ archiveUrl: z.url(), fileToExtract: z.string().min(1) });

/** Downloads one executable into the folder and gives its path; `query` goes to the site as it is. @throws */
export async function download(
  options: {
    site: string;
    artifact: string;
    version: string;
    query?: Record<string, string>;
    env: Environment;
  },
  folder: string,
): Promise<string> {
  const { site, artifact, version, env } = options;
  const noProxy = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  const dispatcher = new EnvHttpProxyAgent({
    noProxy,
    connect: { timeout: 10_000 },
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  });
  try {
    const get = async (url: string): Promise<Response> => {
      const response = await fetch(url, { dispatcher });
      if (!response.ok) throw new Error(`${url} answered ${String(response.status)}`);
      return response;
    };
    const query = new URLSearchParams({ ...platform(), ...options.query });
    const info = await get(`${site}/${artifact}/${version}?${query.toString()}`);
    const { archiveUrl, fileToExtract } = downloadInfo.parse(await info.json());
    const { body } = await get(archiveUrl);
    if (body === null) throw new Error(`${archiveUrl} answered with nothing`);
    await mkdir(folder, { recursive: true });
    const archive = join(folder, 'archive');
    await pipeline(body, createWriteStream(archive));
    await run('tar', ['-xf', archive, '-C', folder, fileToExtract], { env });
    await rm(archive);
    await chmod(join(folder, fileToExtract), 0o755);
    return join(folder, fileToExtract);
  } catch (error) {
    throw reasonOf(error);
  } finally {
    await dispatcher.destroy();
  }
}

function platform() {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (arch === undefined) throw new Error(`there is no download for ${process.arch}`);
  const os = { win32: 'windows', darwin: 'darwin' }[process.platform as string] ?? 'linux';
  return { arch, platform: os };
}

/** fetch says only "fetch failed"; the reason is in its cause, which for several addresses has only a code. */
function reasonOf(error: unknown): unknown {
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  return cause === undefined ? error : new Error(cause.message || cause.code, { cause: error });
}
