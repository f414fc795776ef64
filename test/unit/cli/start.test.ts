/** What `sso-onboard start --dry-run --online` says. */
import { expect, it } from '@jest/globals';
import { renderFindings } from '../../../src/cli/start.js';

it('what blocks stands first, with what to do', () => {
  expect(
    renderFindings('contoso', [
      { check: 'tenant', verdict: 'fine', message: 'The tenant is there.' },
      {
        check: 'identifier',
        verdict: 'blocks',
        message: 'It is taken.',
        remedy: 'Free it.',
        code: 'identifier_taken',
      },
    ]),
  ).toBe(
    [
      'The request for contoso is valid; 1 in its way.',
      '  blocks: identifier: It is taken. Free it.',
      '  ok: tenant: The tenant is there.',
    ].join('\n'),
  );
});
