/** Every page that the router lists, and every page for when something is wrong, can be read by everybody. */
import { describe, expect, it } from '@jest/globals';
import fastifyStatic from '@fastify/static';
import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { linkInTexts } from '../../demo/people.js';
import { sendProblemPage } from '../../src/web/page.js';
import type { ProblemKind } from '../../src/web/problems.js';
import { secure } from '../../src/web/security.js';
import { EN } from '../../src/web/words/en/index.js';
import { launch, problemsOf } from '../support/browser.js';
import { CONSOLE } from '../support/console.js';
import { webRoutes } from '../support/routes.js';
import { webSettings } from '../support/web.js';
import { startWatchedWebWorld } from '../support/watchedWebWorld.js';
import { startWebWorld, visitor } from '../support/webWorld.js';

/** What a GET of these gives is no page of ours: a redirect, a stream, a file, an answer for programs. */
const NO_PAGES =
  /^\/(api|assets|brand|livez|readyz|s\/|w\/|signed-in|consented)|\/(live|metadata\.xml|signed-in)$|\/(signIn|sign-in)\/start$|^\*/;

describe('every page', () => {
  it('that the router lists', async () => {
    const world = await startWatchedWebWorld(CONSOLE);
    const chromium = await launch();
    const people = visitor(world);
    try {
      await world.run(async () => {
        const watched = await world.atTheHandover();
        const watchLink = await linkInTexts(people, world.sandbox.origin, 'enter the new values');
        const running = await world.start({ tenant: 'fabrikam.example' });
        await running.waitsFor('grantConsent');
        const setupLink = await running.link('all');
        const context = await chromium.newContext({ ignoreHTTPSErrors: true });
        const page = await context.newPage();
        const pages = (await webRoutes()).filter(
          ({ method, path }) => method === 'GET' && !NO_PAGES.test(path),
        );
        await page.goto(`${world.publicUrl}/console/sign-in/start`);
        await page.getByRole('button', { name: 'Olga Operator' }).click();
        await page.getByRole('heading', { name: 'Onboardings' }).waitFor();
        const idBehind = async (link: string) => {
          await page.goto(link);
          return new URL(page.url()).pathname.split('/').at(-1)!;
        };
        const [watchLinkId, setupLinkId] = [await idBehind(watchLink), await idBehind(setupLink)];
        for (const { path } of pages) {
          const linkId = path.startsWith('/watch') ? watchLinkId : setupLinkId;
          const { customerId } = path.includes('/watch') ? watched.onboarding : running;
          const address = path.replace(':linkId', linkId).replace(':customerId', customerId);
          const reply = await page.goto(world.publicUrl + address);
          expect([path, reply!.status()]).toEqual([path, 200]);
          expect(await problemsOf(page, path.replaceAll(/[/:]+/g, '-').slice(1))).toEqual([]);
        }
        expect(pages.length).toBeGreaterThan(12);
        await page.goto(`${world.publicUrl}/console/onboardings/${running.customerId}/cancel`);
        await context.clearCookies();
        await page.getByLabel('Why').fill('The customer left');
        await page.getByRole('button', { name: /^Cancel onboarding/ }).click();
        await page.getByRole('heading', { name: 'You are not signed in any more' }).waitFor();
        expect(await problemsOf(page, 'sign-in-again')).toEqual([]);
        await context.close();
      });
    } finally {
      await people.close();
      await chromium.close();
      await world.stop();
    }
  });

  it("with Sinch ID's form instead of the Hub's", async () => {
    const world = await startWebWorld();
    const chromium = await launch();
    try {
      await world.run(async () => {
        const overrides = {
          entityId: 'urn:sinch:contoso',
          replyUrls: [`${world.sandbox.origin}/hub/sso/acs`],
          signOnUrl: 'https://login.sinch.example/contoso',
        };
        const onboarding = await world.start({ serviceProvider: { profile: 'sinch-id', overrides } });
        await onboarding.answersUntil('confirmHandover');
        const page = await chromium.newPage();
        await page.goto(await onboarding.link('handover'));
        await page.goto(`${page.url()}/handover`);
        await page.getByText('Signing Certificate').first().waitFor();
        expect(await problemsOf(page, 'sinch-id')).toEqual([]);
      });
    } finally {
      await chromium.close();
      await world.stop();
    }
  });

  it('for when something is wrong, also with a form that is kept', async () => {
    const server = Fastify({ forceCloseConnections: true });
    await secure(server, webSettings({ publicUrl: 'http://localhost', authorityHost: 'https://localhost' }));
    await server.register(formbody);
    await server.register(fastifyStatic, { root: join(process.cwd(), 'src/web/assets'), prefix: '/assets/' });
    server.get<{ Params: { kind: string } }>('/form/:kind', ({ params: { kind } }, reply) =>
      reply.type('text/html').send(`<form method="post" action="/${kind}"><button>Send</button></form>`),
    );
    server.post<{ Params: { kind: string } }>('/:kind', ({ params: { kind } }, reply) =>
      sendProblemPage(reply, webSettings().brands, 400, kind as ProblemKind),
    );
    await server.listen({ host: '127.0.0.1', port: 0 });
    const chromium = await launch();
    try {
      const page = await chromium.newPage();
      const { port } = server.server.address() as AddressInfo;
      for (const [kind, { title }] of Object.entries(EN.errors)) {
        await page.goto(`http://127.0.0.1:${String(port)}/form/${kind}`);
        await page.getByRole('button').click();
        await page.getByRole('heading', { name: title }).waitFor();
        expect(await problemsOf(page, `problem-${kind}`)).toEqual([]);
      }
    } finally {
      await chromium.close();
      await server.close();
    }
  });
});
