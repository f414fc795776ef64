/** The Hub as a service provider: where a sign-in starts, and the assertion consumer service where it ends. */
import { SAML, type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { escape, page } from '../page.js';
import { parseXml } from '../saml/xml.js';
import type { HubAccount, HubSignIn, World } from '../world.js';
import { domainOf } from './domains.js';
import { readMetadata } from './settings.js';

const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';
const ALGORITHMS = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmlenc#sha256',
];

export const hubEntityId = (world: World) => `${world.origin}/hub`;
export const hubAcsUrl = (world: World) => `${world.origin}/hub/sso/acs`;

export function hubSignIn(server: FastifyInstance, world: World): void {
  /** One validator for each pasted metadata: it remembers the requests it has sent. */
  const validators = new Map<string, SAML>();
  const used = new Set<string>();

  const validatorOf = (account: HubAccount & { metadataXml: string }): SAML => {
    const key = createHash('sha256').update(`${account.accountId}\n${account.metadataXml}`).digest('hex');
    const known = validators.get(key);
    if (known !== undefined) return known;
    const { entityId, signOnUrl, certificates } = readMetadata(account.metadataXml);
    const made = new Validator(world, {
      idpIssuer: entityId,
      idpCert: certificates,
      entryPoint: signOnUrl,
      issuer: hubEntityId(world),
      audience: hubEntityId(world),
      callbackUrl: hubAcsUrl(world),
      wantAssertionsSigned: true,
      // Entra ID signs the assertion only.
      wantAuthnResponseSigned: false,
      validateInResponseTo: ValidateInResponseTo.ifPresent,
      identifierFormat: null,
      disableRequestedAuthnContext: true,
      acceptedClockSkewMs: 60_000,
    });
    validators.set(key, made);
    return made;
  };

  server.get('/hub/login/sso', async (request, reply) => {
    const asked = z
      .object({
        email: z
          .string()
          .regex(/^[^@\s]+@[^@\s]+$/)
          .optional(),
        RelayState: z.string().optional(),
      })
      .parse(request.query);
    if (asked.email === undefined) return reply.type('text/html').send(page('Sign in to the Hub', FORM));
    const domain = domainOf(asked.email);
    const account = world.hub.accounts.find(({ emailDomains }) => emailDomains.includes(domain));
    if (!configured(account)) {
      const none = `<p class="said bad" role="alert">No single sign-on for ${escape(domain)}.</p>`;
      return reply
        .code(404)
        .type('text/html')
        .send(page('Sign in to the Hub', none + FORM));
    }
    const url = await validatorOf(account).getAuthorizeUrlAsync(asked.RelayState ?? '', undefined, {});
    return reply.redirect(url);
  });

  server.post('/hub/sso/acs', async (request, reply) => {
    const wantsJson = request.headers.accept?.includes('application/json') === true;
    try {
      const { SAMLResponse } = z.object({ SAMLResponse: z.base64().max(200_000) }).parse(request.body);
      const signIn = await accept(world, SAMLResponse, validatorOf, used);
      world.hub.signIns.push(signIn);
      if (wantsJson) return await reply.send(signIn);
      return await reply.type('text/html').send(page('Signed in to the Hub', summary(signIn)));
    } catch (error) {
      const message =
        error instanceof z.ZodError
          ? 'there is no SAML response'
          : error instanceof Error
            ? error.message
            : '';
      if (wantsJson) return reply.code(403).send({ message });
      return reply
        .code(403)
        .type('text/html')
        .send(page('Sign-in refused', `<p class="said bad">${escape(message)}</p>`));
    }
  });
}

/** Judges validity periods by the time in this world. */
class Validator extends SAML {
  constructor(
    private readonly world: World,
    config: SamlConfig,
  ) {
    super(config);
  }

  protected override checkTimestampsValidityError(_: number, notBefore: string, ...rest: [string, number?]) {
    return super.checkTimestampsValidityError(this.world.now(), notBefore, ...rest);
  }
}

const FORM =
  '<form><label>Your e-mail address <input name="email" type="email" required="required"/></label><button class="primary">Sign in</button></form>';

