/** Claims mapping policies, and their assignment to service principals. */
import { z } from 'zod';
import { type ClaimsPolicy, originsOf } from '../world.js';
import {
  badRequest,
  type Call,
  collection,
  entity,
  GraphError,
  newId,
  notFound,
  parseBody,
  type Reply,
  requireOwnership,
  requirePermission,
} from './call.js';
import { existingServicePrincipal } from './servicePrincipals.js';

const WRITE = 'Policy.ReadWrite.ApplicationConfiguration';
// Not with the permission to write alone.
const READ = ['Policy.Read.All'];
const TYPE = 'policies/claimsMappingPolicies';

const schemaEntry = z
  .strictObject({
    Source: z.enum(['user', 'application', 'resource', 'audience', 'company', 'transformation']).optional(),
    ID: z.string().optional(),
    // O14: as others write it.
    Id: z.string().optional(),
    SamlNameIdFormat: z.string().optional(),
    ExtensionID: z.string().optional(),
    TransformationID: z.string().optional(),
    Value: z.string().optional(),
    SamlClaimType: z.string().optional(),
    JwtClaimType: z.string().optional(),
    SAMLNameForm: z.string().optional(),
  })
  .refine(({ Source, ID, Id, ExtensionID, TransformationID, Value }) =>
    Source === undefined ? Value : (ID ?? Id ?? ExtensionID ?? TransformationID),
  )
  .refine((entry) => entry.SamlClaimType ?? entry.JwtClaimType);

// Keys are case-sensitive, and Version must be 1.
export const claimsDefinitionSchema = z.strictObject({
  ClaimsMappingPolicy: z.strictObject({
    Version: z.literal(1),
    // O14: a boolean too.
    IncludeBasicClaimSet: z.union([z.enum(['true', 'false']), z.boolean()]).optional(),
    ClaimsSchema: z.array(schemaEntry).optional(),
    ClaimsTransformation: z.array(z.unknown()).optional(),
    GroupFilter: z.unknown().optional(),
  }),
});

const body = z.strictObject({
  displayName: z.string().min(1).optional(),
  definition: z.array(z.string()).length(1).optional(),
  isOrganizationDefault: z.boolean().optional(),
});

