import { expect, it } from '@jest/globals';
import { newProblem } from '../../../../src/onboarding/problems/catalogue.js';
import { explained, withExplained } from '../../../../src/onboarding/problems/explained.js';

const PLACE = { adminCenterUrl: 'https://entra.microsoft.us', brand: 'MessageMedia' };
const artefacts = { tenantId: 'tenant-id', servicePrincipalId: 'sp-id', appId: 'app-id' };

it('a problem is told with its title, who can fix it, and the page where', () => {
  const problem = newProblem('sign_in_stopped', { remedies: 'Enable it.', details: ['accountEnabled'] });
  expect(explained(problem, { tenant: 'contoso.example', artefacts }, PLACE)).toEqual({
    ...problem,
    title: 'A setting stops the sign-in',
    whoMends: 'customer',
    passes: false,
    steps: [expect.any(String), expect.any(String)],
    link: 'https://entra.microsoft.us/tenant-id/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Properties/objectId/sp-id/appId/app-id',
  });
});

it('there is no link to the page of what was not made yet', () => {
  const problem = newProblem('role_missing');
  expect(explained(problem, { tenant: 'contoso.example' }, PLACE)).not.toHaveProperty('link');
  expect(explained(newProblem('conflict'), { tenant: 'contoso.example' }, PLACE).link).toMatch(
    /^https:\/\/entra\.microsoft\.us\/contoso\.example\/#view\//,
  );
});

it('a problem that an older version has recorded is told as it was recorded', () => {
  const problem = { code: 'metadata_html', reason: 'It is a page.', remedy: 'Look at it.' };
  expect(explained(problem, { tenant: 'contoso.example', artefacts }, PLACE)).toEqual(problem);
});

it('what is not blocked stays as it is', () => {
  const progress = { tenant: 'contoso.example', problem: null };
  expect(withExplained(progress, PLACE)).toEqual(progress);
});

it('its steps name whoever asks the customer, and nobody else', () => {
  const { steps } = explained(
    newProblem('conditional_access'),
    { tenant: 'contoso.example' },
    { ...PLACE, brand: 'Fabrikam Voice' },
  );
  expect(steps?.join(' ')).toContain("exclude Fabrikam Voice's application");
  expect(steps?.join(' ')).not.toContain('MessageMedia');
});
