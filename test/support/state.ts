/** What stands in a sandbox, in a form in which two runs can be compared. */
import type { Sandbox } from '../../src/sandbox/server.js';

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Differ from run to run by their nature. */
const VARYING =
  /^(key|keyId|customKeyIdentifier|thumbprint|preferredTokenSigningKeyThumbprint|.*DateTime|message_id)$/;

/** Everything an onboarding makes, with ids numbered by their first appearance, and dates and keys left out. */
export function stateOf(sandbox: Sandbox): unknown {
  const { tenants, messages, hub, webhook } = sandbox.world;
  const objects = tenants.map((tenant) => ({
    applications: tenant.applications.all(),
    servicePrincipals: tenant.servicePrincipals.all(),
    claimsPolicies: tenant.claimsPolicies.all(),
    policyAssignments: tenant.policyAssignments.all(),
    appRoleAssignments: tenant.appRoleAssignments.all().map(({ id, ...rest }) => rest),
    deletedItems: tenant.deletedItems.all().map(({ at, ...item }) => item),
  }));
  const text = JSON.stringify(
    { objects, inbox: messages.inbox, hub, told: webhook.received.map(({ id }) => id) },
    (name, value: unknown) => (VARYING.test(name) && value !== null ? `<${name}>` : value),
  );
  const numbers = new Map<string, string>();
  const numbered = text.replace(GUID, (guid) => {
    const number = numbers.get(guid) ?? `#${String(numbers.size + 1)}`;
    numbers.set(guid, number);
    return number;
  });
  return JSON.parse(numbered.replaceAll(sandbox.origin, '<origin>'));
}

/** The objects that were there before, to the byte. */
export function bystandersOf(sandbox: Sandbox, ids: ReadonlySet<string>): string {
  return JSON.stringify(
    sandbox.world.tenants.map((tenant) =>
      [tenant.applications, tenant.servicePrincipals, tenant.claimsPolicies].map((objects) =>
        objects.all().filter(({ id }) => ids.has(id)),
      ),
    ),
  );
}

export function idsOf(sandbox: Sandbox): Set<string> {
  const objects = sandbox.world.tenants.flatMap((tenant) => [
    ...tenant.applications.all(),
    ...tenant.servicePrincipals.all(),
    ...tenant.claimsPolicies.all(),
  ]);
  return new Set(objects.map(({ id }) => id));
}
