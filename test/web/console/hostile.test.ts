/** Names, reasons and addresses that somebody has made up to run a script at an operator's. */
import { expect, it } from '@jest/globals';
import type { SetupLink } from '../../../src/onboarding/links.js';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { createWebServer } from '../../../src/web/server.js';
import { CONSOLE, operatorSession } from '../../support/console.js';
import { answering, fakePort, runningOnboarding } from '../../support/fakePort.js';
import { minimalRequest } from '../../support/request.js';
import { webDeps } from '../../support/web.js';

const SCRIPT = '"><script>alert(1)</script>';
const IMAGE = "'<img src=x onerror=alert(1)>";
const AT = '2026-01-01T00:00:00Z';

/** Everything that somebody outside can have a say in. */
function hostileOnboarding() {
  const request = onboardingRequestSchema.parse(
    minimalRequest({
      companyName: IMAGE,
      contacts: [
        {
          name: `${SCRIPT} Anna`,
          mobile: '+61491570156',
          roles: ['azureAdministrator', 'hubAdministrator'],
        },
      ],
    }),
  );
  const link: SetupLink = {
    ...{ id: 'a1b2c3d4', contact: SCRIPT, madeBy: IMAGE, madeAt: AT },
    purpose: 'all',
    expiresAt: '2036-01-01T00:00:00Z',
  };
  return runningOnboarding(
    {
      startedBy: SCRIPT,
      links: [link],
      messages: [{ id: 'a', step: 'consent', contact: SCRIPT, at: AT, status: 'not sent', problem: IMAGE }],
      actions: [{ at: AT, signal: 'makeLink', by: IMAGE, reportedBy: SCRIPT }],
      refused: [
        { at: AT, signal: 'skipStep', reason: `${SCRIPT} ${IMAGE}` },
        { at: AT, signal: 'retryStep', reason: `${IMAGE}\r\nevent: reload` },
      ],
      problem: { code: SCRIPT, reason: IMAGE, remedy: SCRIPT, details: [IMAGE] },
      retrying: [{ activity: SCRIPT, attempt: 2, lastFailure: IMAGE }],
    },
    request,
  );
}

it('stay text, on every page that shows them', async () => {
  const ask = answering({ onboarding: hostileOnboarding() });
  const server = await createWebServer(webDeps(fakePort({ ask }), CONSOLE).deps);
  const cookies = { '__Host-operator': (await operatorSession()).cookie };
  const open = async (url: string) => (await server.inject({ url, cookies })).body;
  const address = '/console/onboardings/hostile';
  const hostile = encodeURIComponent(SCRIPT);
  const onboarding = await open(address);
  const others = [
    `${address}/skip`,
    `${address}/cancel`,
    `${address}/link`,
    `${address}/link?again=${hostile}`,
    `${address}?done=${hostile}&run=${hostile}`,
    `/console?search=${hostile}&status=${hostile}`,
    `/console/sign-in?to=${hostile}`,
    `/console/onboardings/${hostile}`,
    `/console/${hostile}`,
  ];
  for (const url of [address, ...others]) {
    expect([url, /<script>|<img src=x/.test(await open(url))]).toEqual([url, false]);
  }
  expect(onboarding).toContain('&lt;script>alert(1)');
  expect(onboarding).toContain('&lt;img src=x onerror=alert(1)>');
  await server.close();
});

it('end no stream of events', async () => {
  // One that is over ends it by itself.
  const { progress, ...answers } = hostileOnboarding();
  const over = { ...progress, execution: 'TERMINATED' };
  const server = await createWebServer(
    webDeps(fakePort({ ask: answering({ onboarding: { ...answers, progress: over } }) }), CONSOLE).deps,
  );
  const cookies = { '__Host-operator': (await operatorSession()).cookie };
  const { body } = await server.inject({ url: '/console/onboardings/hostile/live', cookies });
  expect(body).toMatch(/^event: update\n/);
  expect(body.match(/^event: \w+/gm)).toEqual(['event: update', 'event: end']);
  expect(body).toContain('&lt;img src=x onerror=alert(1)>');
  expect(body).not.toMatch(/<script>|<img src=x/);
  await server.close();
});
