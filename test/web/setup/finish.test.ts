/** What people are told and given at the end. */
import { expect, it } from '@jest/globals';
import type { LinkPurpose } from '../../../src/onboarding/links.js';
import { type Assigned, newProgress } from '../../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { holderOf } from '../../support/holder.js';
import { minimalRequest } from '../../support/request.js';
import { withoutTimes } from '../../support/withoutTimes.js';

const request = onboardingRequestSchema.parse(minimalRequest({ watch: {} }));

const ASSIGNMENTS: Assigned[] = [
  { principal: 'sam@contoso.example', principalId: '1', type: 'user', role: null },
  { principal: 'Senders', principalId: '2', type: 'group', role: null },
];

/** Somebody looks at an onboarding that is done. */
function atTheEnd(purpose: LinkPurpose, of = request, assignments = ASSIGNMENTS) {
  const { steps } = newProgress(of, 'a-run', null);
  return holderOf(
    purpose,
    {
      status: 'done',
      step: 'watch',
      execution: 'COMPLETED',
      steps: steps.map((step) => ({ ...step, status: 'done' })),
      artefacts: {
        tenantId: 'a-tenant',
        consentedBy: 'Anna Admin (anna@contoso.example)',
        certificate: { name: 'CN', thumbprint: 'AB12', expiresAt: '2029-11-27T00:00:00Z' },
        assignments,
        hubSignIn: { restsOn: 'probe', at: '2026-11-27T00:00:00Z' },
      },
    },
    of,
  );
}

it('who approves sees who has access, until when the certificate holds, and how to remove our permissions', async () => {
  const page = withoutTimes(await (await atTheEnd('all')).open());
  for (const words of [
    'Single sign-on is set up',
    '1 person and 1 group',
    'sam@contoso.example',
    'Valid until 27 November 2029.',
    'MessageMedia renews it in time',
    'Verified by a test request to the Hub',
    'you now sign in to the Hub with your Contoso account',
    'We can no longer check the connection or renew its certificate.',
    'href="https://entra.example/a-tenant/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade',
  ]) {
    expect(page).toContain(words);
  }
});

it('who has two roles is counted once', async () => {
  const sam = { principal: 'sam@contoso.example', principalId: '1', type: 'user' } as const;
  const twice = [
    { ...sam, role: 'Sender' },
    { ...sam, role: 'Manager' },
  ];
  const page = await (await atTheEnd('all', request, twice)).open();
  expect(page).toContain('Gave access to 1 person');
  expect(page).not.toContain('2 people');
});

it('who was only asked to enter settings is shown numbers, and no report', async () => {
  const hanna = await atTheEnd('handover');
  const page = await hanna.open();
  expect(page).toContain('1 person and 1 group');
  expect(page).not.toContain('sam@contoso.example');
  expect(page).not.toContain('/report');
  expect(await hanna.open('/report')).toContain('Your link is for something else');
});

it('the report says what was set up, who did what, and who has access', async () => {
  const report = withoutTimes(await (await atTheEnd('consent')).open('/report'));
  for (const words of [
    'AB12, valid until 27 November 2029',
    'Anna Admin (anna@contoso.example)',
    'Senders',
  ]) {
    expect(report).toContain(words);
  }
});

it('nobody promises to renew a certificate that is not monitored', async () => {
  const page = await (await atTheEnd('all', { ...request, watch: undefined })).open();
  expect(page).toContain('nobody renews it automatically');
  expect(page).not.toContain('renews it in time');
});
