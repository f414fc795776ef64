/** The SAML response for one user, made of what is configured in the tenant, and really signed. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { claimsDefinitionSchema } from '../graph/claimsPolicies.js';
import { understood } from '../graph/issuancePolicies.js';
import { escape } from '../page.js';
import type { Application, ServicePrincipal, Tenant, User, World } from '../world.js';
import { entityIdOf } from './federationMetadata.js';
import { signXml } from './xml.js';

/** Something Entra ID would show as `AADSTS<number>`. */
export class SignInError extends Error {
  constructor(
    readonly code: number,
    sentence: string,
  ) {
    super(`AADSTS${String(code)}: ${sentence}`);
  }
}

export type AuthnContext = {
  application: Application;
  servicePrincipal: ServicePrincipal;
  /** The assertion consumer service the response goes to. */
  destination: string;
  /** Of the AuthnRequest; undefined when Entra ID itself starts the sign-in. */
  inResponseTo: string | undefined;
  audience: string;
  nameIdFormat: string | undefined;
};

const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const NAME_IDENTIFIER = `${XMLSOAP}nameidentifier`;
const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';
const MICROSOFT = 'http://schemas.microsoft.com/identity/claims/';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
export const NAME_ID_FORMATS = [UNSPECIFIED, EMAIL, PERSISTENT, TRANSIENT];

/** The four that an application has without a policy. */
const WITHOUT_POLICY = [
  { SamlClaimType: `${XMLSOAP}emailaddress`, Source: 'user', ID: 'mail' },
  { SamlClaimType: `${XMLSOAP}givenname`, Source: 'user', ID: 'givenname' },
  { SamlClaimType: `${XMLSOAP}name`, Source: 'user', ID: 'userprincipalname' },
  { SamlClaimType: `${XMLSOAP}surname`, Source: 'user', ID: 'surname' },
] as const;

const ATTRIBUTES: Record<string, (user: User) => string | null> = {
  userprincipalname: (user) => user.userPrincipalName,
  mail: (user) => user.mail,
  objectid: (user) => user.id,
  givenname: (user) => user.givenName,
  surname: (user) => user.surname,
  displayname: (user) => user.displayName,
};

const PASSWORD = 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password';
/** Users often have a session at Entra ID already. */
const SESSION_AGE_MS = 3 * 3_600_000;
const MINUTE_MS = 60_000;

