/** What nobody may do with a link, or without one. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from '../../../demo/browser.js';
import { webRoutes } from '../../support/routes.js';
import { press, startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

/** Of an onboarding's link, beneath its first page, as the router lists them. */
let pages: string[];
let forms: string[];
beforeAll(async () => {
  const routes = (await webRoutes()).filter(({ path }) => path.startsWith('/setup/'));
  const paths = (wanted: string) =>
    routes.filter(({ method }) => method === wanted).map(({ path }) => path.replace('/setup/:linkId', ''));
  pages = paths('GET');
  forms = paths('POST');
});
const idOf = (link: string) => /\/s\/[^.]+\.([^.]+)\./.exec(link)![1]!;

describe('a link', () => {
  it("of one customer opens no page and takes no form of another's", async () => {
    await world.run(async () => {
      const [contoso, fabrikam] = [await world.start(), await world.start({ tenant: 'fabrikam.example' })];
      await contoso.waitsFor('grantConsent');
      await fabrikam.waitsFor('grantConsent');
      const [own, other] = [await contoso.link('all'), await fabrikam.link('all')];
      const opened = await browser.open(own);
      expect(opened.status).toBe(200);
      const page = await browser.follow(opened, 'Review and approve');
      const { csrf } = page.forms[0]!.fields;
      const cookie = browser.cookieOf(`${world.publicUrl}/setup/${idOf(own)}`);
      const base = `${world.publicUrl}/setup/${idOf(other)}`;
      const answers = await Promise.all([
        ...pages.map((path) => fetch(base + path, { headers: { cookie } })),
        ...forms.map((path) =>
          fetch(base + path, {
            method: 'POST',
            headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ csrf: csrf!, name: 'Mallory', list: 'sam@contoso.example' }),
          }),
        ),
      ]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
      const { actions } = await fabrikam.progress();
      expect(actions.map(({ signal }) => signal)).toEqual(['makeLink']);
    });
  });

  it('for one purpose does not do for another', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.waitsFor('grantConsent');
      await browser.open(await onboarding.link('handover'));
      const id = browser.visited.at(-1)!;
      for (const path of ['/consent', '/roles', '/signIn']) {
        expect(await browser.open(id + path)).toMatchObject({ status: 403 });
      }
    });
  });

  it('that was made up, has expired or was withdrawn shows a page that says what to do', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.waitsFor('grantConsent');
      const link = await onboarding.link('all');
      const madeUp = `${link.slice(0, -4)}AAAA`;
      expect(await browser.open(madeUp)).toMatchObject({
        status: 404,
        text: expect.stringContaining('not known'),
      });
      const expired = onboarding.expiredLink();
      expect(await browser.open(expired)).toMatchObject({
        status: 410,
        text: expect.stringContaining('has expired'),
      });
      expect((await browser.open(link)).status).toBe(200);
      await onboarding.handle.executeUpdate('revokeLink', { args: [{ id: idOf(link), by: 'Olga' }] });
      expect(await browser.open(link)).toMatchObject({
        status: 410,
        text: expect.stringContaining('withdrawn'),
      });
      const page = `${world.publicUrl}/setup/${idOf(link)}`;
      expect(await visitorWithoutCookie(page)).toBe(401);
    });
  });

  it('that was used shows how it stands, and asks for nothing again; of an onboarding begun anew, that it is of no use', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      const link = await onboarding.link('consent');
      await onboarding.answersUntil('confirmHandover');
      const used = await browser.open(link);
      expect(used.status).toBe(200);
      expect(used.forms.map(({ action }) => action)).toEqual([`${used.url}/sign-out`]);
      expect(used.text).toContain('Waiting for your Hub administrator');
      expect((await browser.open(`${used.url}/consent`)).url).toBe(used.url);

      await onboarding.handle.signal('cancelOnboarding', { by: 'Olga', reason: 'begun too early' });
      await onboarding.until(({ status }) => status === 'cancelled');
      await world.start({ customerId: onboarding.customerId });
      expect(await browser.open(link)).toMatchObject({
        status: 410,
        text: expect.stringContaining('no longer of use'),
      });
    });
  });

  it('is forgotten by this browser when told to, with what was begun at Microsoft, and opens again', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.waitsFor('grantConsent');
      const link = await onboarding.link('all');
      const page = await browser.open(link);
      await press(browser, await browser.follow(page, 'Review and approve'), '/consent');
      expect(browser.cookieOf(page.url)).toMatch(/consent\..*/);
      const out = await press(browser, page, '/sign-out');
      expect(out.text).toContain('You are signed out');
      expect(browser.cookieOf(page.url)).toBe('');
      expect((await browser.open(page.url)).status).toBe(401);
      expect((await browser.open(link)).status).toBe(200);
    });
  });

  it('keeps its secret in a cookie for its own pages, out of addresses and logs', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.waitsFor('grantConsent');
      const link = await onboarding.link('all');
      const reply = await fetch(link, { redirect: 'manual' });
      const cookie = reply.headers.get('set-cookie')!;
      expect(reply.headers.get('location')).toBe(`/setup/${idOf(link)}`);
      expect(cookie).toContain(`Path=/setup/${idOf(link)}`);
      expect(cookie).toContain('HttpOnly');
      expect(cookie).toContain('SameSite=Lax');
      await browser.open(link);
      expect(world.log.join('')).not.toContain(link.split('.').at(-1)!);
    });
  });
});

