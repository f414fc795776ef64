import { describe, expect, it } from '@jest/globals';
import { lineOf, parseChoice } from '../../../../src/web/setup/choice.js';

const ROLES = [
  { value: 'Sender', displayName: 'Message sender' },
  { value: 'Manager', displayName: 'Manager' },
];
const read = async (text: string, roles = ROLES, defaultRole?: string, most = 5_000) =>
  (await parseChoice(text, roles, defaultRole, most)).map(({ number, assignment, problem }) => ({
    number,
    ...assignment,
    problem,
  }));

describe('a pasted list', () => {
  it('has a user or a group per line, each with a role by its value or its name', async () => {
    expect(
      await read(
        'sam@contoso.example,Sender\r\n\r\ngroup: Messaging Admins; manager\nli@x.example\tmessage SENDER',
      ),
    ).toEqual([
      { number: 1, type: 'user', principal: 'sam@contoso.example', role: 'Sender', problem: undefined },
      { number: 3, type: 'group', principal: 'Messaging Admins', role: 'Manager', problem: undefined },
      { number: 4, type: 'user', principal: 'li@x.example', role: 'Sender', problem: undefined },
    ]);
  });

  it('may be a CSV export whose header names the columns', async () => {
    const csv =
      '\uFEFF"displayName","userPrincipalName","Role"\n"Sender, Sam","sam@contoso.example","Sender"';
    expect(await read(csv)).toMatchObject([{ number: 2, principal: 'sam@contoso.example', role: 'Sender' }]);
  });

  it('gives the default role to lines without a role', async () => {
    expect(await read('sam@contoso.example', ROLES, 'Manager')).toMatchObject([{ role: 'Manager' }]);
  });

  it('is told what is wrong, line by line', async () => {
    const lines = await read(
      'sam@contoso.example,Boss\nsam@contoso.example\nli@x.example,Sender\nli@x.example,Sender\n,\n"open@x.example,Sender',
    );
    expect(lines.map(({ problem }) => problem?.split(';')[0])).toEqual([
      'the role "Boss" does not exist',
      'a role is needed',
      undefined,
      'is listed twice',
      'cannot be read',
      'cannot be read',
    ]);
  });

  it('takes back each line that stands for an assignment', async () => {
    const assignments = [
      { type: 'user' as const, principal: 'sam@contoso.example', role: 'Sender' },
      { type: 'group' as const, principal: 'Sales, "West"; 2', role: 'Manager' },
    ];
    const text = assignments.map(lineOf).join('\n');
    expect((await parseChoice(text, ROLES, undefined, 10)).map(({ assignment }) => assignment)).toEqual(
      assignments,
    );
  });

  it('of 5,000 lines is read in one go', async () => {
    const text = Array.from({ length: 5_000 }, (_, i) => `user${String(i)}@contoso.example,Sender`).join(
      '\n',
    );
    expect((await read(text)).filter(({ problem }) => problem === undefined)).toHaveLength(5_000);
  });

  it('of more lines than may be is read no further than it takes to tell', async () => {
    expect(await read('a@contoso.example,Sender\n'.repeat(1_000), ROLES, undefined, 10)).toHaveLength(12);
    expect(await read('\n'.repeat(100_000) + 'sam@contoso.example,Sender')).toMatchObject([
      { number: 100_001 },
    ]);
  });

  it('lets other work be done while it is read', async () => {
    let others = 0;
    const other = setInterval(() => (others += 1), 0);
    await read(
      Array.from({ length: 5_000 }, (_, i) => `"user${String(i)}@contoso.example",Sender`).join('\n'),
    );
    clearInterval(other);
    expect(others).toBeGreaterThan(1);
  });
});
