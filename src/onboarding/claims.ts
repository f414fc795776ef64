/**
 * What assertions say of a user: the NameID, and claims. Either a claims mapping policy of ours says it, or it is left to
 * Entra ID's defaults, which the customer can change.
 */
import { z } from 'zod';

const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

const EXTENSION_ATTRIBUTES = Array.from({ length: 15 }, (_, i) => `user.extensionattribute${String(i + 1)}`);

/** A user attribute as the Microsoft Entra admin center writes it; Graph: IDs of `Source: user` in a claims mapping policy. */
export const USER_ATTRIBUTES = [
  'user.userprincipalname',
  'user.mail',
  'user.objectid',
  'user.givenname',
  'user.surname',
  'user.displayname',
  'user.employeeid',
  'user.onpremisessamaccountname',
  'user.companyname',
  'user.department',
  'user.telephonenumber',
  ...EXTENSION_ATTRIBUTES,
] as const;

/** Microsoft's reference of claims customization: the attributes that may fill the NameID. */
export const NAME_ID_SOURCES = [
  'user.userprincipalname',
  'user.mail',
  'user.onpremisessamaccountname',
  'user.employeeid',
  'user.telephonenumber',
  ...EXTENSION_ATTRIBUTES,
] as const;

/** As `SamlNameIdFormat` of a policy has them (O14). Others than these give the Hub no name that it knows. */
export const NAME_ID_FORMATS = {
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
} as const;

const attribute = (all: readonly string[]) =>
  z
    .string()
    .max(100)
    .refine((value) => all.includes(value), {
      error: (issue) => `unknown attribute ${String(issue.input)}; one of ${all.join(', ')}`,
    });

export const claimSchema = z.strictObject({
  claim: z.string().min(1).max(256).describe('SAML attribute name, usually a URI'),
  source: attribute(USER_ATTRIBUTES).describe('User attribute that fills it, such as user.mail'),
});
export type Claim = z.infer<typeof claimSchema>;

/** By this name a claims mapping policy fills the NameID. */
export const NAME_IDENTIFIER = `${XMLSOAP}nameidentifier`;

/** Help page, step 3.4; Entra ID's defaults are the same. Last row by inference: the page that lists the claims is cut before it. */
export const DEFAULT_CLAIMS: readonly Claim[] = [
  { claim: `${XMLSOAP}emailaddress`, source: 'user.mail' },
  { claim: `${XMLSOAP}givenname`, source: 'user.givenname' },
  { claim: `${XMLSOAP}name`, source: 'user.userprincipalname' },
  { claim: `${XMLSOAP}surname`, source: 'user.surname' },
];

/** No policy, so that Microsoft's page Attributes & Claims, which a policy locks (O15), stays the customer's. */
export const ENTRA_DEFAULTS = 'entraDefaults';

export const claimsSchema = z.union([z.array(claimSchema).min(1).max(20), z.literal(ENTRA_DEFAULTS)], {
  error: `must be a list, each entry with claim and source, or ${ENTRA_DEFAULTS}`,
});
export type Claims = z.output<typeof claimsSchema>;

export const nameIdSchema = z.strictObject({
  source: attribute(NAME_ID_SOURCES)
    .default('user.userprincipalname')
    .describe('User attribute that fills the NameID; where it is empty, Entra ID takes the principal name'),
  format: z
    .enum(['default', 'emailAddress', 'unspecified'])
    .default('default')
    .describe('default = as Entra ID has it; a sign-in request that names a format has its own way'),
});
export type NameId = z.output<typeof nameIdSchema>;

/** Entra ID's own. */
export const DEFAULT_NAME_ID: NameId = { source: 'user.userprincipalname', format: 'default' };

export const isDefault = ({ source, format }: NameId) =>
  source === DEFAULT_NAME_ID.source && format === DEFAULT_NAME_ID.format;

/** Of a request; a watch may carry one from before there was `nameId`. */
type Asked = { claims: Claims; nameId?: NameId | undefined };

/** What the claims are to be, whoever sees to it; without the NameID. */
export const agreedClaims = ({ claims }: Pick<Asked, 'claims'>): Claim[] =>
  (claims === ENTRA_DEFAULTS ? DEFAULT_CLAIMS : claims).filter(({ claim }) => claim !== NAME_IDENTIFIER);

/** A list of claims may name the NameID too. */
export function agreedNameId({ claims, nameId = DEFAULT_NAME_ID }: Asked): NameId {
  const listed =
    claims === ENTRA_DEFAULTS ? undefined : claims.find(({ claim }) => claim === NAME_IDENTIFIER);
  return listed === undefined ? nameId : { source: listed.source, format: 'default' };
}

const WORDS: Partial<Record<string, string>> = {
  'user.userprincipalname': 'user principal name',
  'user.mail': 'mail address',
};

/** What fills the NameID, in words. */
export function nameIdInWords(request: Asked): string {
  const { source } = agreedNameId(request);
  return WORDS[source] ?? source.replace('user.', '');
}

/** What the choice means, for who makes it and for who is asked for consent. */
export function describeClaims(request: Asked): string {
  const sources = (claims: readonly Claim[]) => claims.map(({ source }) => source).join(', ');
  if (request.claims === ENTRA_DEFAULTS) {
    return `No claims policy: Entra ID sends its default claims (${sources(DEFAULT_CLAIMS)}) and the user principal name as NameID. You can change them in Attributes & Claims; this service does not.`;
  }
  const { source, format } = agreedNameId(request);
  const nameId = format === 'default' ? source : `${source}, as ${format}`;
  return `One claims policy says what the Hub is told of a user: ${sources(agreedClaims(request))}; NameID: ${nameId}. While the policy is assigned, Microsoft locks the page Attributes & Claims.`;
}
