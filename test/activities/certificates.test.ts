/** Signing certificates of the customer's own, uploaded as Microsoft documents it. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { isCertificateOf } from '../../src/onboarding/names.js';
import { nextMove, type Observed } from '../../src/onboarding/rollover.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import { agreedOf, runActivity, runPipeline, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { upload } from '../support/upload.js';

let world: TestSandbox;
let agreed: Agreed;
let ours: string;
let theirs: string;

/** Theirs ends later than ours. */
beforeEach(async () => {
  world = await startTestSandbox();
  const [client] = world.sandbox.world.clients;
  consent(tenant(), client!, client!.requestedPermissions);
  agreed = agreedOf(world.sandbox, await runPipeline(world));
  ours = agreed.certificate.thumbprint;
  const { thumbprint, keyCredentials, passwordCredentials } = upload({ hashed: true, days: 1096 });
  theirs = thumbprint;
  const there = tenant().servicePrincipals.get(agreed.servicePrincipalId)!;
  change({
    keyCredentials: [...there.keyCredentials.map((item) => ({ ...item, key: null })), ...keyCredentials],
    passwordCredentials: [...there.passwordCredentials, ...passwordCredentials],
  });
});
afterEach(async () => {
  await world.stop();
});

const tenant = () => world.sandbox.world.tenants[0]!;
const change = (body: object) =>
  inPortal(world.sandbox.world, tenant(), 'anna.admin@contoso.example', {
    method: 'PATCH',
    path: `/servicePrincipals/${agreed.servicePrincipalId}`,
    body,
  });

/** What a watch does next, which knows ours alone. */
async function next() {
  const input = {
    ...scope,
    servicePrincipalId: agreed.servicePrincipalId,
    expected: { active: ours, present: [ours] },
  };
  const observed = (await runActivity(world, 'observeCertificates', input, 6)) as Observed;
  const known = {
    trusted: [ours],
    agreed: ours,
    agreedSince: Date.now(),
    testing: false,
    added: null,
    wentBackTo: null,
  };
  return nextMove(observed, known, (name) => isCertificateOf('contoso', name), Date.now());
}

it("one of the customer's own that is active is handed over, and not undone", async () => {
  change({ preferredTokenSigningKeyThumbprint: theirs });
  expect(await next()).toMatchObject({ do: 'handOver', reason: 'activatedByOthers', thumbprint: theirs });
});

it("one of the customer's own that was added is handed over, with the metadata that holds it", async () => {
  expect(await next()).toMatchObject({ do: 'handOver', reason: 'addedByOthers', thumbprint: theirs });
  const input = { ...scope, appId: agreed.appId, thumbprint: theirs };
  const { thumbprints } = await runActivity(world, 'fetchFederationMetadata', input);
  expect(thumbprints).toEqual(expect.arrayContaining([ours, theirs]));
});

it("one of the customer's own stays to the byte when an old one of ours is removed", async () => {
  change({ preferredTokenSigningKeyThumbprint: theirs });
  const target = { ...scope, servicePrincipalId: agreed.servicePrincipalId };
  const input = { ...target, thumbprint: ours, active: theirs };
  const own = ({ displayName }: { displayName: string }) => displayName === 'CN=Own';
  const keys = () => tenant().servicePrincipals.get(agreed.servicePrincipalId)!.keyCredentials;
  const before = keys().filter(own);
  expect(await runActivity(world, 'removeCertificate', input)).toEqual({ removed: true });
  expect(await runActivity(world, 'removeCertificate', input, 2)).toEqual({ removed: true });
  expect(keys()).toEqual(before);
});
