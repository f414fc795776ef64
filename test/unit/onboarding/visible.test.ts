/** Names that read otherwise than they are. */
import { describe, expect, it } from '@jest/globals';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { hasHidden, visible, visibleInTerminal } from '../../../src/onboarding/visible.js';
import { minimalRequest } from '../../support/request.js';

const HIDDEN = [
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200f',
  '\u061c',
  '\ufeff',
  '\u0000',
  '\u009b',
  '\u{e0041}',
  '\u00ad',
];

describe('what hides', () => {
  it('is written out', () => {
    expect(visible('Contoso\u202egpj.exe\u{e0041}')).toBe('Contoso[U+202E]gpj.exe[U+E0041]');
    for (const character of HIDDEN)
      expect([hasHidden(character), visible(character)[0]]).toEqual([true, '[']);
  });

  it('is none of the letters, line ends and joiners of any language', () => {
    for (const text of ['Müller & Söhne', 'می‌خواهم', 'שלום', '株式会社', '👩‍💻', 'a\r\n\tb']) {
      expect([text, hasHidden(text), visible(text)]).toEqual([text, false, text]);
    }
  });

  it('is no colour of a terminal, but any other escape of one', () => {
    expect(visibleInTerminal('\u001b[31mred\u001b[0m \u001b]0;title\u0007')).toBe(
      '\u001b[31mred\u001b[0m [U+001B]]0;title[U+0007]',
    );
  });
});

it.each(['companyName', 'contact', 'role', 'account'])(
  'a request with a hidden character in its %s is refused',
  (where) => {
    const name = 'Con\u202etoso';
    const request = minimalRequest();
    const [contact] = request.contacts;
    const changes = {
      companyName: { companyName: name },
      contact: { contacts: [{ ...contact!, name }] },
      role: { appRoles: [{ value: 'Sender', displayName: name }] },
      account: { hub: { ...request.hub, accounts: [name] } },
    }[where];
    const { error } = onboardingRequestSchema.safeParse({ ...request, ...changes });
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining('invisible')]);
  },
);