const configured = (account: HubAccount | undefined): account is HubAccount & { metadataXml: string } =>
  account !== undefined && account.metadataXml !== null;

/** Everything that must hold before a user is let in. @throws Error naming what does not */
async function accept(
  world: World,
  samlResponse: string,
  validatorOf: (account: HubAccount & { metadataXml: string }) => SAML,
  used: Set<string>,
): Promise<HubSignIn> {
  const response = parseXml(Buffer.from(samlResponse, 'base64').toString('utf8')).documentElement;
  const all = (name: string) => Array.from(response.getElementsByTagNameNS('*', name));
  for (const element of [...all('SignatureMethod'), ...all('DigestMethod')]) {
    const algorithm = element.getAttribute('Algorithm') ?? '';
    if (!ALGORITHMS.includes(algorithm))
      throw new Error(`the signature algorithm ${algorithm} is not accepted`);
  }
  const issuer = all('Issuer')[0]?.textContent.trim() ?? '';
  const accounts = world.hub.accounts
    .filter(configured)
    .filter((account) => readMetadata(account.metadataXml).entityId === issuer);
  if (accounts.length === 0) throw new Error(`the issuer ${issuer} is not configured for any account`);
  if (all('Assertion').length !== 1) throw new Error('there must be exactly one assertion');
  const acs = hubAcsUrl(world);
  if (response.getAttribute('Destination') !== acs)
    throw new Error('Destination is not our assertion consumer service');
  if (all('SubjectConfirmationData').some((data) => data.getAttribute('Recipient') !== acs)) {
    throw new Error('Recipient is not our assertion consumer service');
  }
  let refusal: unknown;
  for (const account of accounts) {
    const result = await validatorOf(account)
      .validatePostResponseAsync({ SAMLResponse: samlResponse })
      .catch((error: unknown) => {
        refusal = error;
        return undefined;
      });
    const { profile } = result ?? {};
    if (!profile) continue;
    const id = all('Assertion')[0]?.getAttribute('ID') ?? '';
    if (used.has(id)) throw new Error('the assertion has been used before');
    used.add(id);
    const inResponseTo = response.getAttribute('InResponseTo') ?? '';
    return signedIn(account, profile.nameID, attributesOf(profile), inResponseTo === '' ? 'idp' : 'sp');
  }
  throw refusal instanceof Error ? refusal : new Error('the response was not accepted');
}

function attributesOf(profile: Record<string, unknown>): HubSignIn['claims'] {
  return z.record(z.string(), z.union([z.string(), z.array(z.string())])).parse(profile['attributes'] ?? {});
}

function signedIn(
  account: HubAccount,
  nameId: string,
  claims: HubSignIn['claims'],
  initiatedBy: HubSignIn['initiatedBy'],
): HubSignIn {
  const email = nameId.toLowerCase();
  if (!account.emailDomains.includes(domainOf(email))) {
    throw new Error(`the e-mail domain of ${nameId} is not one of the account's`);
  }
  let user = account.users.find((candidate) => candidate.email === email);
  if (user === undefined) {
    if (!account.createUsersAutomatically) throw new Error(`${nameId} is not a user of the account`);
    user = { email, role: account.defaultUserRole };
    account.users.push(user);
  }
  const roles = [claims[ROLE] ?? []].flat();
  return { accountId: account.accountId, nameId, claims, roles, hubRole: user.role, initiatedBy };
}

const summary = (signIn: HubSignIn) => {
  const claims = Object.entries(signIn.claims).map(
    ([name, value]) =>
      `<tr><th scope="row">${escape(name)}</th><td>${escape([value].flat().join(', '))}</td></tr>`,
  );
  const start = signIn.initiatedBy === 'sp' ? 'at the Hub' : 'in My Apps';
  return `<p class="said">${escape(signIn.nameId)}, as ${escape(signIn.hubRole)} of ${escape(signIn.accountId)}</p>
<p>The sign-in started ${start}. This is what Entra ID has told about the user:</p><div class="card"><table>${claims.join('')}</table></div>`;
};
