/** A batch is answered with 200, whatever its items are answered with. */
import { afterEach, expect, it } from '@jest/globals';
import { consent, revokeConsents } from '../../sandbox/entra/adminConsent.js';
import { runActivity, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let sandbox: TestSandbox;
afterEach(async () => {
  await sandbox.stop();
});

it('permissions that are granted again hold for the next batch, and not only when the token expires', async () => {
  sandbox = await startTestSandbox();
  const { world } = sandbox.sandbox;
  const [client] = world.clients;
  const grant = () => {
    consent(world.tenants[0]!, client!, client!.requestedPermissions);
  };
  const assignments = [{ type: 'user', principal: 'maria@contoso.example', role: 'Sender' }];
  const lookUp = (attempt: number) =>
    runActivity(sandbox, 'lookUpPrincipals', { ...scope, assignments }, attempt);
  grant();
  await lookUp(1);
  revokeConsents(world, 'permissions');
  await expect(lookUp(1)).rejects.toThrow('401');
  await expect(lookUp(6)).rejects.toThrow('a permission is missing');
  grant();
  expect(await lookUp(1)).toMatchObject({ principals: [{ principal: 'maria@contoso.example' }] });
});
