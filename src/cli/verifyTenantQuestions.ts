/** What `sso-onboard verify-tenant` asks the person who runs it. */
import { createInterface } from 'node:readline/promises';
import type { Values } from '../verifyTenant/check.js';
import type { Recording } from '../verifyTenant/recording.js';
import { say } from './context.js';

async function ask(question: string, signal?: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // The interface itself would swallow Ctrl-C.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    return (await lines.question(question, { signal })).trim();
  } catch {
    return '';
  } finally {
    lines.close();
  }
}

export const isAgreed = async (): Promise<boolean> =>
  (await ask('\nType yes to go on: ')).toLowerCase() === 'yes';

/** Entra ID: the address of an application's tile in My Apps. */
const addressOf = (myApps: string, appId: string, tenantId: string) =>
  `${myApps}/api/signin/${appId}?tenantId=${tenantId}`;

const MY_APPS = 'https://launcher.myapps.microsoft.com';
const PUBLIC = 'https://login.microsoftonline.com';

/** Only Microsoft's public cloud has its launcher there; any other authority is taken to have its own. */
export async function guidedSignIn(
  values: Values,
  { authorityHost, tenantId }: { authorityHost: string; tenantId: string },
  interrupted: AbortSignal,
): Promise<Recording['signIn']> {
  const myApps = authorityHost === PUBLIC ? MY_APPS : authorityHost;
  const [replyUrl = ''] = values.list('replyUrls');
  say(`
Please sign in once, as one of the assigned users, in a private browser window:
  ${addressOf(myApps, values.text('appId'), tenantId)}
What to look for:
  - The browser tries to open ${replyUrl} and cannot find it: the sign-in works.
  - Microsoft shows an error with a number such as AADSTS50105: note the number.
  - Open Enterprise applications > the application > Single sign-on too: its SAML page must show the reply URL.
A new application can take a few minutes.`);
  for (;;) {
    const answer = await ask('Type "works", the AADSTS number, or "skip": ', interrupted);
    const number = /^(?:AADSTS)?(\d{4,8})$/i.exec(answer)?.[1];
    if (number !== undefined) return `AADSTS${number}`;
    if (/^works$/i.test(answer)) return 'reached';
    if (/^skip$/i.test(answer) || interrupted.aborted) return 'skipped';
  }
}
