/** The service's own credentials, each kind against an Entra ID that checks them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentTrusting, type ClientCredentials, credentialOptions, EntraId } from '../../src/graph/entra.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { makeCertificate } from '../../sandbox/tls.js';
import { CONTOSO } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let entra: EntraId;
const client = () => world.sandbox.world.clients[0]!;
const file = (name: string) => join(dirname(world.sandbox.caFile), name);

beforeEach(async () => {
  world = await startTestSandbox();
  consent(world.sandbox.world.tenants[0]!, client(), client().requestedPermissions);
  const { authorityHost, graphBaseUrl, ca } = world.settings;
  entra = new EntraId({ authorityHost, graphBaseUrl, ca, timeoutMs: 5_000 });
});
afterEach(async () => {
  await world.stop();
});

type Proof<C> = C extends unknown ? Omit<C, 'clientId'> : never;
const granted = (proof: Proof<ClientCredentials>) =>
  entra.grantedPermissions(CONTOSO.tenantId, { clientId: client().clientId, ...proof });

describe('a client certificate', () => {
  const made = () =>
    makeCertificate({
      commonName: 'SSO onboarding',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 86_400_000),
    });
  const saved = ({ certificatePem, privateKeyPem }: ReturnType<typeof made>) => {
    const certificatePath = file('client.pem');
    writeFileSync(certificatePath, privateKeyPem + certificatePem);
    return certificatePath;
  };

  it('that is registered gets a token with every permission consented to', async () => {
    const certificate = made();
    client().certificatePems.push(certificate.certificatePem);
    const permissions = await granted({ kind: 'certificate', certificatePath: saved(certificate) });
    expect(permissions).toEqual(client().requestedPermissions);
  });

  it('that is not registered is refused', async () => {
    const certificatePath = saved(made());
    await expect(granted({ kind: 'certificate', certificatePath })).rejects.toMatchObject({
      code: 'AADSTS700027',
    });
  });
});

describe('workload identity', () => {
  const issuer = 'https://kubernetes.example';
  const subject = 'system:serviceaccount:sso:worker';
  const tokenOf = async (claims: { subject: string }) => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(issuer)
      .setSubject(claims.subject)
      .setAudience('api://AzureADTokenExchange')
      .setExpirationTime('10 minutes')
      .sign(privateKey);
    const tokenFile = file('federated.token');
    writeFileSync(tokenFile, token);
    return { tokenFile, publicJwk: await exportJWK(publicKey) };
  };

  it('of a registered subject gets a token', async () => {
    const { tokenFile, publicJwk } = await tokenOf({ subject });
    client().federatedCredentials.push({ issuer, subject, publicJwk });
    expect(await granted({ kind: 'federatedToken', tokenFile })).toContain('Application.ReadWrite.OwnedBy');
  });

  it('of another subject, or signed by another key, is refused', async () => {
    const own = await tokenOf({ subject });
    client().federatedCredentials.push({ issuer, subject, publicJwk: own.publicJwk });
    const other = await tokenOf({ subject: 'system:serviceaccount:sso:web' });
    await expect(granted({ kind: 'federatedToken', tokenFile: other.tokenFile })).rejects.toMatchObject({
      code: 'AADSTS700213',
    });
    const forged = await tokenOf({ subject });
    await expect(granted({ kind: 'federatedToken', tokenFile: forged.tokenFile })).rejects.toMatchObject({
      code: 'AADSTS700027',
    });
  });
});

it('a client secret that is wrong is refused, and no error text holds it', async () => {
  const error: unknown = await granted({ kind: 'secret', secret: 'hush-hush' }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'AADSTS7000215' });
  expect(JSON.stringify(error) + String(error)).not.toContain('hush-hush');
});

it("a certificate authority of one's own is trusted besides the usual ones, which are read once for all tenants", () => {
  const { ca } = world.settings;
  const agent = agentTrusting(ca!);
  expect(agent.options.secureContext).toBeDefined();
  const options = credentialOptions('https://login.microsoftonline.com', agent);
  // Of tlsOptions an agent is made for each credential, which reads all authorities for each connection.
  expect(options).not.toHaveProperty('tlsOptions');
  expect(options.additionalPolicies).toHaveLength(1);
});