/** @throws SignInError */
export function samlResponse(world: World, tenant: Tenant, context: AuthnContext, user: User): string {
  const { application, servicePrincipal, destination, inResponseTo, audience } = context;
  if (!servicePrincipal.accountEnabled || application.isDisabled === true) {
    throw new SignInError(
      7000112,
      `Application '${application.appId}'(${application.displayName}) is disabled.`,
    );
  }
  const assigned = assignmentsOf(tenant, servicePrincipal, user);
  if (servicePrincipal.appRoleAssignmentRequired && assigned.length === 0) {
    throw new SignInError(
      50105,
      `Your administrator has configured the application ${application.displayName} ('${application.appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${user.userPrincipalName}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator.`,
    );
  }
  const key = signingKey(world, tenant, servicePrincipal);
  const { claims, nameId, format: configured } = claimsOf(tenant, servicePrincipal, user);
  const roles = application.appRoles.filter(
    (role) =>
      role.isEnabled && role.allowedMemberTypes.includes('User') && assigned.includes(role.id) && role.value,
  );
  const attributes: [string, string[]][] = [
    [`${MICROSOFT}tenantid`, [tenant.id]],
    [`${MICROSOFT}objectidentifier`, [user.id]],
    [`${MICROSOFT}displayname`, [user.displayName]],
    // Always there, also with a claims policy.
    [`${MICROSOFT}identityprovider`, [entityIdOf(tenant)]],
    ['http://schemas.microsoft.com/claims/authnmethodsreferences', [PASSWORD]],
    ...(roles.length === 0
      ? []
      : [[ROLE, roles.map(({ value }) => value ?? '')] satisfies [string, string[]]]),
    ...claims,
  ];
  const now = world.now();
  const at = (offset: number) => new Date(now + offset).toISOString();
  const statements = attributes
    .map(
      ([name, values]) =>
        `<Attribute Name="${escape(name)}">${values.map((value) => `<AttributeValue>${escape(value)}</AttributeValue>`).join('')}</Attribute>`,
    )
    .join('');
  const { format, value } = nameIdentifier(context, user, { value: nameId, format: configured });
  const response = inResponseTo === undefined ? '' : ` InResponseTo="${escape(inResponseTo)}"`;
  const issuer = `<Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${entityIdOf(tenant)}</Issuer>`;
  const id = `_${randomUUID()}`;
  const assertion = `<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="${at(0)}" Version="2.0"><Issuer>${entityIdOf(tenant)}</Issuer><Subject><NameID Format="${format}">${escape(value)}</NameID><SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><SubjectConfirmationData${response} NotOnOrAfter="${at(65 * MINUTE_MS)}" Recipient="${escape(destination)}"/></SubjectConfirmation></Subject><Conditions NotBefore="${at(-5 * MINUTE_MS)}" NotOnOrAfter="${at(65 * MINUTE_MS)}"><AudienceRestriction><Audience>${escape(audience)}</Audience></AudienceRestriction></Conditions><AttributeStatement>${statements}</AttributeStatement><AuthnStatement AuthnInstant="${at(-SESSION_AGE_MS)}" SessionIndex="${id}"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext></AuthnStatement></Assertion>`;
  const document = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_${randomUUID()}" Version="2.0" IssueInstant="${at(0)}" Destination="${escape(destination)}"${response}>${issuer}<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertion}</samlp:Response>`;
  const signed = signedAs(issuanceOf(tenant, context), document, key);
  const encrypted = servicePrincipal.tokenEncryptionKeyId ?? application.tokenEncryptionKeyId;
  return encrypted === null ? signed : withEncryptedAssertion(signed);
}

type Issuance = { SigningAlgorithm?: string; TokenResponseSigningPolicy?: string };

/** Of the policy that is assigned to the service principal, or to its application. */
function issuanceOf(tenant: Tenant, { application, servicePrincipal }: AuthnContext): Issuance {
  const assigned = tenant.issuanceAssignments.all();
  const of = (id: string) => assigned.find(({ objectId }) => objectId === id)?.policyId;
  const policyId = of(servicePrincipal.id) ?? of(application.id);
  const policy = policyId === undefined ? undefined : tenant.issuancePolicies.get(policyId);
  const { SigningAlgorithm, TokenResponseSigningPolicy } = (policy && understood(policy)) ?? {};
  return {
    ...(SigningAlgorithm === undefined ? {} : { SigningAlgorithm }),
    ...(TokenResponseSigningPolicy === undefined ? {} : { TokenResponseSigningPolicy }),
  };
}

/** Entra ID signs the assertion alone by default. */
function signedAs(
  { SigningAlgorithm: algorithm, TokenResponseSigningPolicy: policy = 'TokenOnly' }: Issuance,
  document: string,
  key: { privateKeyPem: string; certificatePem: string },
): string {
  const sign = (xml: string, element: string) =>
    signXml(xml, { ...key, element, after: 'Issuer', action: 'after', algorithm });
  const ofToken = policy === 'ResponseOnly' ? document : sign(document, 'Assertion');
  return policy === 'TokenOnly' ? ofToken : sign(ofToken, 'Response');
}

/** Nobody here has the key to it, as a Hub that does not decrypt. */
function withEncryptedAssertion(response: string): string {
  const data = (bytes: number) => randomBytes(bytes).toString('base64');
  const value = (bytes: number) =>
    `<xenc:CipherData><xenc:CipherValue>${data(bytes)}</xenc:CipherValue></xenc:CipherData>`;
  return response.replace(
    /<Assertion .*<\/Assertion>/s,
    (assertion) =>
      `<EncryptedAssertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>${value(256)}</xenc:EncryptedKey></KeyInfo>${value(assertion.length)}</xenc:EncryptedData></EncryptedAssertion>`,
  );
}

