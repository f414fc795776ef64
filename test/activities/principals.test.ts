/** Who was chosen, as the directory of a real tenant has them. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Tenant } from '../../sandbox/world.js';
import { runActivity, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let contoso: Tenant;
beforeEach(async () => {
  world = await startTestSandbox();
  contoso = world.sandbox.world.tenants[0]!;
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
});
afterEach(async () => {
  await world.stop();
});

const add = (userPrincipalName: string, userType: 'Member' | 'Guest' = 'Member') => {
  const user = { ...contoso.users[0]!, id: crypto.randomUUID(), userPrincipalName, mail: null, userType };
  contoso.users.push(user);
  return user.id;
};
const lookUp = async (type: 'user' | 'group', principal: string) => {
  const input = { ...scope, assignments: [{ type, principal }] };
  const { principals } = await runActivity(world, 'lookUpPrincipals', input);
  return (principals as { principalId: string; warning?: string }[])[0];
};
const preview = async (type: 'user' | 'group', principal: string) => {
  const input = { ...scope, assignments: [{ type, principal }], servicePrincipalId: null };
  return ((await runActivity(world, 'previewAssignments', input))['states'] as { note: string }[])[0];
};

// O9
it.each(['$service@contoso.example', "o'$neil@contoso.example"])('%s is found', async (name) => {
  const id = add(name);
  expect(await lookUp('user', name)).toMatchObject({ principalId: id });
});

it('an external member can be chosen, with a warning about the NameID', async () => {
  const name = 'someone_beta.example#EXT#@contoso.example';
  const id = add(name);
  expect(await lookUp('user', name)).toMatchObject({
    principalId: id,
    warning: expect.stringContaining('NameID'),
  });
  expect((await preview('user', name))?.note).toContain('external member');
});

it('somebody external whose kind is hidden can be chosen, with a warning', async () => {
  world.sandbox.world.rules.basicReadShowsUserType = false;
  const name = 'someone_beta.example#EXT#@contoso.example';
  const id = add(name);
  expect(await lookUp('user', name)).toMatchObject({
    principalId: id,
    warning: expect.stringContaining('may be a guest'),
  });
  const search = await runActivity(world, 'searchDirectory', { ...scope, text: 'someone', count: 5 });
  expect(search['found']).toMatchObject([{ principal: name, guest: false }]);
});

it('a guest cannot', async () => {
  const name = 'guest_beta.example#EXT#@contoso.example';
  add(name, 'Guest');
  await expect(lookUp('user', name)).rejects.toThrow('principals_not_found');
});

it.each([
  ['no members', () => []],
  ['only nested groups', () => [contoso.groups[0]!.id]],
])(
  'a group with %s can be chosen, with a warning that nobody can sign in through it',
  async (_, memberIds) => {
    const group = { id: crypto.randomUUID(), displayName: 'Outer', memberIds: memberIds() };
    contoso.groups.push(group);
    expect(await lookUp('group', 'Outer')).toMatchObject({
      principalId: group.id,
      warning: expect.stringContaining('nobody can sign in through it'),
    });
    expect((await preview('group', 'Outer'))?.note).toContain('nobody can sign in');
  },
);

it('a group with users has no warning', async () => {
  expect(await lookUp('group', 'Messaging Senders')).not.toHaveProperty('warning');
});

// Q3
it('where addresses are not found with our permissions, the principal name is asked for', async () => {
  world.sandbox.world.rules.basicReadFindsUsers = false;
  const differs = contoso.users.find(({ mail }) => mail === 'mail.differs@contoso.example')!;
  expect(await lookUp('user', differs.userPrincipalName)).toMatchObject({ principalId: differs.id });
  await expect(lookUp('user', 'mail.differs@contoso.example')).rejects.toMatchObject({
    details: [
      expect.objectContaining({
        code: 'principals_not_found',
        details: [expect.stringContaining('give the user principal name')],
      }),
    ],
  });
});
