import { afterEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from '../../../demo/browser.js';
import { consent } from '../../../sandbox/entra/adminConsent.js';
import { csrfFor } from '../../../src/web/setup/access.js';
import { createWebServer } from '../../../src/web/server.js';
import { SESSION_KEYS, webDeps } from '../../support/web.js';
import {
  press,
  SIGN_IN,
  startWebWorld,
  type StartedOnboarding,
  visitor,
  type WebWorld,
  worldForEachTest,
} from '../../support/webWorld.js';

const ANNA = 'cc729a22-e45d-5362-b716-f237640927cb';
const GINA = '49bc5b5c-1181-58f6-90e8-b62ef81ef6c9';
const SAM = '7772c976-d5f5-53d5-8b28-92c74f32cb7e';
const CARL = 'e661fbb8-a032-5b59-9f0a-f9a7ebf64179';

let world: WebWorld;
const browsers: Browser[] = [];
worldForEachTest(startWebWorld, (made) => ({ world } = made));
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

function person(): Browser {
  const browser = visitor(world);
  browsers.push(browser);
  return browser;
}

const consentWaits = (onboarding: StartedOnboarding) => onboarding.waitsFor('grantConsent');

/** From the link to Microsoft's choice of accounts. */
async function toSignIn(browser: Browser, link: string): Promise<Page> {
  const overview = await browser.open(link);
  const explained = await browser.follow(overview, 'Review and approve');
  return press(browser, explained, '/consent');
}

/** Picks the account. Returns Microsoft's consent page, or the page that refused. */
async function signInAs(browser: Browser, accounts: Page, user: string): Promise<Page> {
  const account = accounts.forms.find(({ fields }) => fields['user'] === user)!;
  return browser.submit(account);
}

const answer = (browser: Browser, asked: Page, user: string, decision: string) =>
  browser.submit(
    asked.forms.find(({ fields }) => fields['user'] === user)!,
    { decision },
  );

const refusals = () => world.log.filter((line) => line.includes('refused')).map((line) => line);

/** The address as another web process gets it, from this browser. Returns the status, or where it leads. */
async function openAt(origin: string, browser: Browser, url: string): Promise<number | string> {
  const headers = { cookie: browser.cookieOf(url) };
  const reply = await fetch(url.replace(world.publicUrl, origin), { headers, redirect: 'manual' });
  return reply.headers.get('location') ?? reply.status;
}

/** The application that signs people in, as it is registered. */
const signInClient = () => world.sandbox.world.clients.find(({ clientId }) => clientId === SIGN_IN.clientId)!;

/** Entra ID answers so many requests like this with 503. */
const unavailable = (method: 'GET' | 'POST', path: string) => {
  world.sandbox.faults.add({
    method,
    path,
    skip: 0,
    times: 1,
    effect: { kind: 'status', status: 503, code: 'ServiceUnavailable', message: '' },
  });
};

describe('consent', () => {
  it('keeps where somebody is in a cookie of this host alone, behind TLS', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const token = (await onboarding.link('consent')).split('/').at(-1)!;
      const { id } = (await onboarding.progress()).links.at(-1)!;
      const { deps } = webDeps(world.temporal.port, {
        taskQueue: world.temporal.taskQueue,
        authorityHost: world.sandbox.origin,
        ca: world.settings.ca,
        signIn: SIGN_IN,
      });
      const server = await createWebServer(deps);
      const reply = await server.inject({
        method: 'POST',
        url: `/setup/${id}/consent`,
        cookies: { '__Secure-link': token },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ csrf: csrfFor(SESSION_KEYS, id) }).toString(),
      });
      await server.close();
      expect(reply.statusCode).toBe(303);
      expect(reply.cookies).toMatchObject([
        {
          name: expect.stringMatching(/^__Host-consent\.[\w-]{16}$/),
          path: '/',
          secure: true,
          httpOnly: true,
          sameSite: 'Lax',
          maxAge: 900,
        },
      ]);
      expect(reply.cookies[0]).not.toHaveProperty('domain');
    });
  });

  it('goes from the text message through sign-in and consent to the application in the tenant', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      await onboarding.until(({ messages }) => messages.some(({ status }) => status === 'delivered'));
      const { content } = world.sandbox.world.messages.inbox[0]!;
      const anna = person();
      const asked = await signInAs(anna, await toSignIn(anna, /http:\S+/.exec(content)![0]), ANNA);
      const back = await answer(anna, asked, ANNA, 'accept');
      expect(back.url).toMatch(/\/setup\/\w+$/);
      const { artefacts, actions } = await onboarding.until(({ step }) => step === 'handover');
      expect(artefacts.consentedBy).toBe('Anna Admin (anna.admin@contoso.example)');
      expect(actions).toMatchObject([{ signal: 'grantConsent', by: artefacts.consentedBy }]);
      expect(refusals()).toEqual([]);
    });
  });

  it('is not given by opening the link, nor by its pages, however often', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const scanner = person();
      const link = await onboarding.link('consent');
      for (let i = 0; i < 3; i += 1) {
        const page = await scanner.follow(await scanner.open(link), 'Review and approve');
        expect(page.text.replaceAll('<wbr/>', '')).toContain('Application.ReadWrite.OwnedBy');
      }
      const { actions, status } = await onboarding.progress();
      expect(actions.map(({ signal }) => signal)).toEqual(['makeLink']);
      expect(status).toBe('waiting');
    });
  });

  it('cancelled at Microsoft is not taken for one, although the redirect says admin_consent=True', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const anna = person();
      const asked = await signInAs(anna, await toSignIn(anna, await onboarding.link('consent')), ANNA);
      const back = await answer(anna, asked, ANNA, 'cancel');
      expect(back.url).toContain('admin_consent=True');
      expect(back.text).toContain('You have not approved yet');
      expect((await onboarding.progress()).status).toBe('waiting');
      const declined = await press(anna, back, '/decline', { reason: 'asks for too much' });
      expect(declined.status).toBe(200);
      const { problem } = await onboarding.progress();
      expect(problem).toMatchObject({ code: 'consent_declined', details: ['asks for too much'] });
    });
  });

  it('loses nothing while Entra ID does not answer: the same form, then the same address, goes on', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const anna = person();
      unavailable('GET', '/v2.0/.well-known/openid-configuration$');
      const failed = await toSignIn(anna, await onboarding.link('consent'));
      expect(failed).toMatchObject({
        status: 503,
        text: expect.stringContaining('Microsoft does not answer just now'),
      });
      const accounts = await press(anna, failed, '/consent');
      unavailable('POST', '/oauth2/v2.0/token$');
      expect(await signInAs(anna, accounts, ANNA)).toMatchObject({
        status: 503,
        text: expect.stringContaining('nothing is lost'),
      });
      const asked = await anna.open(anna.visited.at(-1)!);
      await answer(anna, asked, ANNA, 'accept');
      await onboarding.until(({ artefacts }) => artefacts.consentedBy !== undefined);
    });
  });

  it('that leaves a permission out is refused by name, and can be given again', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const anna = person();
      const link = await onboarding.link('consent');
      const asked = await signInAs(anna, await toSignIn(anna, link), ANNA);
      const [client] = world.sandbox.world.clients;
      const all = client!.requestedPermissions;
      client!.requestedPermissions = all.filter((permission) => permission !== 'Policy.Read.All');
      await answer(anna, asked, ANNA, 'accept');
      await onboarding.until(({ problem }) => problem?.code === 'missing_permissions');
      const overview = await anna.open(link);
      expect(overview.text).toContain('Policy.Read.All');
      client!.requestedPermissions = all;
      await answer(anna, await signInAs(anna, await toSignIn(anna, link), ANNA), ANNA, 'accept');
      await onboarding.until(({ step }) => step === 'handover');
    });
  });

  it('by somebody who may not is refused by Microsoft, also where their roles are not known here', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      signInClient().groupMembershipClaims = 'None';
      const carl = person();
      const asked = await signInAs(carl, await toSignIn(carl, await onboarding.link('consent')), CARL);
      expect((await answer(carl, asked, CARL, 'accept')).text).toContain('Need admin approval');
      expect((await onboarding.progress()).artefacts.consentedBy).toBeUndefined();
    });
  });
});

