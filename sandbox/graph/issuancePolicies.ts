/** Token issuance policies: how the tokens of an application are signed, by whom a policy is assigned to. */
import { z } from 'zod';
import type { IssuancePolicy, Tenant } from '../world.js';
import {
  badRequest,
  type Call,
  collection,
  entity,
  newId,
  notFound,
  parseBody,
  type Reply,
  requirePermission,
} from './call.js';

const WRITE = 'Policy.ReadWrite.ApplicationConfiguration';
const READ = ['Policy.Read.All', WRITE];
const TYPE = 'policies/tokenIssuancePolicies';

export const issuanceDefinition = z.object({
  TokenIssuancePolicy: z.strictObject({
    Version: z.literal(1),
    SigningAlgorithm: z
      .enum([
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      ])
      .optional(),
    TokenResponseSigningPolicy: z.enum(['TokenOnly', 'ResponseOnly', 'ResponseAndToken']).optional(),
    SamlTokenVersion: z.enum(['1.1', '2.0']).optional(),
    EmitSAMLNameFormat: z.enum(['true', 'false']).optional(),
  }),
});

const body = z.strictObject({
  displayName: z.string().min(1),
  definition: z.array(z.string()).length(1),
  isOrganizationDefault: z.boolean().default(false),
});

export function createIssuancePolicy(call: Call): Reply {
  requirePermission(call, WRITE);
  const policy: IssuancePolicy = { id: newId(), ...parseBody(body, call.body) };
  if (understood(policy) === undefined) throw badRequest('Property definition has an invalid value.');
  call.caller.tenant.issuancePolicies.put(policy);
  return { status: 201, body: entity(call, TYPE, policy) };
}

export function understood({ definition }: IssuancePolicy) {
  try {
    return issuanceDefinition.safeParse(JSON.parse(definition[0] ?? '')).data?.TokenIssuancePolicy;
  } catch {
    return undefined;
  }
}

export function listAssignedIssuancePolicies(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const id = call.params['id'] ?? '';
  if (!isKnown(tenant, id)) throw notFound(id);
  const found = tenant.issuanceAssignments
    .allSeen('list')
    .filter(({ objectId }) => objectId === id)
    .flatMap(({ policyId }) => tenant.issuancePolicies.seen('object', policyId) ?? []);
  return { status: 200, body: collection(call, TYPE, found) };
}

const reference = z.strictObject({ '@odata.id': z.url() });

export function assignIssuancePolicy(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const objectId = call.params['id'] ?? '';
  if (!isKnown(tenant, objectId)) throw notFound(objectId);
  const policyId = new URL(parseBody(reference, call.body)['@odata.id']).pathname.split('/').at(-1) ?? '';
  if (tenant.issuancePolicies.get(policyId) === undefined) throw badRequest('Not a valid reference update.');
  tenant.issuanceAssignments.put({ id: `${objectId}/${policyId}`, objectId, policyId });
  return { status: 204 };
}

const isKnown = ({ applications, servicePrincipals }: Tenant, id: string) =>
  applications.seen('object', id) !== undefined || servicePrincipals.seen('object', id) !== undefined;
