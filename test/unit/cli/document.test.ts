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

  test('says so when the file cannot be read', () => {
    expect(() => readRequest(join(folder, 'none.yaml'))).toThrow(/none\.yaml cannot be read/);
  });
});