describe('whoever signs in for a consent', () => {
  /** In a tenant that has consented before, with the address that Microsoft sends administrators back to, typed by hand. */
  async function claimsConsent(user: string) {
    const onboarding = await world.start();
    const { artefacts } = await consentWaits(onboarding);
    const { tenants, clients } = world.sandbox.world;
    consent(tenants[0]!, clients[0]!, clients[0]!.requestedPermissions);
    const browser = person();
    const asked = await signInAs(browser, await toSignIn(browser, await onboarding.link('consent')), user);
    const state = asked.forms[0]?.fields['state'] ?? 'none';
    const typed = `${world.publicUrl}/consented?admin_consent=True&tenant=${artefacts.tenantId!}&state=${state}`;
    return { onboarding, asked, back: await browser.open(typed) };
  }
  const anna = () => world.sandbox.world.tenants[0]!.users.find(({ id }) => id === ANNA)!;

  it('without a role that may consent is turned away, and their word for it counts for nothing', async () => {
    await world.run(async () => {
      for (const user of [SAM, CARL]) {
        const { onboarding, asked, back } = await claimsConsent(user);
        expect(asked).toMatchObject({
          status: 403,
          text: expect.stringContaining('This account cannot approve'),
        });
        expect(back.status).toBe(400);
        const { artefacts, actions } = await onboarding.progress();
        expect(artefacts.consentedBy).toBeUndefined();
        expect(actions.map(({ signal }) => signal)).toEqual(['makeLink']);
      }
    });
  });

  it('with a role that they have to activate can consent only while it is active', async () => {
    await world.run(async () => {
      Object.assign(anna(), { directoryRoles: [], eligibleDirectoryRoles: ['Global Administrator'] });
      const { onboarding, asked } = await claimsConsent(ANNA);
      expect(asked.status).toBe(403);
      Object.assign(anna(), { directoryRoles: ['Global Administrator'], eligibleDirectoryRoles: [] });
      const browser = person();
      const link = await onboarding.link('consent');
      await answer(browser, await signInAs(browser, await toSignIn(browser, link), ANNA), ANNA, 'accept');
      const { artefacts } = await onboarding.until(
        ({ artefacts: { consentedBy } }) => consentedBy !== undefined,
      );
      expect(artefacts.consentedAs).toBe('administrator');
    });
  });

  it('is never called an administrator where Entra ID does not tell their roles', async () => {
    await world.run(async () => {
      signInClient().groupMembershipClaims = 'None';
      const { onboarding } = await claimsConsent(SAM);
      const { artefacts } = await onboarding.until(
        ({ artefacts: { consentedBy } }) => consentedBy !== undefined,
      );
      expect(artefacts).toMatchObject({
        consentedBy: expect.stringContaining('sam@contoso.example'),
        consentedAs: 'signedIn',
      });
    });
  });
});