function parsePolicy(call: Call): z.infer<typeof body> {
  const wanted = parseBody(body, call.body);
  const [definition] = wanted.definition ?? [];
  if (definition !== undefined) {
    const parsed = claimsDefinitionSchema.safeParse(jsonOrUndefined(definition));
    if (!parsed.success) throw badRequest('Property definition has an invalid value.');
  }
  return wanted;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Creates another one at each call: display names need not differ. */
export function createClaimsPolicy(call: Call): Reply {
  requirePermission(call, WRITE);
  const { displayName, definition } = parsePolicy(call);
  if (displayName === undefined || definition === undefined) {
    throw badRequest(
      "A value is required for properties 'displayName' and 'definition' of resource 'Policy'.",
    );
  }
  const policy: ClaimsPolicy = { id: newId(), displayName, definition, isOrganizationDefault: false };
  call.caller.tenant.claimsPolicies.put(policy);
  return { status: 201, body: entity(call, TYPE, policy) };
}

export function listClaimsPolicies(call: Call): Reply {
  requirePermission(call, ...READ);
  return { status: 200, body: collection(call, TYPE, call.caller.tenant.claimsPolicies.allSeen('list')) };
}

export function readClaimsPolicy(call: Call): Reply {
  requirePermission(call, ...READ);
  const id = call.params['id'] ?? '';
  const policy = call.caller.tenant.claimsPolicies.seen('object', id);
  if (policy === undefined) throw notFound(id);
  return { status: 200, body: entity(call, TYPE, policy) };
}

export function patchClaimsPolicy(call: Call): Reply {
  requirePermission(call, WRITE);
  const policy = existingPolicy(call, call.params['id'] ?? '');
  const { displayName = policy.displayName, definition = policy.definition } = parsePolicy(call);
  call.caller.tenant.claimsPolicies.put({ ...policy, displayName, definition });
  return { status: 204 };
}

export function deleteClaimsPolicy(call: Call): Reply {
  requirePermission(call, WRITE);
  const { tenant } = call.caller;
  const { id } = existingPolicy(call, call.params['id'] ?? '');
  const assigned = tenant.policyAssignments.all().filter((assignment) => assignment.policyId === id);
  if (assigned.length > 0 && call.world.rules.assignedPoliciesStay) {
    throw badRequest('The policy is still applied to one or more service principals.');
  }
  for (const assignment of assigned) tenant.policyAssignments.remove(assignment.id);
  tenant.claimsPolicies.remove(id);
  return { status: 204 };
}

export function listAppliesTo(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const principals = tenant.policyAssignments
    .allSeen('list')
    .filter((assignment) => assignment.policyId === call.params['id'])
    .flatMap((assignment) => tenant.servicePrincipals.seen('object', assignment.servicePrincipalId) ?? [])
    .map((principal) => ({ '@odata.type': '#microsoft.graph.servicePrincipal', ...principal }));
  return { status: 200, body: collection(call, 'directoryObjects', principals) };
}

export function listAssignedPolicies(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const policies = tenant.policyAssignments
    .allSeen('list')
    .filter((assignment) => assignment.servicePrincipalId === call.params['id'])
    .flatMap((assignment) => tenant.claimsPolicies.seen('object', assignment.policyId) ?? []);
  return { status: 200, body: collection(call, TYPE, policies) };
}

const reference = z.strictObject({ '@odata.id': z.url() });

/** One claims mapping policy for each service principal. Unconfirmed: the refusal of a second one. */
export function assignClaimsPolicy(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const principal = existingServicePrincipal(call);
  requireOwnership(call, principal.id);
  const target = new URL(parseBody(reference, call.body)['@odata.id']);
  const policyId = /^\/(?:v1\.0|beta)\/(?:policies\/claimsMappingPolicies|directoryObjects)\/([\w-]+)$/.exec(
    target.pathname,
  )?.[1];
  if (!originsOf(call.world).includes(target.origin) || policyId === undefined) {
    throw badRequest('Not a valid reference update.');
  }
  existingPolicy(call, policyId, () => badRequest('Not a valid reference update.'));
  if (tenant.policyAssignments.all().some((assignment) => assignment.servicePrincipalId === principal.id)) {
    throw second(call);
  }
  const id = `${principal.id}/${policyId}`;
  tenant.policyAssignments.put({ id, servicePrincipalId: principal.id, policyId });
  return { status: 204 };
}

/** O8 */
function second({ world: { rules } }: Call): GraphError {
  if (rules.secondClaimsPolicy === 'referencesExist') {
    return badRequest(
      "One or more added object references already exist for the following modified properties: 'claimsMappingPolicies'.",
    );
  }
  return new GraphError(
    rules.secondClaimsPolicy === 'conflict' ? 409 : 400,
    'Request_MultipleObjectsWithSameKeyValue',
    'Request contains property changes that would result in property-uniqueness violation(s). Please retry your request with corrected values.',
  );
}

export function unassignClaimsPolicy(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const principal = existingServicePrincipal(call);
  requireOwnership(call, principal.id);
  const id = `${principal.id}/${call.params['policyId'] ?? ''}`;
  if (tenant.policyAssignments.get(id) === undefined) throw notFound(call.params['policyId'] ?? '');
  tenant.policyAssignments.remove(id);
  return { status: 204 };
}

function existingPolicy(call: Call, id: string, missing = () => notFound(id)): ClaimsPolicy {
  const { claimsPolicies } = call.caller.tenant;
  const truth = claimsPolicies.get(id);
  if (truth === undefined || claimsPolicies.seen('object', id) === undefined) throw missing();
  return truth;
}