/** Ids of the roles assigned to the user, directly or through a group; nested groups do not count. */
function assignmentsOf(tenant: Tenant, servicePrincipal: ServicePrincipal, user: User): string[] {
  const groups = tenant.groups.filter(({ memberIds }) => memberIds.includes(user.id)).map(({ id }) => id);
  return tenant.appRoleAssignments
    .all()
    .filter(
      ({ resourceId, principalId }) =>
        resourceId === servicePrincipal.id && [user.id, ...groups].includes(principalId),
    )
    .map(({ appRoleId }) => appRoleId);
}

/** The active certificate's; when that has expired, a valid one is taken by itself. */
function signingKey(world: World, tenant: Tenant, servicePrincipal: ServicePrincipal) {
  const preferred = servicePrincipal.preferredTokenSigningKeyThumbprint?.toUpperCase();
  const valid = servicePrincipal.keyCredentials
    .filter(({ usage, endDateTime }) => usage === 'Verify' && Date.parse(endDateTime) > world.now())
    .map(({ key }) =>
      createHash('sha1')
        .update(Buffer.from(key ?? '', 'base64'))
        .digest('hex')
        .toUpperCase(),
    );
  const chosen = valid.find((thumbprint) => thumbprint === preferred) ?? valid[0];
  const key = chosen === undefined ? undefined : tenant.signingKeys.get(chosen);
  if (key === undefined) {
    throw new SignInError(50003, 'Sign-in failed because of a missing signing key or certificate.');
  }
  return key;
}

function claimsOf(tenant: Tenant, servicePrincipal: ServicePrincipal, user: User) {
  const assigned = tenant.policyAssignments
    .all()
    .find((item) => item.servicePrincipalId === servicePrincipal.id);
  const policy = assigned && tenant.claimsPolicies.get(assigned.policyId);
  const definition = policy?.definition[0];
  const schema =
    definition === undefined
      ? WITHOUT_POLICY
      : (claimsDefinitionSchema.parse(JSON.parse(definition)).ClaimsMappingPolicy.ClaimsSchema ?? []);
  const values = schema.flatMap((entry): [string, string][] => {
    const name = entry.SamlClaimType;
    const fixed = 'Value' in entry ? entry.Value : undefined;
    const value =
      fixed ??
      (entry.Source === 'user' ? ATTRIBUTES[(entry.ID ?? entry.Id)?.toLowerCase() ?? '']?.(user) : null);
    return name === undefined || value == null ? [] : [[name, value]];
  });
  const nameId = values.find(([name]) => name === NAME_IDENTIFIER)?.[1];
  const named = schema.find((entry) => entry.SamlClaimType === NAME_IDENTIFIER);
  const format = named !== undefined && 'SamlNameIdFormat' in named ? named.SamlNameIdFormat : undefined;
  const claims = values
    .filter(([name]) => name !== NAME_IDENTIFIER)
    .map(([name, value]): [string, string[]] => [name, [value]]);
  return { claims, nameId, format };
}

/** The AuthnRequest's format wins, then the configured one (O14). Where the configured attribute is empty: the principal name. */
function nameIdentifier(
  context: AuthnContext,
  user: User,
  configured: { value: string | undefined; format: string | undefined },
) {
  const { value = user.userPrincipalName } = configured;
  const format = context.nameIdFormat ?? UNSPECIFIED;
  if (format === TRANSIENT) return { format, value: randomUUID() };
  if (format === PERSISTENT) {
    const pairwise = createHash('sha256')
      .update(`${context.application.appId}/${user.id}`)
      .digest('base64url');
    return { format, value: pairwise };
  }
  return { format: format === UNSPECIFIED ? (configured.format ?? EMAIL) : format, value };
}
