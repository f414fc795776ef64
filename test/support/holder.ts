/** Somebody who has opened a link, on pages that have answers of a test in Temporal's place. */
import type { WebSettings } from '../../src/config/web.js';
import type { LinkPurpose } from '../../src/onboarding/links.js';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import type { Port } from '../../src/temporal/port.js';
import { createWebServer } from '../../src/web/server.js';
import { answering, fakePort, runningOnboarding } from './fakePort.js';
import { LINK_KEY, webDeps } from './web.js';

const ID = 'a1b2c3d4e5f6';

type By = Partial<Pick<ReturnType<typeof runningOnboarding>, 'handover'>> & {
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
  settings?: Partial<WebSettings>;
};

/**
 * @param purpose of the link, which was made for Anna
 * @param by what their browser asks for and has kept, and what the pages are given
 */
export async function holderOf(
  purpose: LinkPurpose,
  changes: Parameters<typeof runningOnboarding>[0],
  request?: Parameters<typeof runningOnboarding>[1],
  { headers = {}, cookies: kept = {}, settings, ...answers }: By = {},
) {
  const link = {
    ...{ id: ID, purpose, contact: 'Anna', madeAt: '2026-01-01T00:00:00Z', madeBy: 'Olga' },
    expiresAt: '2036-01-01T00:00:00Z',
  };
  const onboarding = runningOnboarding({ ...changes, links: [link] }, request);
  const told: { signal: string; input: unknown }[] = [];
  const tell: Port['tell'] = (_, signal, input) => {
    told.push({ signal, input });
    return Promise.resolve();
  };
  const server = await createWebServer(
    webDeps(fakePort({ ask: answering({ onboarding: { ...onboarding, ...answers } }), tell }), settings).deps,
  );
  const token = setupUrl({ publicUrl: '', key: LINK_KEY }, onboarding.progress.customerId, link);
  const cookies = { '__Secure-link': token.split('/').at(-1)!, ...kept };
  const home = `/setup/${ID}`;
  const open = async (path = '') => (await server.inject({ url: home + path, cookies, headers })).body;
  return {
    told,
    home,
    open,
    /** As it is, whatever it is. */
    reply: (url: string) => server.inject({ url, cookies, headers }),
    /** Presses the button of the first page's form that posts to there. */
    async press(path: string) {
      const form = new RegExp(`<form method="post" action="${home}${path}".*?</form>`, 's').exec(
        await open(),
      );
      if (form === null) throw new Error(`there is no form for ${path}`);
      const fields = [...form[0].matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]);
      const formHeaders = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
      const payload = new URLSearchParams(fields).toString();
      return server.inject({ method: 'POST', url: home + path, cookies, headers: formHeaders, payload });
    },
  };
}
