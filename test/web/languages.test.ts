/** In which language and time zone the customer's people read their pages. */
import { describe, expect, it } from '@jest/globals';
import { newProblem } from '../../src/onboarding/problems/catalogue.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import type { TestSignIn } from '../../src/onboarding/testSignIn.js';
import { entraErrorFinding, signInFindings } from '../../src/saml/findings.js';
import { createWebServer } from '../../src/web/server.js';
import { cannedPort } from '../support/fakePort.js';
import { handedOver } from '../support/handedOver.js';
import { holderOf } from '../support/holder.js';
import { CONSOLE } from '../support/console.js';
import { minimalRequest } from '../support/request.js';
import { webDeps } from '../support/web.js';
import { withoutTimes } from '../support/withoutTimes.js';

const request = onboardingRequestSchema.parse(minimalRequest());
const [anna] = request.contacts;
const asksFor = (header: string) => ({ headers: { 'accept-language': header } });

describe('the language', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Single Sign‑On einrichten'],
    ['fr-CA,fr;q=0.9', 'fr', 'Configurer l’authentification unique'],
    ['en-AU,en;q=0.9,de;q=0.5', 'en', 'Set up single sign-on'],
    ['ja', 'en', 'Set up single sign-on'],
    ['', 'en', 'Set up single sign-on'],
  ])('is what the browser asks for: %s', async (header, language, title) => {
    const page = await (await holderOf('all', {}, request, asksFor(header))).open();
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain(`<title>${title} · MessageMedia</title>`);
  });

  it("is the contact's own, whatever the browser asks for", async () => {
    const german = { ...request, contacts: [{ ...anna!, language: 'de' as const }] };
    const page = await (await holderOf('all', {}, german, asksFor('fr'))).open();
    expect(page).toContain('<html lang="de">');
  });

  it('is the one that was chosen at the foot of a page, above all', async () => {
    const german = { ...request, contacts: [{ ...anna!, language: 'de' as const }] };
    const chosen = { ...asksFor('en'), cookies: { language: 'fr' } };
    const page = await (await holderOf('all', {}, german, chosen)).open();
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('<a href="?language=de" lang="de" hreflang="de">Deutsch</a>');
    expect(page).toContain('<span aria-current="true">Français</span>');
  });

  it('is chosen by a link, kept, and leads back to the page', async () => {
    const server = await createWebServer(webDeps(cannedPort).deps);
    const reply = await server.inject('/security-and-privacy?language=de');
    expect(reply).toMatchObject({ statusCode: 303, headers: { location: '/security-and-privacy' } });
    const [cookie] = reply.cookies;
    const page = await server.inject({
      url: '/security-and-privacy',
      cookies: { [cookie!.name]: cookie!.value },
    });
    expect(page.body).toContain('Sicherheit und Datenschutz');
    const elsewhere = await server.inject('//evil.example?language=de');
    expect(elsewhere.statusCode).toBe(404);
    expect((await server.inject('/security-and-privacy?language=xx')).statusCode).toBe(200);
  });

  it('is that of an error page too, and there is no choice where a page cannot be loaded again', async () => {
    const server = await createWebServer(webDeps(cannedPort).deps);
    const headers = { 'accept-language': 'fr' };
    const nothing = await server.inject({ url: '/nothing', headers });
    expect(nothing.body).toContain('Il n’y a rien ici');
    expect(nothing.body).toContain('?language=de');
    const back = await server.inject({ url: '/signed-in?state=guessed', headers });
    expect(back.body).toContain('Cette demande ne vient pas d’ici');
    expect(back.body).not.toContain('?language=');
  });

  it("is English on the operators' pages", async () => {
    const server = await createWebServer(webDeps(cannedPort, CONSOLE).deps);
    const page = await server.inject({
      url: '/console/sign-in',
      headers: { 'accept-language': 'de' },
      cookies: { language: 'fr' },
    });
    expect(page.body).toContain('<html lang="en">');
    expect(page.body).toContain('Console for operators');
  });
});

