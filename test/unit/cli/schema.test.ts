import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRequest } from '../../../src/cli/document.js';
import { requestJsonSchema } from '../../../src/cli/schema.js';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

describe('the schema file', () => {
  test('is what "sso-onboard schema" prints; else: npm run docs:schema', () => {
    const file: unknown = JSON.parse(readFileSync(at('schema/onboarding-request.schema.json'), 'utf8'));
    expect(file).toEqual(JSON.parse(JSON.stringify(requestJsonSchema())));
  });
});

describe('the examples', () => {
  test.each(['onboarding', 'sandbox-contoso'])('%s is valid', (name) => {
    expect(readRequest(at(`examples/${name}.yaml`)).customerId).toBe('contoso');
  });

  test('onboarding shows every field', () => {
    const shown = readFileSync(at('examples/onboarding.yaml'), 'utf8');
    const missing = Object.keys(onboardingRequestSchema.shape).filter(
      (field) => !shown.includes(`\n${field}:`),
    );
    expect(missing).toEqual([]);
  });
});
