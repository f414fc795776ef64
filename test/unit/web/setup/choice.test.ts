import { describe, expect, it } from '@jest/globals';
import { lineOf, parseChoice } from '../../../../src/web/setup/choice.js';

const ROLES = [
  { value: 'Sender', displayName: 'Message sender' },
  { value: 'Manager', displayName: 'Manager' },
];
const read = (text: string, roles = ROLES, defaultRole?: string) =>
  parseChoice(text, roles, defaultRole).map(({ number, assignment, problem }) => ({
    number,
    ...assignment,
    problem,
  }));

describe('a pasted list', () => {
  it('has a user or a group per line, each with a role by its value or its name', () => {
    expect(
      read(
        'sam@contoso.example,Sender\r\n\r\ngroup: Messaging Admins; manager\nli@x.example\tmessage SENDER',
      ),
    ).toEqual([
      { number: 1, type: 'user', principal: 'sam@contoso.example', role: 'Sender', problem: undefined },
      { number: 3, type: 'group', principal: 'Messaging Admins', role: 'Manager', problem: undefined },
      { number: 4, type: 'user', principal: 'li@x.example', role: 'Sender', problem: undefined },
    ]);
  });

  it('may be a CSV export whose header names the columns', () => {
    const csv =
      '\uFEFF"displayName","userPrincipalName","Role"\n"Sender, Sam","sam@contoso.example","Sender"';
    expect(read(csv)).toMatchObject([{ number: 2, principal: 'sam@contoso.example', role: 'Sender' }]);
  });

  it('gives the default role to lines that name none', () => {
    expect(read('sam@contoso.example', ROLES, 'Manager')).toMatchObject([{ role: 'Manager' }]);
  });

  it('is told what is wrong, line by line', () => {
    const lines = read(
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

  it('takes back each line that stands for an assignment', () => {
    const assignments = [
      { type: 'user' as const, principal: 'sam@contoso.example', role: 'Sender' },
      { type: 'group' as const, principal: 'Sales, "West"; 2', role: 'Manager' },
    ];
    const text = assignments.map(lineOf).join('\n');
    expect(parseChoice(text, ROLES, undefined).map(({ assignment }) => assignment)).toEqual(assignments);
  });

  it('of 5,000 lines is read in one go', () => {
    const text = Array.from({ length: 5_000 }, (_, i) => `user${String(i)}@contoso.example,Sender`).join(
      '\n',
    );
    expect(read(text).filter(({ problem }) => problem === undefined)).toHaveLength(5_000);
  });
});
