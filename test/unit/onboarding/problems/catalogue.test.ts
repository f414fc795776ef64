import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { documentedAt, headingOf } from '../../../../src/onboarding/problems/entry.js';
import { problemsPage } from '../../../../scripts/problems.js';
import { entryOf, newProblem, PROBLEMS } from '../../../../src/onboarding/problems/catalogue.js';
import { BLADES } from '../../../../src/onboarding/problems/portal.js';

const at = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const codes = Object.keys(PROBLEMS);

describe('the catalogue', () => {
  it('has every code that is thrown, and none that is not', () => {
    const thrown = readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('onboarding/problems/'))
      .map((file) => readFileSync(at(`src/${file}`), 'utf8'))
      .flatMap((text) => [...text.matchAll(/(?:newProblem\(\s*|\b(?:problem|code): )'([a-z0-9_]+)'/g)])
      .map(([, code = '']) => code);
    expect(codes.filter((code) => !thrown.includes(code))).toEqual([]);
  });

  it('knows no code of another version, nor what every object has', () => {
    expect(entryOf('metadata_html')).toBeUndefined();
    expect(entryOf('constructor')).toBeUndefined();
    expect(entryOf('conflict')).toMatchObject({ whoMends: 'customer' });
  });

  it('fills in what a problem is about, and nothing twice', () => {
    const problem = newProblem('deadline_passed', { days: '14', from: '{days}' });
    expect(problem).toEqual({
      code: 'deadline_passed',
      reason: 'Nobody answered within 14 days.',
      remedy: 'Speak to the {days}. Their answer still counts. Retry the step to wait as long again.',
    });
  });

  it('has other words for a problem that was found elsewhere', () => {
    const revoked = newProblem('missing_permissions', { case: 'revoked', permissions: 'A', details: ['a'] });
    expect(revoked).toMatchObject({
      reason: 'The tenant has revoked a part of its consent: A.',
      details: ['a'],
    });
    expect(newProblem('missing_permissions').reason).toContain('Graph refused');
  });

  it.each(codes)('says %s in whole sentences', (code) => {
    const entry = entryOf(code)!;
    expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
    const sentences = 'steps' in entry ? entry.steps : [];
    for (const words of [entry.reason, entry.remedy, ...sentences]) expect(words).toMatch(/[.}]$/);
  });

  it('names pages of the portal that show what the artefacts can name', () => {
    const blanks = Object.values(BLADES).flatMap((blade) => blade.match(/\{\w+\}/g) ?? []);
    expect(new Set(blanks)).toEqual(new Set(['{servicePrincipalId}', '{appId}']));
  });
});

it('docs/problems.md is the page that the catalogue makes (npm run docs:problems)', () => {
  expect(readFileSync(at('docs/problems.md'), 'utf8')).toBe(problemsPage());
});

it('the place of a problem in the documentation is named as its heading is', () => {
  const entry = PROBLEMS.wrong_tenant;
  expect(problemsPage()).toContain(`### ${headingOf('wrong_tenant', entry)}\n`);
  expect(documentedAt('wrong_tenant', entry)).toBe(
    'docs/problems.md#wrong_tenant-the-consent-is-for-another-tenant',
  );
});