describe('two consents in one browser', () => {
  it('of two customers, or in two tabs, do not disturb each other', async () => {
    await world.run(async () => {
      const contoso = await world.start();
      const fabrikam = await world.start({ tenant: 'fabrikam.example' });
      await consentWaits(contoso);
      await consentWaits(fabrikam);
      const browser = person();
      const link = await contoso.link('consent');
      const tab = await toSignIn(browser, link);
      const forContoso = await toSignIn(browser, link);
      const forFabrikam = await toSignIn(browser, await fabrikam.link('consent'));
      const asked = await signInAs(browser, forContoso, ANNA);
      const askedOther = await signInAs(browser, forFabrikam, GINA);
      expect((await signInAs(browser, tab, ANNA)).text).toContain('Permissions requested');
      await answer(browser, asked, ANNA, 'accept');
      await answer(browser, askedOther, GINA, 'accept');
      for (const [onboarding, who] of [
        [contoso, 'Anna Admin'],
        [fabrikam, 'Gina Global'],
      ] as const) {
        const { artefacts } = await onboarding.until(
          ({ artefacts: { consentedBy } }) => consentedBy !== undefined,
        );
        expect(artefacts.consentedBy).toContain(who);
      }
      expect(refusals()).toEqual([]);
    });
  });

  it('are kept in a bounded number of cookies: beyond it the oldest is forgotten', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const browser = person();
      const link = await onboarding.link('consent');
      for (let i = 0; i < 8; i += 1) await toSignIn(browser, link);
      expect(browser.cookieOf(world.publicUrl).match(/consent\./g)).toHaveLength(5);
    });
  });

  it('that somebody goes back to is gone on with: at Microsoft before it is given, at the overview afterwards', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const anna = person();
      const asked = await signInAs(anna, await toSignIn(anna, await onboarding.link('consent')), ANNA);
      const signedIn = anna.visited.find((url) => url.includes('/signed-in?'))!;
      const back = await anna.open(signedIn);
      expect(back).toMatchObject({ url: asked.url, status: 200 });
      const overview = await answer(anna, back, ANNA, 'accept');
      await onboarding.until(({ step }) => step === 'handover');
      const consented = anna.visited.find((url) => url.includes('/consented?'))!;
      for (const url of [signedIn, consented]) expect((await anna.open(url)).url).toBe(overview.url);
      const given = (await onboarding.progress()).actions.filter(({ signal }) => signal === 'grantConsent');
      expect(given).toHaveLength(1);
      expect(refusals()).toEqual([]);
    });
  });
});

