import { describe, expect, it } from '@jest/globals';
import { sizeOf } from '../../../src/messagemedia/smsText.js';
import { textMessage } from '../../../src/messagemedia/textMessage.js';
import { LANGUAGES } from '../../../src/onboarding/languages.js';
import { LINK_PURPOSES } from '../../../src/onboarding/links.js';
import { shortUrl } from '../../../src/onboarding/linkToken.js';
import type { Cause } from '../../../src/onboarding/messages/cause.js';
import type { HandoverReason } from '../../../src/onboarding/rollover.js';

const link = { id: 'a1b2c3d4e5f6', expiresAt: '2026-12-08T09:00:00Z' };
const urlFor = (publicUrl: string, customerId: string) =>
  shortUrl({ publicUrl, key: Buffer.alloc(32, 1) }, customerId, link);
const usual = urlFor('https://sso.messagemedia.com', 'contoso');
const longest = urlFor('https://single-sign-on.messaging.reseller.example.com', 'c'.repeat(32));

const REASONS: HandoverReason[] = ['rollover', 'addedByOthers', 'activatedByOthers', 'signsUnknown'];
const certificate = (reason: HandoverReason, isUrgent: boolean): Cause => ({
  ...{ about: 'certificate', reason, number: 2, daysLeft: 30, isUrgent, expiresOn: '2026-12-31' },
  instruction: 'Open the form.',
});
const CAUSES: [string, Cause][] = [
  ...LINK_PURPOSES.flatMap((task): [string, Cause][] => [
    [`${task}, first`, { about: 'task', task, number: 1, instruction: 'Open your page.' }],
    [`${task}, again`, { about: 'task', task, number: 2, instruction: 'Open your page.' }],
    [`${task}, a link`, { about: 'link', task }],
    [`${task}, a colleague's link`, { about: 'link', task, from: 'Maximiliana Mustermann' }],
  ]),
  ...REASONS.flatMap((reason): [string, Cause][] => [
    [reason, certificate(reason, false)],
    [`${reason}, urgent`, certificate(reason, true)],
  ]),
  ['newCertificateTest', { about: 'newCertificateTest', number: 2 }],
];
const FIRST: [string, Cause][] = CAUSES.filter(([, cause]) => cause.about === 'task' && cause.number === 1);

const EACH = LANGUAGES.flatMap((language) => CAUSES.map(([what, cause]) => [language, what, cause] as const));
const FIRST_EACH = LANGUAGES.flatMap((language) =>
  FIRST.map(([what, cause]) => [language, what, cause] as const),
);

describe('a text message', () => {
  it('says who asks, for what, how long it takes, and where', () => {
    const cause: Cause = { about: 'task', task: 'consent', number: 1, instruction: '' };
    expect(textMessage({ cause, companyName: 'Contoso' }, 'MessageMedia', 'https://sso.example/s/x')).toBe(
      'MessageMedia SSO for Contoso: please approve the changes to your Microsoft Entra ID (2 min): https://sso.example/s/x',
    );
  });

  it('is in the language of the contact', () => {
    const said = (language: 'de' | 'fr', cause: Cause) =>
      textMessage({ cause, companyName: 'Contoso', language }, 'MessageMedia', 'https://sso.example/s/x');
    const consent: Cause = { about: 'task', task: 'consent', number: 2, instruction: '' };
    expect(said('de', consent)).toBe(
      'Erinnerung. MessageMedia SSO für Contoso: bitte genehmigen Sie Änderungen in Microsoft Entra ID (2 Min.): https://sso.example/s/x',
    );
    expect(said('fr', consent)).toBe(
      "Rappel. SSO MessageMedia pour Contoso : merci d'approuver l'accès à Microsoft Entra ID (2 min): https://sso.example/s/x",
    );
    expect(said('de', certificate('rollover', false))).toContain('läuft am 31.12.2026 ab');
    expect(said('fr', certificate('rollover', false))).toContain('expire le 31/12/2026');
  });

  it('that is passed on says who asks', () => {
    const cause: Cause = { about: 'link', task: 'consent', from: 'Anna' };
    const said = LANGUAGES.map((language) =>
      textMessage({ cause, companyName: 'Contoso', language }, 'MessageMedia', usual),
    );
    expect(said).toEqual([
      expect.stringContaining('Anna asks you to approve the changes'),
      expect.stringContaining('Anna bittet Sie, Änderungen'),
      expect.stringContaining("Anna vous demande d'approuver"),
    ]);
  });

  it.each(FIRST_EACH)('of a usual customer is one part: %s, %s', (language, _what, cause) => {
    const text = textMessage({ cause, companyName: 'Contoso', language }, 'MessageMedia', usual);
    expect([text, sizeOf(text)]).toEqual([text, { encoding: 'GSM-7', parts: 1 }]);
  });

  it.each(EACH)(
    'is at most two parts of the plain alphabet for every customer: %s, %s',
    (language, _what, cause) => {
      for (const companyName of [
        'C'.repeat(90),
        'Łódź [Fish] & Chips Spółka z ograniczoną',
        '東京株式会社',
        'Café 👍',
      ]) {
        const text = textMessage({ cause, companyName, language }, 'Brand with a long name', longest);
        const { encoding, parts } = sizeOf(text);
        expect([text, encoding, parts <= 2]).toEqual([text, 'GSM-7', true]);
        expect(text.endsWith(`: ${longest}`)).toBe(true);
      }
    },
  );

  it('writes a name with the letters that there are, and leaves out one in another script', () => {
    const cause: Cause = { about: 'link', task: 'all' };
    const named = (companyName: string) => textMessage({ cause, companyName }, 'MessageMedia', usual);
    expect(named('Łódź Ltd')).toContain('SSO for Lodz Ltd: ');
    expect(named('東京')).toContain('SSO for your company: ');
  });
});
