/** What somebody typed is never lost: every form of every page, as the router lists them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { FastifyInstance } from 'fastify';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { CALLS } from '../../src/temporal/connection.js';
import { portTo } from '../../src/temporal/port.js';
import { createWebServer } from '../../src/web/server.js';
import { csrfFor } from '../../src/web/setup/access.js';
import { CONSOLE, operatorSession } from '../support/console.js';
import { type Route, webRoutes } from '../support/routes.js';
import { freePort } from '../support/sandbox.js';
import { LINK_KEY, SESSION_KEYS, webDeps } from '../support/web.js';

const PUBLIC_URL = 'http://localhost';
const LINK = { id: 'a1b2c3d4e5f6', expiresAt: '2036-01-01T00:00:00Z' };
/** Buttons alone: nothing is typed. */
const BUTTONS = /\/(sign-out|check-now|retry|remind|revoke-link)$/;

/** What can be typed or chosen, for whichever form. */
const TYPED = {
  name: 'Hanna "Hub" <O\'Hara>',
  administrator: 'hanna@contoso-it.example',
  list: 'sam@contoso.example,Sender\r\ngroup:Senders',
  text: 'sam & co',
  reason: 'Because it is <so>',
  error: 'AADSTS50105 & more',
  metadataSha256: 'abc',
  step: 'handover',
  shown: '[]',
  id: 'a1b2c3d4e5f6',
  contact: 'Anna',
  purpose: 'all',
  days: '3',
  send: 'on',
};
const ONBOARDING = {
  customerId: 'contoso',
  companyName: 'Contoso & Sons',
  tenant: 'contoso.example',
  azureName: 'Anna Admin',
  azureMobile: '+61491570156',
  timeZone: 'Australia/Melbourne',
  emailDomains: 'contoso.example',
  accounts: 'contoso-parent',
  appRoles: 'Sender',
  initiatedBy: 'sp',
  permissionProfile: 'full',
  profile: 'messagemedia-hub',
};
const DOCUMENT = `customerId: contoso
companyName: Contoso
tenant: contoso.example
contacts: [{ name: Anna, mobile: "+61491570156", roles: [azureAdministrator, hubAdministrator] }]
hub: { emailDomains: [contoso.example], accounts: [contoso-parent] }
`;
const fieldsOf = ({ path }: Route): Record<string, string> =>
  path === '/console/start'
    ? ONBOARDING
    : path === '/console/start/document'
      ? { document: DOCUMENT }
      : TYPED;

let server: FastifyInstance;
let forms: Route[];
beforeAll(async () => {
  // Nobody is there. It is not closed: a retry under way would throw.
  const connection = Connection.lazy({ address: `127.0.0.1:${String(await freePort())}`, ...CALLS });
  const { deps } = webDeps(portTo(new Client({ connection }), 'none'), { ...CONSOLE, publicUrl: PUBLIC_URL });
  server = await createWebServer(deps);
  const routes = await webRoutes();
  forms = routes.filter(
    ({ method, path }) => method === 'POST' && /^\/(setup|watch|console)\//.test(path) && !BUTTONS.test(path),
  );
});
afterAll(async () => {
  await server.close();
});

/** As the holder of the link, or as an operator who is signed in. */
async function send({ path }: Route, fields: Record<string, string>) {
  const isConsole = path.startsWith('/console');
  const url = path.replace(':linkId', LINK.id).replace(':customerId', 'contoso');
  const of = path.startsWith('/watch') ? 'watch' : 'onboarding';
  const link = setupUrl({ publicUrl: PUBLIC_URL, key: LINK_KEY }, 'contoso', LINK, of).split('/').at(-1)!;
  const operator = await operatorSession();
  const csrf = isConsole ? operator.csrf : csrfFor(SESSION_KEYS, LINK.id);
  const reply = await server.inject({
    method: 'POST',
    url,
    cookies: isConsole ? { operator: operator.cookie } : { link },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ csrf, ...fields }).toString(),
  });
  return { url, csrf, reply };
}

const UNESCAPED: Partial<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (html: string) =>
  html.replaceAll(/&([a-z]+|#39);/g, (all, name: string) => UNESCAPED[name] ?? all);
const lines = (text: string) => text.replaceAll('\r\n', '\n').trim();

/** Every value that the page would send to the address, or shows to be sent. */
function kept(html: string, url: string): string[] {
  const form = html.split('<form').find((part) => part.includes(`action="${url}"`));
  expect(form).toBeDefined();
  return [
    ...form!.matchAll(/<input[^>]* value="([^"]*)"/g),
    ...form!.matchAll(/<textarea[^>]*>([^<]*)/g),
    ...form!.matchAll(/<option[^>]* selected[^>]* value="([^"]*)"|<option value="([^"]*)" selected/g),
  ].map(([, value, other]) => lines(unescape(value ?? other ?? '')));
}

describe('while Temporal does not answer', () => {
  it('every form comes back with all that was sent', async () => {
    expect(forms.length).toBeGreaterThan(15);
    const lost = await Promise.all(
      forms.map(async (form) => {
        const fields = fieldsOf(form);
        const { url, csrf, reply } = await send(form, fields);
        const values = kept(reply.body, url);
        const missing = Object.values({ ...fields, csrf }).filter((value) => !values.includes(lines(value)));
        return [url, reply.statusCode, missing];
      }),
    );
    expect(lost).toEqual(lost.map(([url]) => [url, 503, []]));
  });
});
