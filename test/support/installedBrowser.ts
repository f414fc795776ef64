/** The browser of the tests: an installed Chrome or Chromium, else Debian's package where it may be installed. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const INSTALL_WITHIN_MS = 10 * 60_000;

/**
 * Its executable; undefined where there is none, which is said.
 * @throws Error instead where REQUIRE_BROWSER is 1
 */
export async function installedBrowser(say: (line: string) => void): Promise<string | undefined> {
  const given = process.env['CHROME_PATH'];
  if (given !== undefined && !existsSync(given)) throw new Error(`CHROME_PATH: there is no ${given}`);
  const found = given ?? findBrowser();
  if (found !== undefined) return found;
  const why = (await install(say)) ?? 'the package has none';
  const installed = findBrowser();
  if (installed !== undefined) return installed;
  const none = `There is no Chrome or Chromium, and none could be installed: ${why}. Install one, or say where it is: CHROME_PATH.`;
  if (process.env['REQUIRE_BROWSER'] === '1') throw new Error(none);
  say(`${none} The tests in a real browser will fail.`);
  return undefined;
}

const onPath = (name: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

const findBrowser = () => [...NAMES.map(onPath), MAC].find((path) => path !== undefined && existsSync(path));

/** Why it could not be done, if so. */
async function install(say: (line: string) => void): Promise<string | undefined> {
  if (onPath('apt-get') === undefined) return 'there is no apt-get';
  if (process.getuid?.() !== 0) return 'it takes root';
  say("No Chrome or Chromium: installing Debian's package chromium ...");
  const aptGet = (...args: string[]) =>
    promisify(execFile)('apt-get', ['-qq', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: INSTALL_WITHIN_MS,
    });
  try {
    await aptGet('update');
    await aptGet('install', '--yes', '--no-install-recommends', 'chromium');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  }
}
