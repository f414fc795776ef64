/** What `npm run verify-tenant --` asks the person who runs it. */
import { createInterface } from 'node:readline/promises';
import type { Values } from '../check.js';
import type { Person } from '../facts.js';
import { nameIdIn } from '../nameId.js';
import { NOT_SIGNED_IN, type SignIn, type Way } from '../recording.js';
import type { Connection } from '../send.js';
import { say } from '../../src/cli/context.js';

/** An answer without spaces around it; empty when the person was interrupted. */
export type Ask = (question: string) => Promise<string>;

export const askInTerminal =
  (signal?: AbortSignal): Ask =>
  async (question) => {
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
  };

export const isAgreed = async (ask: Ask): Promise<boolean> =>
  (await ask('\nType yes to go on: ')).toLowerCase() === 'yes';

const MY_APPS = 'https://launcher.myapps.microsoft.com';
const PUBLIC = 'https://login.microsoftonline.com';

/**
 * Entra ID: the address of an application's tile in My Apps. Only Microsoft's public cloud has its launcher there; any
 * other authority is taken to have its own.
 */
const addressOf = ({ authorityHost, tenantId }: Where, appId: string) =>
  `${authorityHost === PUBLIC ? MY_APPS : authorityHost}/api/signin/${appId}?tenantId=${tenantId}`;

type Where = Pick<Connection, 'authorityHost' | 'tenantId'>;
type Tried = { way: Way; appId: string; replyUrl: string };

/** The applications that were created, and made ready. */
function toTry(values: Values): Tried[] {
  const first = { appId: 'appId', replyUrls: 'replyUrls' };
  const other = { appId: 'templateAppId', replyUrls: 'templateReplyUrls' };
  const ways: [Way, typeof first][] = values.has('onlyTemplate')
    ? [['template', first]]
    : [
        ['upsert', first],
        ['template', other],
      ];
  return ways.flatMap(([way, { appId, replyUrls }]) => {
    const [replyUrl = ''] = values.list(replyUrls);
    return values.has(appId) ? [{ way, appId: values.text(appId), replyUrl }] : [];
  });
}

/** A sign-in to each application, and the response of the first one that works. */
export async function guidedSignIn(
  values: Values,
  where: Where,
  people: readonly Person[],
  ask: Ask,
  interrupted: AbortSignal,
): Promise<SignIn> {
  let signIn: SignIn = { ...NOT_SIGNED_IN };
  say(`
Please sign in to each application, as an assigned user, in a private browser window. Open the developer tools (F12)
first and keep the network log. What to look for:
  - The browser tries to open the reply URL and cannot find it: the sign-in works.
  - Microsoft shows an error with a number such as AADSTS50105: note the number.
A new application can take a few minutes.`);
  for (const { way, appId, replyUrl } of toTry(values)) {
    say(`
The application created by ${way}:
  ${addressOf(where, appId)}
  Reply URL: ${replyUrl}
  Also open Enterprise applications > the application > Single sign-on: its SAML page must show the reply URL.`);
    const seen = await askWhatWasSeen(ask, interrupted);
    signIn = { ...signIn, [way]: seen };
    // The application created first has a claims policy without an entry for the NameID.
    const isFirst = way === 'upsert' || values.has('onlyTemplate');
    if (seen === 'reached' && isFirst) signIn.nameId = await askForNameId(people, ask);
  }
  return signIn;
}

async function askWhatWasSeen(ask: Ask, interrupted: AbortSignal): Promise<string> {
  for (;;) {
    const answer = await ask('Type "works", the AADSTS number, or "skip": ');
    const number = /^(?:AADSTS)?(\d{4,8})$/i.exec(answer)?.[1];
    if (number !== undefined) return `AADSTS${number}`;
    if (/^works$/i.test(answer)) return 'reached';
    if (/^skip$/i.test(answer) || interrupted.aborted) return 'skipped';
  }
}

const LAST_LINE =
  'Paste the form field SAMLResponse of the request to the reply URL, or press Enter to skip: ';

/** Which NameID Entra ID sends where the claims policy has no entry for it. */
async function askForNameId(people: readonly Person[], ask: Ask): Promise<SignIn['nameId']> {
  for (;;) {
    const pasted = await ask(LAST_LINE);
    if (pasted === '') return null;
    const found = nameIdIn(pasted, people);
    if (found !== undefined) return found;
    say(
      'There is no NameID in this text. In the network log, choose the request to the reply URL, then Payload.',
    );
  }
}
