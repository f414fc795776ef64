import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/cli/errors.js';
import { parseAssignment } from '../../../src/cli/chooseRoles.js';

describe('parseAssignment', () => {
  test.each([
    ['user:sam@contoso.example=Sender', { type: 'user', principal: 'sam@contoso.example', role: 'Sender' }],
    ['group:Messaging Senders', { type: 'group', principal: 'Messaging Senders' }],
    ['group:Sales: East=Team.Lead', { type: 'group', principal: 'Sales: East', role: 'Team.Lead' }],
    ['group:a=b=Sender', { type: 'group', principal: 'a=b', role: 'Sender' }],
  ])('%s', (text, expected) => {
    expect(parseAssignment(text)).toEqual(expected);
  });

  test.each(['sam@contoso.example', 'robot:sam', 'user:', 'user: ', ''])('refuses "%s"', (text) => {
    expect(() => parseAssignment(text)).toThrow(UsageError);
  });
});