describe('a form', () => {
  it('without the code of its page changes nothing', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.waitsFor('grantConsent');
      const link = await onboarding.link('all');
      await browser.open(link);
      const base = `${world.publicUrl}/setup/${idOf(link)}`;
      const cookie = browser.cookieOf(base);
      for (const path of forms) {
        const reply = await fetch(base + path, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: 'csrf=guessed&name=Mallory&error=AADSTS50105',
        });
        expect(reply.status).toBe(403);
      }
      expect((await onboarding.progress()).actions.map(({ signal }) => signal)).toEqual(['makeLink']);
    });
  });

  it('larger than its limit is refused', async () => {
    await world.run(async () => {
      const body = new URLSearchParams({ list: 'x'.repeat(3 * 1024 * 1024) });
      for (const path of ['/handover', '/roles/preview']) {
        const reply = await fetch(`${world.publicUrl}/setup/a1b2c3d4e5f6${path}`, { method: 'POST', body });
        expect(reply.status).toBe(413);
      }
    });
  });
});

describe('no page', () => {
  it.each([
    '//evil.example',
    '/s//evil.example',
    '/setup/%2F%2Fevil.example',
    '/consented?redirect=https://evil.example',
  ])('%s redirects to somewhere else', async (path) => {
    await world.run(async () => {
      const reply = await fetch(world.publicUrl + path, { redirect: 'manual' });
      expect(reply.headers.get('location')).toBeNull();
    });
  });
});

describe('names from the directory', () => {
  it('are shown and never run: a user named <script>', async () => {
    const tenant = world.sandbox.world.tenants[0]!;
    tenant.users.find(({ givenName }) => givenName === 'Sam')!.displayName = '<script>alert(1)</script> Sam';
    await world.run(async () => {
      const onboarding = await world.start({ companyName: 'Contoso <script>alert(2)</script>' });
      await onboarding.answersUntil('chooseRoles');
      const link = await onboarding.link('roles');
      const page = await browser.follow(await browser.open(link), 'Choose people and groups');
      const form = page.forms[0]!;
      const found = await browser.submit(
        { ...form, action: form.action.replace(/preview$/, 'search') },
        { text: 'sam@' },
      );
      const preview = await browser.submit(form, { list: 'sam@contoso.example' });
      for (const { text } of [page, found, preview]) expect(text).not.toMatch(/<script>alert/);
      expect(found.text).toContain('&lt;script>alert(1)&lt;/script> Sam');
      expect(world.log.join('')).not.toContain('sam@');
    });
  });
});

const visitorWithoutCookie = async (url: string) => (await fetch(url)).status;
