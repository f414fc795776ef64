/** "I have saved it": what the page answers, with answers of the test in Temporal's place. */
import { expect, it } from '@jest/globals';
import type { HandoverPackage } from '../../../src/onboarding/handover.js';
import { setupUrl } from '../../../src/onboarding/linkToken.js';
import type { CheckOutcome, Progress } from '../../../src/onboarding/progress.js';
import { newProblem } from '../../../src/onboarding/problems/catalogue.js';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { createWebServer } from '../../../src/web/server.js';
import { answering, fakePort, LINK, runningOnboarding } from '../../support/fakePort.js';
import { minimalRequest } from '../../support/request.js';
import { LINK_KEY, webDeps } from '../../support/web.js';

const HANDOVER: HandoverPackage = {
  system: 'the Hub',
  location: 'Hub > Configuration > Single Sign On (SSO)',
  form: [{ field: 'Identity provider', value: 'Azure AD' }],
  traps: [],
  metadataXml: '<x/>',
  metadataSha256: 'a'.repeat(64),
};

/** @param looks what the workflow tells of the look, question by question, once somebody has confirmed */
async function confirmedOn(looks: (CheckOutcome | 'taken')[]) {
  const request = onboardingRequestSchema.parse(
    minimalRequest({
      serviceProvider: { profile: 'messagemedia-hub', overrides: { probeUrl: 'https://hub.example/login' } },
    }),
  );
  const standing = (changes: Partial<Progress> = {}) => ({
    ...runningOnboarding({ step: 'handover', ...changes }, request),
    handover: HANDOVER,
  });
  let hasConfirmed = false;
  let asked = 0;
  const ask: ReturnType<typeof answering> = (subject, question) => {
    if (!hasConfirmed || question !== 'progress')
      return answering({ onboarding: standing() })(subject, question);
    const look = looks[Math.min(asked, looks.length - 1)]!;
    asked += 1;
    const onboarding =
      look === 'taken'
        ? standing({ artefacts: { handoverConfirmedBy: 'Anna' } })
        : standing({ settingsCheck: { at: '2026-12-01T00:00:00Z', confirmedBy: 'Anna', ...look } });
    return answering({ onboarding })(subject, question);
  };
  const tell = () => {
    hasConfirmed = true;
    return Promise.resolve();
  };
  const server = await createWebServer(webDeps(fakePort({ ask, tell })).deps);
  const token = setupUrl({ publicUrl: '', key: LINK_KEY }, 'contoso', LINK).split('/').at(-1)!;
  const cookies = { '__Secure-link': token };
  const page = await server.inject({ url: `/setup/${LINK.id}/handover`, cookies });
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.body)![1]!;
  const reply = await server.inject({
    method: 'POST',
    url: `/setup/${LINK.id}/handover`,
    cookies,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ csrf, name: 'Anna', metadataSha256: HANDOVER.metadataSha256 }).toString(),
  });
  const { location } = reply.headers;
  const shown = await server.inject({ url: String(location).replace(/#.*/, ''), cookies });
  await server.close();
  return { before: page.body, status: reply.statusCode, location, shown: shown.body };
}

it('names what differs beside the button, which can be pressed again', async () => {
  const details = ['Entity ID: https://a.example. It must be https://b.example.'];
  const { before, status, location, shown } = await confirmedOn([
    { state: 'running' },
    { state: 'differs', problem: newProblem('hub_differs', { details }) },
  ]);
  expect(before).not.toContain('id="check"');
  expect([status, location]).toEqual([303, `/setup/${LINK.id}/handover#check`]);
  expect(shown).toContain('Some settings in the Hub are different');
  expect(shown).toContain(details[0]);
  expect(shown).toContain('I have saved it in the Hub');
  expect(shown).not.toContain('has confirmed that this was entered');
});

it('says that single sign-on is not on where the Hub begins no sign-in', async () => {
  const problem = newProblem('hub_does_not_ask', { answer: 'https://hub.example answered with status 404.' });
  const { shown } = await confirmedOn([{ state: 'differs', problem }]);
  expect(shown).toContain('Single sign-on is not on in the Hub yet');
  expect(shown).not.toContain('hub.example/login');
  expect(shown).not.toContain('probeUrl');
});

it('leads on as soon as the confirmation is taken', async () => {
  const { status, location } = await confirmedOn([{ state: 'running' }, { state: 'running' }, 'taken']);
  expect([status, location]).toEqual([303, `/setup/${LINK.id}`]);
});

it('shows the result when it comes, where the look takes long', async () => {
  const { location, shown } = await confirmedOn([{ state: 'running' }]);
  expect(location).toBe(`/setup/${LINK.id}/handover#check`);
  expect(shown).toContain('We are checking the Hub.');
  expect(shown).toContain(`data-live="/setup/${LINK.id}/handover/check/live"`);
}, 30_000);
