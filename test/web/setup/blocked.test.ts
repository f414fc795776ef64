import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { findingsOf } from '../../../src/activities/entra/preflightFindings.js';
import type { LinkPurpose } from '../../../src/onboarding/links.js';
import { blockedBy as preflightProblem } from '../../../src/onboarding/preflight.js';
import { newProblem } from '../../../src/onboarding/problems/catalogue.js';
import { newProgress, type Problem } from '../../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { holderOf } from '../../support/holder.js';
import { minimalRequest } from '../../support/request.js';
import { withoutTimes } from '../../support/withoutTimes.js';

const MADE = { tenantId: 'a-tenant', appId: 'an-app', servicePrincipalId: 'an-application' };

/** Somebody looks at an onboarding whose claims cannot be set. */
const blockedBy = (problem: Problem, purpose: LinkPurpose) =>
  holderOf(purpose, { status: 'blocked', step: 'claims', problem, artefacts: MADE });

it('what the customer can fix is said step by step, with the page where, and looked at again', async () => {
  const problem = newProblem('configuration_differs', { remedies: '', details: ['field x'] });
  const anna = await blockedBy(problem, 'consent');
  const page = await anna.open();
  expect(page).toContain('A problem must be fixed before the setup can continue.');
  expect(page).toContain('The configuration was changed');
  expect(page).toContain('field x');
  expect(page).toContain('Come back to this page and choose “Check again”.');
  expect(page).toContain(
    'href="https://entra.example/a-tenant/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/SignOn/objectId/an-application/appId/an-app"',
  );
  expect(await anna.press('/check-again')).toMatchObject({ statusCode: 303 });
  expect(anna.told).toEqual([{ signal: 'retryStep', input: { step: 'claims', by: 'Anna' } }]);
});

it('what blocks before anything is written is said in the language of who reads it, without our own names', async () => {
  const identifier = 'https://hub.example';
  const replies = { byIdentifier: { value: [{ id: randomUUID(), displayName: 'Old Hub' }] } };
  const input = { ...{ customerId: 'contoso', tenant: 'contoso.example', identifier }, displayName: 'New' };
  const findings = findingsOf({ ...input, permissionProfile: 'full' }, 'a-tenant', replies);
  const found = preflightProblem(findings, false)!;
  const anna = await holderOf(
    'consent',
    { status: 'blocked', step: 'application', problem: found, artefacts: MADE },
    undefined,
    { cookies: { language: 'de' } },
  );
  const page = await anna.open();
  expect(page).toContain('Es wurde noch nichts geändert. Die Anwendung „Old Hub“');
  expect(page).toContain('Ob der Mandant Entra ID P1 hat');
  expect(page).not.toContain('Nothing was written yet');
  expect(page).not.toContain('blocks: ');
});

it('who only enters values in the Hub is told who can fix it, and cannot have it looked at', async () => {
  const page = await (await blockedBy(newProblem('foreign_claims_policy'), 'handover')).open();
  expect(page).toContain('Another claims policy is assigned');
  expect(page).toContain('Your Azure administrator can fix this');
  expect(page).not.toContain('Check again');
});

it.each([
  ['this service', newProblem('client_credentials_refused')],
  ['the operator', newProblem('metadata_unusable', { flaw: 'Secret flaw.', mending: '' })],
  ['an older version', { code: 'metadata_html', reason: 'Secret flaw.', remedy: 'Look.' }],
])('of a problem of %s, customers are told that there is nothing for them to do', async (_, problem) => {
  const page = await (await blockedBy(problem, 'all')).open();
  expect(page).toContain('There is nothing for you to do. The setup continues when it is fixed.');
  expect(page).not.toContain(problem.reason);
  expect(page).not.toContain('Check again');
});

it('what was looked at again and is still there is said where it was asked', async () => {
  const { steps } = newProgress(onboardingRequestSchema.parse(minimalRequest()), 'a-run', null);
  const again = { attempts: 2, status: 'blocked', startedAt: '2026-03-02T14:03:00Z' } as const;
  const anna = await holderOf('consent', {
    status: 'blocked',
    step: 'claims',
    steps: steps.map((step) => (step.name === 'claims' ? { ...step, ...again } : step)),
    problem: newProblem('configuration_differs', { remedies: '', details: ['field x'] }),
  });
  expect(withoutTimes(await anna.open())).toContain(
    'Checked again at 14:03 UTC: the problem is still there.',
  );
});
