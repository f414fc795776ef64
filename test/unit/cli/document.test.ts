import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRequest } from '../../../src/cli/document.js';
import { minimalRequest } from '../../support/request.js';

const folder = mkdtempSync(join(tmpdir(), 'sso-onboard-document-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const written = (text: string) => {
  const file = join(folder, 'request.yaml');
  writeFileSync(file, text);
  return file;
};

/** The lines that say what is wrong, without the one that names the file. */
const problemsOf = (text: string): string[] => {
  try {
    readRequest(written(text));
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
};

describe('readRequest', () => {
  test('reads JSON too, and fills in the defaults', () => {
    expect(readRequest(written(JSON.stringify(minimalRequest())))).toMatchObject({
      tenant: 'contoso.example',
      onCancel: 'rollback',
      deadlines: { consent: 14 },
    });
  });

  test('names every problem with its line, in the order of the document', () => {
    const text = `customerId: Contoso!
companyName: Contoso
tenant: contoso.example
claimz: []
contacts:
  - name: Anna
    mobile: +61491570156
    roles: [azureAdministrator, hubAdministrator]
hub:
  emailDomains:
    - contoso.example
    - not a domain
`;
    expect(problemsOf(text)).toEqual([
      '  customerId: lower-case letters, digits and hyphens, at most 32 (line 1)',
      '  document: Unrecognized key: "claimz" (line 4)',
      '  contacts[0].mobile: Invalid input: expected string, received number, put it in quotes (line 7)',
      '  hub.accounts: Invalid input: expected array, received undefined (line 10)',
      '  hub.emailDomains[1]: must be a domain name such as contoso.com (line 12)',
    ]);
  });

  test('says where the syntax is wrong', () => {
    expect(problemsOf('customerId: "contoso\n').join('\n')).toContain('at line');
  });

  test('says which key is there twice', () => {
    expect(problemsOf('hub: { accounts: [a],\n accounts: [b] }')).toEqual([
      '  not YAML or JSON: the key "accounts" is there twice (line 2)',
    ]);
  });

  test('of many keys takes time in proportion to them', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${String(i)}: 1`).join('\n');
    const time = (text: string) => {
      const before = process.cpuUsage();
      expect(problemsOf(text).join('')).toContain('Unrecognized keys: "k0", "k1"');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const tries = [1, 2, 3].map(() => time(keys(16_000)) / time(keys(2_000)));
    expect(Math.min(...tries)).toBeLessThan(8 * 4); // eight times as many; with all compared to all it is 64 times
  });

  test.each([
    [
      'aliases that grow to billions',
      `a: &a [x, x]\n${Array.from('bcdefghijklmnopqrstuvwxyz')
        .map((name, i) => {
          const before = 'abcdefghijklmnopqrstuvwxyz'[i] ?? '';
          return `${name}: &${name} [*${before}, *${before}, *${before}]`;
        })
        .join('\n')}`,
    ],
    ['an alias of nothing', 'customerId: *nothing'],
    ['lists in lists in lists', '['.repeat(100_000)],
    ['maps in maps in maps', '{a: '.repeat(50_000)],
    ['a key that is a list', '? [a]\n: b'],
    ['nothing', ''],
    ['a prototype', '__proto__: { customerId: contoso }'],
  ])('refuses %s, with a reason', (_, text) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.filter((line) => /\(line \d+\)$/.test(line)).length).toBeLessThanOrEqual(100);
  });

  test('says so when the file cannot be read', () => {
    expect(() => readRequest(join(folder, 'none.yaml'))).toThrow(/none\.yaml cannot be read/);
  });
});
