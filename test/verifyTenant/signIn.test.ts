/** A person is guided to a sign-in to each application; here, somebody whose browser is at the sandbox. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ask, guidedSignIn } from '../../verifyTenant/cli/questions.js';
import { Browser } from '../../demo/browser.js';
import { nameIdIn } from '../../verifyTenant/nameId.js';
import { outcomeOf } from '../../verifyTenant/outcome.js';
import { QUESTIONS } from '../../verifyTenant/questions.js';
import type { TrialOptions } from '../../verifyTenant/trial.js';
import { type Attempt, startVerifiedWorld, type VerifiedWorld } from '../support/verifyTenant.js';

const USER = 'maria@contoso.example';

let verified: VerifiedWorld;
let browser: Browser;
beforeEach(async () => {
  verified = await startVerifiedWorld();
  browser = new Browser(verified.world.settings.ca!);
});
afterEach(async () => {
  await browser.close();
  await verified.stop();
});

/** Signs in at each address that is said, and answers as the page tells. */
class PersonAtTheBrowser {
  readonly opened: string[] = [];
  private said = '';
  private response = '';

  readonly hears = (chunk: unknown) => {
    this.said += String(chunk);
    return true;
  };

  readonly ask: Ask = async (question) => {
    if (question.startsWith('Paste')) return this.response;
    const [address] = [...this.said.matchAll(/https:\S+\/api\/signin\/\S+/g)].at(-1) ?? [];
    const [, replyUrl] = [...this.said.matchAll(/Reply URL: (\S+)/g)].at(-1) ?? [];
    const { forms, text } = await browser.open(`${String(address)}&login_hint=${USER}`);
    this.opened.push(String(address));
    const number = /AADSTS\d+/.exec(text)?.[0];
    if (number !== undefined) return number;
    const [form] = forms;
    expect(form?.action).toBe(replyUrl);
    this.response = form?.fields['SAMLResponse'] ?? '';
    return 'works';
  };
}

async function attemptWith(
  person: PersonAtTheBrowser,
  options: Partial<TrialOptions> = {},
): Promise<Attempt> {
  const write = process.stderr.write.bind(process.stderr);
  const { authorityHost } = verified.settings();
  const where = { authorityHost, tenantId: verified.tenant.id };
  const people = verified.tenant.users;
  const interrupted = new AbortController().signal;
  process.stderr.write = person.hears;
  try {
    return await verified.attempt({
      users: [USER],
      signIn: (values) => guidedSignIn(values, where, people, person.ask, interrupted),
      ...options,
    });
  } finally {
    process.stderr.write = write;
  }
}

async function answersOf(attempt: Attempt): Promise<string[]> {
  const run = { tenantId: verified.tenant.id, runId: 'run', recordingFile: 'file' };
  const { answers } = outcomeOf(attempt, await verified.reference(attempt.facts), run);
  return answers.map(({ row, settled, answer }) => `${row} ${settled ? '' : 'not settled: '}${answer}`);
}

describe('the guided sign-in', () => {
  it('works for both applications, and tells which NameID is sent without an entry for it', async () => {
    const person = new PersonAtTheBrowser();
    const attempt = await attemptWith(person);
    expect(new Set(person.opened).size).toBe(2);
    expect(attempt.recording.signIn).toEqual({
      upsert: 'reached',
      template: 'reached',
      nameId: {
        source: 'userPrincipalName',
        format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      },
    });
    expect(JSON.stringify(attempt.recording)).not.toContain(USER);
    const answers = await answersOf(attempt);
    expect(answers).toContain('Q1 Yes: the sign-in reached the reply URL.');
    expect(answers.filter((line) => line.startsWith('Q7')).join(' ')).toContain(
      'userPrincipalName, in the format',
    );
    expect(verified.leftovers()).toEqual([]);
  });

  it('records the AADSTS number where Entra ID refuses', async () => {
    const person = new PersonAtTheBrowser();
    const onCheck: TrialOptions['onCheck'] = ({ row }) => {
      if (row === 'Q4')
        verified.tenant.users = verified.tenant.users.filter(
          ({ userPrincipalName }) => userPrincipalName !== USER,
        );
    };
    const { recording } = await attemptWith(person, { onCheck });
    expect(recording.signIn).toMatchObject({ upsert: 'AADSTS50034', template: 'AADSTS50034', nameId: null });
  });

  it('is tried with the application from the template alone where we do not own what the upsert creates', async () => {
    verified.world.sandbox.world.rules.upsertMakesOwner = false;
    const person = new PersonAtTheBrowser();
    const { recording } = await attemptWith(person);
    expect(recording.signIn).toMatchObject({ upsert: 'skipped', template: 'reached' });
  });
});

it('answers every question, or says why it is not settled', async () => {
  const answers = await answersOf(await verified.attempt());
  const rows = new Set(answers.map((line) => line.slice(0, 2)));
  expect([...rows].sort()).toEqual(Object.keys(QUESTIONS));
  const open = answers.filter((line) => line.includes('not settled'));
  expect(open).toEqual([
    'Q1 not settled: Nobody signed in. Run this in a terminal, without --yes and --skip-sign-in.',
    'Q6 not settled: The tenant has P1. Run this once in a tenant without it, with --no-p1.',
    'Q7 not settled: Nobody pasted the response of a sign-in.',
  ]);
});

it.each([
  ['a text that is no base64', 'works!'],
  ['base64 that is no XML', Buffer.from('no document at all').toString('base64')],
  ['XML without a NameID', Buffer.from('<Response><Assertion/></Response>').toString('base64')],
  ['more than any response is', 'A'.repeat(300_000)],
])('finds no NameID in %s', (_, pasted) => {
  expect(nameIdIn(pasted, [])).toBeUndefined();
});
