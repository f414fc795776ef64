/** What stops a sign-in without being part of the SAML settings is told, blocks the verification, and is left alone. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Difference } from '../../src/onboarding/drift.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import { samlResponse } from '../../sandbox/saml/assertion.js';
import type { Tenant } from '../../sandbox/world.js';
import { agreedOf, runActivity, scope, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';

const KEY = '0f0e0d0c-0b0a-4908-8706-050403020100';

let world: TestSandbox;
let contoso: Tenant;
let agreed: Agreed;
let application: string;
let servicePrincipal: string;
beforeAll(async () => {
  const made = await startOnboardedSandbox();
  ({ world, contoso } = made);
  agreed = agreedOf(world.sandbox, made.first);
  application = `/applications/${agreed.applicationId}`;
  servicePrincipal = `/servicePrincipals/${agreed.servicePrincipalId}`;
});
afterAll(async () => {
  await world.stop();
});
beforeEach(() => {
  change('PATCH', servicePrincipal, { accountEnabled: true, tokenEncryptionKeyId: null });
  change('PATCH', application, {
    isDisabled: false,
    tokenEncryptionKeyId: null,
    requestSignatureVerification: null,
  });
  for (const { id } of contoso.issuanceAssignments.all()) contoso.issuanceAssignments.remove(id);
});

const change = (method: string, path: string, body: object) =>
  inPortal(world.sandbox.world, contoso, 'anna.admin@contoso.example', { method, path, body });

function assignIssuancePolicy(policy: object): void {
  const definition = [JSON.stringify({ TokenIssuancePolicy: { Version: 1, ...policy } })];
  const { body } = change('POST', '/policies/tokenIssuancePolicies', { displayName: 'Tokens', definition });
  const { id } = body as { id: string };
  const reference = { '@odata.id': `${world.sandbox.origin}/v1.0/policies/tokenIssuancePolicies/${id}` };
  change('POST', `${servicePrincipal}/tokenIssuancePolicies/$ref`, reference);
}

async function differences(): Promise<Difference[]> {
  const found = await runActivity(world, 'compareConfiguration', { ...scope, agreed, settled: [] });
  return found['differences'] as Difference[];
}
const verification = () =>
  runActivity(world, 'verifyConfiguration', { ...scope, agreed }, 6).then(
    () => 'nothing stands in the way',
    (error: unknown) => String(error),
  );

/** A signed response for somebody who is assigned, or why there is none. */
function signIn(): string {
  const found = contoso.applications.get(agreed.applicationId)!;
  const context = {
    application: found,
    servicePrincipal: contoso.servicePrincipals.get(agreed.servicePrincipalId)!,
    destination: found.web.redirectUris[0]!,
    inResponseTo: '_1',
    audience: found.identifierUris[0]!,
    nameIdFormat: undefined,
  };
  const maria = contoso.users.find(({ userPrincipalName }) => userPrincipalName === 'maria@contoso.example')!;
  try {
    return samlResponse(world.sandbox.world, contoso, context, maria);
  } catch (error) {
    return String(error);
  }
}

it.each<{ what: string; set: () => void; field: string; remedy: string; signedIn: RegExp }>([
  {
    what: 'the service principal is disabled for users',
    set: () => change('PATCH', servicePrincipal, { accountEnabled: false }),
    field: 'accountEnabled',
    remedy: 'Enabled for users to sign-in?',
    signedIn: /AADSTS7000112/,
  },
  {
    what: 'the application is deactivated',
    set: () => change('PATCH', application, { isDisabled: true }),
    field: 'isDisabled',
    remedy: 'activate the application again',
    signedIn: /AADSTS7000112/,
  },
  {
    what: 'tokens are encrypted',
    set: () => change('PATCH', servicePrincipal, { tokenEncryptionKeyId: KEY }),
    field: 'tokenEncryptionKeyId',
    remedy: 'Token encryption',
    signedIn: /<EncryptedAssertion/,
  },
  {
    what: 'tokens are encrypted, as the application says',
    set: () => change('PATCH', application, { tokenEncryptionKeyId: KEY }),
    field: 'tokenEncryptionKeyId',
    remedy: 'Token encryption',
    signedIn: /<EncryptedAssertion/,
  },
  {
    what: 'tokens are signed with SHA-1',
    set: () => {
      assignIssuancePolicy({ SigningAlgorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' });
    },
    field: 'tokenIssuancePolicies["Tokens"].SigningAlgorithm',
    remedy: 'SHA-256',
    signedIn: /Algorithm="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#rsa-sha1"/,
  },
  {
    what: 'only the response is signed',
    set: () => {
      assignIssuancePolicy({ TokenResponseSigningPolicy: 'ResponseOnly' });
    },
    field: 'tokenIssuancePolicies["Tokens"].TokenResponseSigningPolicy',
    remedy: 'Sign SAML assertion',
    signedIn: /^<samlp:Response[^>]*><Issuer[^>]*>[^<]*<\/Issuer><Signature/,
  },
])('when $what, drift names it, verification blocks with its remedy, and sign-in obeys', async (row) => {
  row.set();
  expect(await differences()).toMatchObject([{ class: 'signIn', kind: 'changed', field: row.field }]);
  expect(await verification()).toContain('sign_in_stopped');
  expect(await verification()).toContain(row.remedy);
  expect(signIn()).toMatch(row.signedIn);
});

it('when signed requests are required, drift names it and verification blocks with its remedy', async () => {
  const requestSignatureVerification = { isSignedRequestRequired: true };
  change('PATCH', application, { requestSignatureVerification });
  expect(await differences()).toMatchObject([
    { class: 'signIn', field: 'requestSignatureVerification.isSignedRequestRequired', found: 'true' },
  ]);
  expect(await verification()).toContain('Require verification certificates');
});

it('an issuance policy with the defaults, such as Entra ID adds beside a certificate, is no difference', async () => {
  assignIssuancePolicy({ TokenResponseSigningPolicy: 'TokenOnly', SamlTokenVersion: '2.0' });
  expect(await differences()).toEqual([]);
  expect(await verification()).toBe('nothing stands in the way');
});

it('a role that is no longer for users is a difference', async () => {
  const { appRoles } = contoso.applications.get(agreed.applicationId)!;
  const [role] = appRoles.map(({ origin, ...rest }) => rest);
  change('PATCH', application, { appRoles: [{ ...role, allowedMemberTypes: ['Application'] }] });
  expect(await differences()).toMatchObject([
    { class: 'roles', field: 'appRoles[Sender].allowedMemberTypes', found: '["Application"]' },
  ]);
  const repaired = await runActivity(world, 'repairConfiguration', { ...scope, agreed, classes: ['roles'] });
  expect(repaired).toMatchObject({ repaired: ['roles'] });
  expect(await differences()).toEqual([]);
});

it('consent that was revoked in part since blocks the verification, which names it', async () => {
  const [client] = world.sandbox.world.clients;
  const kept = client!.requestedPermissions.filter((one) => one !== 'GroupMember.Read.All');
  consent(contoso, client!, kept);
  expect(await verification()).toContain('missing_permissions');
  expect(await verification()).toContain('GroupMember.Read.All');
  expect(await differences()).toMatchObject([{ class: 'consent', agreed: 'GroupMember.Read.All' }]);
  consent(contoso, client!, client!.requestedPermissions);
  expect(await verification()).toBe('nothing stands in the way');
});

it('is compared also where Graph does not know whether an application is deactivated', async () => {
  world.sandbox.world.rules.knowsIsDisabled = false;
  expect(await differences()).toEqual([]);
  world.sandbox.world.rules.knowsIsDisabled = true;
});