describe('a callback', () => {
  it('that was forged, with no sign-in before it, is refused and logged', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      const { artefacts } = await consentWaits(onboarding);
      const forged = `${world.publicUrl}/consented?admin_consent=True&tenant=${artefacts.tenantId!}&state=${onboarding.handle.workflowId}`;
      for (const url of [forged, `${world.publicUrl}/signed-in?code=x&state=y`]) {
        expect(await person().open(url)).toMatchObject({
          status: 400,
          text: expect.stringContaining('did not come from here'),
        });
      }
      expect(refusals()).toHaveLength(2);
      expect((await onboarding.progress()).actions).toEqual([]);
    });
  });

  it('with a state made up, in a browser that did begin, is refused and logged', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      const { artefacts } = await consentWaits(onboarding);
      const anna = person();
      await signInAs(anna, await toSignIn(anna, await onboarding.link('consent')), ANNA);
      const forged = `${world.publicUrl}/consented?admin_consent=True&tenant=${artefacts.tenantId!}&state=guessed`;
      expect((await anna.open(forged)).status).toBe(400);
      expect(refusals().join()).toContain('the state is none of those that were sent');
      expect((await onboarding.progress()).artefacts.consentedBy).toBeUndefined();
    });
  });

  it('that comes again, with the cookie of before, counts once: the sign-in is refused, the consent led to how it stands', async () => {
    await world.run(async () => {
      const [client] = world.sandbox.world.clients;
      client!.requestedPermissions = ['Application.Read.All'];
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const other = await world.anotherWeb();
      const anna = person();
      const accounts = await toSignIn(anna, await onboarding.link('consent'));
      const before = anna.copy();
      const asked = await signInAs(anna, accounts, ANNA);
      const beforeConsent = anna.copy();
      browsers.push(before, beforeConsent);
      const codeUrl = anna.visited.find((url) => url.includes('/signed-in?'))!;
      expect(await openAt(other, before, codeUrl)).toBe(400);
      expect(refusals().join()).toContain('AADSTS54005');

      const overview = await answer(anna, asked, ANNA, 'accept');
      const { actions } = await onboarding.until(({ problem }) => problem?.code === 'missing_permissions');
      const consentedUrl = anna.visited.find((url) => url.includes('/consented?'))!;
      const forged = consentedUrl.replace(/state=[^&]+/, 'state=guessed');
      for (const origin of [world.publicUrl, other]) {
        expect(await openAt(origin, beforeConsent, consentedUrl)).toBe(new URL(overview.url).pathname);
        expect(await openAt(origin, beforeConsent, forged)).toBe(400);
        expect(await openAt(origin, person(), consentedUrl)).toBe(400);
      }
      const again = await beforeConsent.open(consentedUrl);
      expect(again).toMatchObject({
        url: overview.url,
        text: expect.stringContaining('Policy.Read.All'),
      });
      const { tenantId } = (await onboarding.progress()).artefacts;
      const { consentId } = actions.at(-1)!;
      const told = onboarding.handle.executeUpdate('grantConsent', {
        args: [{ tenantId, grantedBy: 'Mallory', consentId }],
      });
      await expect(told).rejects.toMatchObject({ cause: { message: 'this consent has been told before' } });
      const now = await onboarding.progress();
      expect(now.actions).toEqual(actions);
      expect(now.refused).toEqual([]);
    });
  });

  it('that reaches two web processes at once counts once, and both show how it stands', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      const { artefacts } = await consentWaits(onboarding);
      const anna = person();
      const asked = await signInAs(anna, await toSignIn(anna, await onboarding.link('consent')), ANNA);
      const { tenants, clients } = world.sandbox.world;
      consent(tenants[0]!, clients[0]!, clients[0]!.requestedPermissions);
      const { state } = asked.forms[0]!.fields;
      const url = `${world.publicUrl}/consented?admin_consent=True&tenant=${artefacts.tenantId!}&state=${state!}`;
      const origins = [world.publicUrl, await world.anotherWeb()];
      const outcomes = await Promise.all(origins.map((origin) => openAt(origin, anna, url)));
      const { actions, links } = await onboarding.until(({ step }) => step === 'handover');
      const overview = `/setup/${links.at(-1)!.id}`;
      expect(outcomes).toEqual([overview, overview]);
      expect(actions.filter(({ signal }) => signal === 'grantConsent')).toHaveLength(1);
    });
  });

  it("of another onboarding's sign-in is refused: nobody consents for a neighbour", async () => {
    await world.run(async () => {
      const contoso = await world.start();
      const fabrikam = await world.start({ tenant: 'fabrikam.example' });
      await consentWaits(contoso);
      await consentWaits(fabrikam);
      const gina = person();
      const anna = person();
      const forGina = await toSignIn(gina, await fabrikam.link('consent'));
      const forAnna = await toSignIn(anna, await contoso.link('consent'));
      // Gina's code, in the callback that Anna's browser waits for.
      await signInAs(gina, forGina, GINA);
      const code = new URL(gina.visited.find((url) => url.includes('/signed-in?'))!).searchParams.get(
        'code',
      )!;
      const state = forAnna.forms[0]!.fields['state']!;
      const crossed = `${world.publicUrl}/signed-in?code=${code}&state=${state}`;
      expect(await anna.open(crossed)).toMatchObject({
        status: 400,
        text: expect.stringContaining('You were not signed in'),
      });
      expect(refusals()).toHaveLength(1);
      expect((await contoso.progress()).artefacts.consentedBy).toBeUndefined();
    });
  });

  it('that names another tenant than the one signed in to is refused and logged', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const anna = person();
      const asked = await signInAs(anna, await toSignIn(anna, await onboarding.link('consent')), ANNA);
      const { state } = asked.forms[0]!.fields;
      const other = `${world.publicUrl}/consented?admin_consent=True&tenant=82072ab1-d69c-5544-86dd-b235c029bc17&state=${state!}`;
      expect(await anna.open(other)).toMatchObject({
        status: 400,
        text: expect.stringContaining('This account belongs to another organisation'),
      });
      expect(refusals().join()).toContain('another tenant');
      expect((await onboarding.progress()).artefacts.consentedBy).toBeUndefined();
    });
  });

  it('of a sign-in to another tenant is refused and logged', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await consentWaits(onboarding);
      const anna = person();
      const accounts = await toSignIn(anna, await onboarding.link('consent'));
      world.sandbox.world.foreignTid = '82072ab1-d69c-5544-86dd-b235c029bc17';
      expect(await signInAs(anna, accounts, ANNA)).toMatchObject({
        status: 403,
        text: expect.stringContaining('This account belongs to another organisation'),
      });
      expect(refusals().join()).toContain('sign-in refused: another tenant');
      expect(anna.cookieOf(world.publicUrl)).not.toContain('consent');
      expect((await onboarding.progress()).actions.map(({ signal }) => signal)).toEqual(['makeLink']);
    });
  });
});
