/** What an administrator is asked to approve, before they sign in. */
import { describe, expect, it } from '@jest/globals';
import { OPTIONAL_PERMISSIONS, REQUIRED_PERMISSIONS } from '../../../src/onboarding/permissions.js';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
import { visit, waitingFor } from '../../support/visitor.js';

/** The text of the page to review. */
async function reviewed(request: Partial<OnboardingRequestInput>): Promise<string> {
  let text = '';
  await visit(
    { purpose: 'consent', request, progress: { ...waitingFor('grantConsent'), artefacts: {} } },
    async ({ browser, overview }) => {
      ({ text } = await browser.follow(overview, 'Review and approve'));
    },
  );
  return text;
}

describe('the page to approve', () => {
  it('says whether a claims policy locks the page of Microsoft, or claims are left to it', async () => {
    expect(await reviewed({})).toContain('Microsoft locks the page Attributes &amp; Claims');
    const left = await reviewed({ claims: 'entraDefaults' });
    expect(left).toContain('No claims policy: Entra ID sends its default claims');
    expect(left).not.toContain('Microsoft locks');
  });

  it('in the minimal profile asks for less, and says of each permission that Microsoft may show why, and what it cannot do', async () => {
    const text = await reviewed({ permissionProfile: 'minimal' });
    const rows = [...text.replaceAll('<wbr/>', '').matchAll(/<li><code>(.*?)<\/li>/g)].map(([, row]) =>
      row!.replaceAll(/<[^>]*>/g, '|').replaceAll(/\|+/g, '|'),
    );
    const told = [...REQUIRED_PERMISSIONS.minimal, ...OPTIONAL_PERMISSIONS].map(
      ({ permission, reason, limit }) => `${permission}|We use it to ${reason}.|Limit: cannot ${limit!}.|`,
    );
    expect([...rows].sort()).toEqual(told.sort());
    const writes = rows.map((row) => row.includes('ReadWrite'));
    expect(writes.lastIndexOf(true)).toBeLessThan(writes.indexOf(false)); // the strongest first
    expect(text).not.toContain('AppRoleAssignment.ReadWrite.All');
    expect(text).toContain('you assign people and groups yourself');
  });
});
