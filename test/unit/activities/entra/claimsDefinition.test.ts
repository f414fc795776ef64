import { expect, it } from '@jest/globals';
import {
  agreedEntries,
  claimsDefinition,
  definitionDifferences,
  withClaims,
} from '../../../../src/activities/entra/claimsDefinition.js';

const MAIL = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
const NAME = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name';
const claims = [{ claim: MAIL, source: 'user.mail' }];
const written = (ClaimsSchema: object[], IncludeBasicClaimSet: unknown = true) =>
  JSON.stringify({ ClaimsMappingPolicy: { Version: 1, IncludeBasicClaimSet, ClaimsSchema } });

// O14
it('a definition that others wrote in their own form is read as what it means', () => {
  const theirs = written([{ Source: 'User', Id: 'mail', SamlClaimType: MAIL, SamlNameIdFormat: 'x' }]);
  expect(definitionDifferences(theirs, claims)).toEqual([]);
  expect(withClaims(theirs, claims)).toBeUndefined();
});

it('a claim from a transformation is told by its name', () => {
  const theirs = written([
    { Source: 'transformation', TransformationID: 'JoinTheData', SamlClaimType: MAIL },
  ]);
  expect(definitionDifferences(theirs, claims)).toMatchObject([{ found: 'transformation.JoinTheData' }]);
});

it('what is written has one form, also of what others added', () => {
  const theirs = written([
    { Source: 'user', Id: 'othermail', SamlClaimType: MAIL },
    { Source: 'user', Id: 'displayname', SamlClaimType: NAME },
  ]);
  const { ClaimsMappingPolicy: policy } = JSON.parse(withClaims(theirs, claims)!) as {
    ClaimsMappingPolicy: { ClaimsSchema: unknown[] };
  };
  expect(policy.ClaimsSchema).toEqual([
    { Source: 'user', ID: 'displayname', SamlClaimType: NAME },
    { Source: 'user', ID: 'mail', SamlClaimType: MAIL },
  ]);
});

// O14
const NAME_ID = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';
const EMAIL_ADDRESS = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const schemaOf = (definition: string) =>
  (JSON.parse(definition) as { ClaimsMappingPolicy: { ClaimsSchema: unknown[] } }).ClaimsMappingPolicy
    .ClaimsSchema;

it("the NameID is part of the policy only where it is another than Entra ID's own", () => {
  expect(agreedEntries({ claims })).toEqual(claims);
  const agreed = agreedEntries({ claims, nameId: { source: 'user.mail', format: 'emailAddress' } });
  expect(schemaOf(claimsDefinition(agreed))).toEqual([
    { Source: 'user', ID: 'mail', SamlClaimType: MAIL },
    { Source: 'user', ID: 'mail', SamlClaimType: NAME_ID, SamlNameIdFormat: EMAIL_ADDRESS },
  ]);
  const unformatted = agreedEntries({ claims, nameId: { source: 'user.employeeid', format: 'default' } });
  expect(schemaOf(claimsDefinition(unformatted)).at(-1)).toEqual({
    ...{ Source: 'user', ID: 'employeeid', SamlClaimType: NAME_ID },
  });
});

it('a NameID of another source or format differs, and is set right', () => {
  const agreed = agreedEntries({ claims, nameId: { source: 'user.mail', format: 'emailAddress' } });
  const right = claimsDefinition(agreed);
  expect(definitionDifferences(right, agreed)).toEqual([]);
  const theirs = written([
    { Source: 'user', ID: 'mail', SamlClaimType: MAIL },
    { Source: 'user', Id: 'mail', SamlClaimType: NAME_ID, SamlNameIdFormat: UNSPECIFIED },
  ]);
  expect(definitionDifferences(theirs, agreed)).toMatchObject([
    {
      kind: 'changed',
      field: `ClaimsSchema[${NAME_ID}]`,
      agreed: `user.mail as ${EMAIL_ADDRESS}`,
      found: `user.mail as ${UNSPECIFIED}`,
    },
  ]);
  expect(schemaOf(withClaims(theirs, agreed)!)).toEqual(schemaOf(right));
  expect(definitionDifferences(claimsDefinition(claims), agreed)).toMatchObject([{ kind: 'missing' }]);
});