describe('dates', () => {
  const waits = {
    waitingFor: {
      signal: 'grantConsent',
      from: 'azureAdministrator',
      instruction: 'Agree.',
      since: '2030-05-01T00:00:00Z',
      deadline: '2030-05-31T23:30:00Z',
    },
  } as const;

  it('are those of the zone of the request, which is named, until the browser has told its own', async () => {
    const page = withoutTimes(await (await holderOf('all', waits, request, asksFor('de'))).open());
    expect(page).toContain('Bitte erledigen Sie Ihren Schritt bis zum 31. Mai 2030.');
    expect(page).toContain('in der Zeitzone: <span data-zone="UTC">UTC</span>');
  });

  it("are those of the contact's zone, where it is known", async () => {
    const there = { ...request, contacts: [{ ...anna!, timeZone: 'Australia/Melbourne' }] };
    const page = withoutTimes(await (await holderOf('all', waits, there)).open());
    expect(page).toContain('Your action is needed by 1 June 2030.');
    expect(page).toContain('<span data-zone="Australia/Melbourne">Australian Eastern Time</span>');
  });

  it("are those of the browser's zone, once it was told", async () => {
    const told = { ...asksFor('fr'), cookies: { 'time-zone': 'Europe/Paris' } };
    const page = withoutTimes(await (await holderOf('all', waits, request, told)).open());
    expect(page).toContain('avant le 1 juin 2030');
    expect(page).toContain('heure d’Europe centrale');
    const nonsense = { cookies: { 'time-zone': 'Moon/Tranquility' } };
    expect(await (await holderOf('all', waits, request, nonsense)).open()).toContain('data-zone="UTC"');
  });

  it('say which moment they are', async () => {
    expect(await (await holderOf('all', waits)).open()).toContain(
      '<time datetime="2030-05-31T23:30:00.000Z" data-form="day">31 May 2030</time>',
    );
  });
});

describe('what was recorded in English', () => {
  it('is said in the language of the page: a problem, with who cannot be assigned and why', async () => {
    const problem = newProblem('principals_not_found', {
      ...{ bad: '1', all: '3' },
      details: ['user "kim@contoso.example" is not in the tenant', "Graph's own words"],
    });
    const blocked = { status: 'blocked', step: 'assignments', problem } as const;
    const page = await (await holderOf('consent', blocked, request, asksFor('de'))).open();
    expect(page).toContain('1 von 3 ausgewählten Benutzern und Gruppen können nicht zugewiesen werden');
    expect(page).toContain('„kim@contoso.example“ (Person) ist nicht im Mandanten');
    expect(page).toContain(`<span lang="en">Graph's own words</span>`);
    expect(page).toContain('Kommen Sie auf diese Seite zurück');
  });

  it('a test sign-in: what is odd, what to do, and what was checked', async () => {
    const found = signInFindings(
      { nameId: 'kim', nameIdFormat: '', claims: {}, roles: [] },
      { emailDomains: ['contoso.example'], roles: [], claims: 'entraDefaults' },
    );
    const test: TestSignIn & { at: string } = {
      by: 'Kim',
      at: '2030-05-01T00:00:00Z',
      findings: [...found, entraErrorFinding('AADSTS50105')!],
      checks: [{ rule: 'time', result: 'passed', detail: 'until 12:00' }],
    };
    const artefacts = { testSignIns: [test] };
    const page = await (await holderOf('signIn', { artefacts }, request, asksFor('fr'))).open('/signIn');
    expect(page).toContain('Le NameID «\u00a0kim\u00a0» n’est pas une adresse e-mail');
    expect(page).toContain('L’application n’est pas attribuée à cette personne.');
    expect(page).toContain('Elle est valable maintenant');
    expect(page).not.toContain('is no e-mail address');
  });

  it('the traps of the form, and the name of somebody else who confirmed it', async () => {
    const artefacts = { handoverConfirmedBy: 'Hanna (with the link of Anna)' };
    const by = { ...asksFor('de'), handover: handedOver(request) };
    const page = await (await holderOf('handover', { artefacts }, request, by)).open('/handover');
    expect(page).toContain('Hanna (mit dem Link von Anna) hat bestätigt');
    expect(page).toContain('Fügen Sie das XML selbst ein');
    expect(page).toContain('Lassen Sie es auf off');
    expect(page).not.toContain('Leave it');
  });

  it('the permissions, and whom to assign in the minimal profile', async () => {
    const consent = await (await holderOf('all', { artefacts: {} }, request, asksFor('fr'))).open('/consent');
    expect(consent).toContain('Nous l’utilisons pour créer et configurer la seule application');
    expect(consent).not.toContain('We use it');
    const instruction =
      'In Enterprise applications > "MessageMedia SSO for Contoso" > Users and groups, assign: user sam@contoso.example as Default Access; group Senders as Sender.';
    const waits = {
      step: 'assignments',
      waitingFor: {
        observed: 'assignments',
        from: 'azureAdministrator',
        instruction,
        since: '2030-05-01T00:00:00Z',
        deadline: '2030-05-31T23:30:00Z',
      },
    } as const;
    const page = await (await holderOf('all', waits, request, asksFor('de'))).open();
    expect(page).toContain(
      'zu: sam@contoso.example (Person) als Standardzugriff; Senders (Gruppe) als Sender.',
    );
  });
});
