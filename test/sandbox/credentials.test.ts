/** The sandbox's lists of credentials, as Microsoft documents them and as others have met them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { connectDeps } from '../../src/activities/connect.js';
import type { GraphClient } from '../../src/graph/client.js';
import type { GraphRequestError } from '../../src/graph/requestError.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Tenant } from '../../sandbox/world.js';
import { scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { upload } from '../support/upload.js';

const SP = '/servicePrincipals/{id}';
const ADD = '/servicePrincipals/{id}/addTokenSigningCertificate';
const credential = z.looseObject({ keyId: z.guid(), usage: z.string().optional() });
const lists = z.object({ keyCredentials: z.array(credential), passwordCredentials: z.array(credential) });

let world: TestSandbox;
let contoso: Tenant;
let graph: GraphClient;
let id: { id: string };

async function start(cloud: 'global' | 'china'): Promise<void> {
  world = await startTestSandbox({ cloud, rules: { shufflesLists: false } });
  contoso = world.sandbox.world.tenants[0]!;
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
  graph = connectDeps(world.settings).graphFor(scope);
  const made = z.object({ id: z.guid(), appId: z.guid() });
  const key = { uniqueName: 'ours' };
  const body = { displayName: 'Ours' };
  const application = (await graph.upsert(made, "/applications(uniqueName='{uniqueName}')", key, body))!;
  id = (await graph.upsert(made, "/servicePrincipals(appId='{appId}')", application, {}))!;
}
beforeEach(() => start('global'));
afterEach(async () => {
  await world.stop();
});

const read = () => graph.get(lists, SP, id, { select: ['keyCredentials', 'passwordCredentials'] });
const patch = (body: object) => graph.patch(SP, id, body);
const withoutSecrets = (items: z.infer<typeof credential>[]) =>
  items.map((item) => ('secretText' in item ? item : { ...item, key: null }));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) =>
      `${String((error as GraphRequestError).status)} ${(error as GraphRequestError).detail}`,
  );

describe('a list of credentials', () => {
  it('is replaced: what comes back unchanged and without its secret stays, the rest goes', async () => {
    await graph.post(z.unknown(), ADD, id, { displayName: 'CN=First' });
    await graph.post(z.unknown(), ADD, id, { displayName: 'CN=Second' });
    const { keyCredentials, passwordCredentials } = await read();
    expect(keyCredentials).toHaveLength(4);
    await patch({
      keyCredentials: withoutSecrets(keyCredentials.slice(2)),
      passwordCredentials: passwordCredentials.slice(1),
    });
    expect(await read()).toEqual({
      keyCredentials: keyCredentials.slice(2),
      passwordCredentials: passwordCredentials.slice(1),
    });
  });

  it('is refused when what stays comes back with another date or with its key', async () => {
    await graph.post(z.unknown(), ADD, id, { displayName: 'CN=First' });
    const { keyCredentials } = await read();
    const [sign, verify] = keyCredentials;
    const dated = { ...sign, key: null, endDateTime: '2027-01-01T00:00:00Z' };
    const notAllowed = /^400 Update to existing credential with KeyId .* is not allowed/;
    expect(await refusal(patch({ keyCredentials: [dated] }))).toMatch(notAllowed);
    expect(await refusal(patch({ keyCredentials: [sign, verify] }))).toMatch(
      /^400 Existing credential with KeyId .* must be sent back with null value/,
    );
  });

  it('takes an uploaded PFX with its password, and the tenant then has the key', async () => {
    const { thumbprint, ...body } = upload();
    await patch(body);
    expect(contoso.signingKeys.get(thumbprint)?.privateKeyPem).toContain('PRIVATE KEY');
    const { keyCredentials, passwordCredentials } = await read();
    expect(keyCredentials.map(({ usage }) => usage)).toEqual(['Sign', 'Verify']);
    expect(JSON.stringify([keyCredentials[0], passwordCredentials])).not.toContain('correct');
    expect(keyCredentials[0]).toMatchObject({ key: null });
  });

  it.each([
    ['that its password does not open', { password: 'wrong' }, /^400 Invalid value .*'key'/],
    ['of a wrong type', { signType: 'AsymmetricX509Cert' }, /^400 New password credentials must be/],
    ['that would be valid for longer than three years', { days: 1200 }, /^400 .*three years/],
  ])('refuses a PFX %s', async (_, changes, expected) => {
    const { thumbprint, ...body } = upload(changes);
    expect(await refusal(patch(body))).toMatch(expected);
    expect(contoso.signingKeys.has(thumbprint)).toBe(false);
  });
});

it('has no addTokenSigningCertificate in a national cloud', async () => {
  await world.stop();
  await start('china');
  expect(await refusal(graph.post(z.unknown(), ADD, id, { displayName: 'CN=First' }))).toBe(
    "400 Resource not found for the segment 'addTokenSigningCertificate'.",
  );
});
