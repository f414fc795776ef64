import { describe, expect, test } from '@jest/globals';
import { changes } from '../../../src/cli/changes.js';
import { renderHandover, renderList, renderProgress, renderWatches } from '../../../src/cli/render.js';
import { rows } from '../../../src/cli/show.js';
import { STEPS } from '../../../src/onboarding/steps.js';
import { newProblem, PROBLEMS } from '../../../src/onboarding/problems/catalogue.js';
import type { Onboarding } from '../../../src/temporal/port.js';

const ESCAPE = String.fromCharCode(27);

/** At the step `claims`, which is blocked after a first attempt. */
const onboarding = (more: Partial<Onboarding> = {}): Onboarding => ({
  customerId: 'contoso',
  companyName: 'Contoso',
  tenant: 'contoso.example',
  onboardingId: 'run',
  status: 'blocked',
  step: 'claims',
  steps: STEPS.map(({ name, title }, i) => ({
    name,
    title,
    status: i < 4 ? 'done' : i === 4 ? 'blocked' : 'pending',
    attempts: i < 4 ? 1 : i === 4 ? 2 : 0,
  })),
  waitingFor: null,
  problem: { code: 'x', reason: 'A policy forbids it.', remedy: 'Have it lifted.', details: ['policy 1'] },
  artefacts: { tenantId: 'tenant id' },
  startedBy: null,
  consentUrl: null,
  links: [],
  messages: [],
  optedOut: [],
  actions: [],
  refused: [],
  rollback: null,
  execution: 'RUNNING',
  retrying: [],
  ...more,
});

describe('renderProgress', () => {
  test('shows each test sign-in with what was found and what to do', () => {
    const by = 'olaf@contoso.example';
    const found = {
      code: 'mail_empty',
      severity: 'risk' as const,
      message: 'No mail.',
      remedy: 'Fill it in.',
    };
    const test = { at: '2026-12-01', by, checks: [], findings: [found] };
    const refused = { ...test, by: 'Una' };
    const testSignIns = [refused, { ...test, signIn: { nameId: by, roles: [] } }];
    expect(renderProgress(onboarding({ artefacts: { testSignIns } }))).toContain(`
Test sign-in by Una: sign-in was blocked
  mail_empty: No mail.
    To do: Fill it in.

Test sign-in by olaf@contoso.example: let in
  mail_empty: No mail.
    To do: Fill it in.
`);
  });

  test('shows each step, what blocks and what to do', () => {
    expect(renderProgress(onboarding())).toBe(`Contoso (contoso), tenant tenant id: blocked

✔ consent       Administrator's consent
✔ application   Enterprise application
✔ samlMode      SAML as single sign-on method
✔ samlSettings  Basic SAML Configuration
✖ claims        User Attributes & Claims (attempt 2)
· certificate   SAML Signing Certificate
· metadata      Federation metadata
· handover      Hand over to the Hub
· roleChoice    Choose users, groups and roles
· assignments   Assign users and groups
· testSignIn    Test sign-in
· verification  Verify the configuration
· hubSignIn     First sign-in to the Hub
· forceSso      Force SSO
· watch         Watch over it from now on

Blocked: A policy forbids it.
To do: Have it lifted.
  - policy 1`);
  });

  test('says what a problem of the catalogue is called, who can fix it, that it may pass, and where more is said', () => {
    const problem = newProblem('certificate_date_refused', { details: ['policy 1'] });
    expect(renderProgress(onboarding({ problem }))).toContain(`Blocked: ${PROBLEMS[problem.code].title}
${problem.reason}
To do: ${problem.remedy}
Fixed by: the customer
It may pass by itself: a retry may be all it takes.
  - policy 1
See: docs/problems.md#certificate_date_refused-`);
  });

  test('shows why an activity is retried, without what could steer the terminal', () => {
    const retrying = [{ activity: 'setClaims', attempt: 4, lastFailure: `503${ESCAPE}[2J\rService` }];
    const text = renderProgress(onboarding({ problem: null, retrying }));
    expect(text).toContain('setClaims is retried (attempt 4): 503[2JService');
    expect(text).not.toContain(ESCAPE);
  });

  test('tells how it was ended from outside, and asks nothing of anybody then', () => {
    const text = renderProgress(onboarding({ execution: 'TERMINATED' }));
    expect(text).toContain(': terminated\n');
    expect(text).not.toContain('To do');
  });
});

