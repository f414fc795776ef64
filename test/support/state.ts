/** What stands in a sandbox, in a form in which two runs can be compared. */
import type { Sandbox } from '../../sandbox/server.js';

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Differ from run to run by their nature. */
const VARYING =
  /^(key|keyId|customKeyIdentifier|thumbprint|preferredTokenSigningKeyThumbprint|.*DateTime|message_id)$/;

/** Graph keeps no order in these lists of an object. */
const UNORDERED = new Set([
  'appRoles',
  'identifierUris',
  'keyCredentials',
  'notificationEmailAddresses',
  'passwordCredentials',
  'redirectUris',
  'redirectUriSettings',
  'tags',
]);
const ORDERED_BY = ['uri', 'value', 'displayName', 'usage'];
const inOrder = (items: readonly unknown[]): unknown[] => {
  const key = (item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item, ORDERED_BY));
  return items.toSorted((a, b) => key(a).localeCompare(key(b)));
};

/** Links carry signatures and times. */
const LINK = /https?:\/\/[^\s"\\]+/g;

/**
 * Everything an onboarding makes, with ids numbered by their first appearance, and dates and keys left out. `names`
 * are replaced as well: those that two runs have given themselves.
 */
export function stateOf(sandbox: Sandbox, names: readonly [string, string][] = []): unknown {
  const { tenants, messages, hub, webhook } = sandbox.world;
  const objects = tenants.map((tenant) => ({
    applications: tenant.applications.all(),
    servicePrincipals: tenant.servicePrincipals.all(),
    claimsPolicies: tenant.claimsPolicies.all(),
    policyAssignments: tenant.policyAssignments.all(),
    // A batch's items are made in any order.
    appRoleAssignments: tenant.appRoleAssignments
      .all()
      .map(({ id, ...rest }) => rest)
      .sort((a, b) => a.principalDisplayName.localeCompare(b.principalDisplayName)),
    deletedItems: tenant.deletedItems.all().map(({ at, ...item }) => item),
  }));
  const inbox = messages.inbox.map((sent) => ({ ...sent, content: sent.content.replace(LINK, '<link>') }));
  const written = JSON.stringify(
    { objects, inbox, hub, told: webhook.received.map(({ id }) => id) },
    (name, value: unknown) => {
      if (VARYING.test(name) && value !== null) return `<${name}>`;
      return UNORDERED.has(name) && Array.isArray(value) ? inOrder(value) : value;
    },
  );
  const text = names.reduce((all, [name, mask]) => all.replaceAll(name, mask), written);
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
