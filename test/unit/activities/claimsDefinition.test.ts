import { expect, it } from '@jest/globals';
import { definitionDifferences, withClaims } from '../../../src/activities/claimsDefinition.js';

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