describe('renderHandover', () => {
  test('shows the form in its order, then the XML', () => {
    const text = renderHandover({
      system: 'the Hub' as const,
      location: 'Hub > Configuration',
      form: [
        { field: 'E-mail domains', value: 'contoso.example' },
        { field: 'IDP metadata XML', pasteMetadataXml: true },
        { field: 'Force SSO', value: 'off' },
      ],
      metadataXml: '<x/>',
      metadataSha256: 'ab',
      traps: ['Paste the XML itself.'],
    });
    expect(text).toBe(`Hub > Configuration:
  E-mail domains: contoso.example
  IDP metadata XML: the XML below (--metadata-xml prints it alone)
  Force SSO: off

Mind:
  - Paste the XML itself.

Metadata XML, SHA-256 ab:
<x/>`);
  });
});

describe('renderList', () => {
  const listed = {
    customerId: 'contoso',
    tenant: 'contoso.example',
    status: 'waiting',
    step: 'consent',
    waitingFor: 'azureAdministrator',
    onboardingId: 'run',
    closedAt: undefined,
    startedAt: '2026-01-01T00:00:00.000Z',
    since: undefined,
  };

  test('tells what there is of the customer since', () => {
    const since = { workflow: 'watch' as const, status: 'atRisk', workflowStatus: 'RUNNING' };
    const done = { ...listed, status: 'done', workflowStatus: 'COMPLETED' };
    expect(renderList([{ ...done, since }])).toContain('watch: atRisk');
    const ended = { ...since, workflowStatus: 'TERMINATED' };
    expect(renderList([{ ...done, since: ended }])).toContain('watch: terminated');
  });

  test('shows the last status, unless Temporal ended it', () => {
    expect(renderList([{ ...listed, workflowStatus: 'RUNNING' }])).toContain('waiting');
    const terminated = renderList([{ ...listed, workflowStatus: 'TERMINATED' }]);
    expect(terminated).toContain('terminated');
  });

  test('says so when there are none', () => {
    expect(renderList([])).toBe('No onboardings.');
  });
});

describe('renderWatches', () => {
  const watch = {
    customerId: 'contoso',
    tenant: 'contoso.example',
    status: 'atRisk',
    step: 'handover',
    waitingFor: 'hubAdministrator',
  };

  test('shows how each stands and who is waited for', () => {
    const shown = renderWatches([{ ...watch, workflowStatus: 'RUNNING' }]);
    for (const text of ['contoso', 'atRisk', 'hubAdministrator', 'contoso.example']) {
      expect(shown).toContain(text);
    }
  });

  test('of one that nobody stopped, that it is over, and that nobody is waited for', () => {
    const shown = renderWatches([{ ...watch, workflowStatus: 'TERMINATED' }]);
    expect(shown).toContain('terminated');
    expect(shown).not.toMatch(/atRisk|hubAdministrator/);
  });

  test('says so when there are none', () => {
    expect(renderWatches([])).toBe('No watches.');
  });
});

describe('changes', () => {
  test('are the steps that got on, and remarks that are new', () => {
    const before = onboarding();
    const after = onboarding({
      problem: null,
      steps: before.steps.map((step) => (step.name === 'claims' ? { ...step, status: 'running' } : step)),
    });
    expect(changes(undefined, before)).toHaveLength(6);
    expect(changes(before, before)).toEqual([]);
    expect(changes(before, after)).toEqual(['running  claims        User Attributes & Claims']);
    expect(changes(after, before)[1]).toBe('blocked: A policy forbids it. To do: Have it lifted.');
  });
});

test('rows counts wrapped lines, and colours as nothing', () => {
  expect(rows('', 10)).toBe(1);
  expect(rows(`${ESCAPE}[31m1234567890${ESCAPE}[39m\n12345678901`, 10)).toBe(3);
});
