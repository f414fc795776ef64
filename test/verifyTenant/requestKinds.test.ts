/** Nothing that the product asks Graph may be missing from what `verify-tenant` tries in a real tenant. */
import { expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Activities } from '../../src/activities/index.js';
import { REPAIRABLE } from '../../src/onboarding/drift.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { populate } from '../../sandbox/populate.js';
import { inPortal } from '../../sandbox/portal.js';
import { agreedOf, pipeline, type Results, runActivity, scope } from '../support/pipeline.js';
import { requestKindsIn } from '../support/requestKinds.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { startVerifiedWorld } from '../support/verifyTenant.js';

const ACTIVITIES = fileURLToPath(new URL('../../src/activities', import.meta.url));
const MAY_READ_LOGS = ['AuditLog.Read.All', 'Directory.Read.All'];

/** What an onboarding, years of watching, and a removal ask, by every activity there is. */
class Product {
  readonly run = new Set<string>();

  constructor(readonly world: TestSandbox) {
    const [client] = world.sandbox.world.clients;
    // With what shows licences: the survey asks for them only then.
    consent(this.tenant, client!, [...client!.requestedPermissions, ...MAY_READ_LOGS]);
    populate(this.tenant, { users: 20, groups: 2 });
  }

  get tenant() {
    return this.world.sandbox.world.tenants[0]!;
  }

  activity = (name: keyof Activities, input: object, attempt = 1, client?: Client) => {
    this.run.add(name);
    return runActivity(this.world, name, input, attempt, client);
  };

  async onboard(retried = false): Promise<Results> {
    const results: Results = {};
    for (const { name, input } of pipeline(this.world)) {
      const given = input(results) as object;
      const again = 'retried' in given ? { ...given, retried } : given;
      results[name] = await this.activity(name, again, 1);
    }
    return results;
  }

  async choose(results: Results): Promise<void> {
    const target = { ...scope, ...results['createEnterpriseApplication'] };
    const [group] = this.tenant.groups;
    const assignments = [
      { type: 'group', principal: group!.id },
      { type: 'user', principal: 'nobody@contoso.example' },
    ];
    await this.activity('searchDirectory', { ...scope, text: 'a', count: 5 });
    await this.activity('previewAssignments', { ...target, assignments });
    await this.activity('checkAssignments', { ...target, ...results['lookUpPrincipals'] });
    const query = () => Promise.resolve([{ type: 'user', principal: 'user1@contoso.example' }]);
    const client = {
      workflow: { getHandle: () => ({ query }) },
      withAbortSignal: (_: AbortSignal, work: () => Promise<unknown>) => work(),
    } as unknown as Client;
    const choiceOf = { workflowId: 'onboarding/contoso', runId: 'run' };
    const page = { ...target, choiceOf, from: 0, count: 1, tries: 0, last: true };
    await this.activity('assignPage', page, 1, client);
  }

  async watch(results: Results): Promise<void> {
    const agreed = agreedOf(this.world.sandbox, results);
    const { servicePrincipalId, certificate, applicationId } = agreed;
    const target = { ...scope, servicePrincipalId };
    const { thumbprint: active } = certificate;
    await this.activity('observeCertificates', { ...target, expected: { active, present: [active] } });
    const { thumbprint } = await this.activity('addNextCertificate', { ...target, generation: 2 });
    await this.activity('activateNextCertificate', { ...target, thumbprint });
    await this.activity('removeCertificate', { ...target, thumbprint: active, active: thumbprint });
    this.disturb(applicationId, servicePrincipalId, agreed.claimsPolicyId!);
    const now = { ...agreed, certificate: { ...certificate, thumbprint: String(thumbprint) } };
    await this.activity('compareConfiguration', { ...scope, agreed: now, settled: [] });
    await this.activity('repairConfiguration', { ...scope, agreed: now, classes: [...REPAIRABLE] });
  }

  /** As an administrator does by hand: something of every class. */
  private disturb(applicationId: string, servicePrincipalId: string, policyId: string): void {
    const change = (method: string, path: string, body?: object) =>
      inPortal(this.world.sandbox.world, this.tenant, 'anna.admin@contoso.example', {
        method,
        path,
        ...(body === undefined ? {} : { body }),
      });
    const { appRoles } = this.tenant.applications.get(applicationId)!;
    change('PATCH', `/applications/${applicationId}`, {
      displayName: 'Renamed',
      identifierUris: [],
      web: { redirectUris: ['https://contoso.example/saml'], logoutUrl: 'https://contoso.example/out' },
      appRoles: appRoles.map(({ origin, ...role }) => ({ ...role, displayName: 'Renamed' })),
    });
    change('PATCH', `/servicePrincipals/${servicePrincipalId}`, {
      ...{ preferredSingleSignOnMode: 'notSupported', appRoleAssignmentRequired: false, tags: [] },
      ...{ loginUrl: 'https://contoso.example/in', notificationEmailAddresses: [] },
    });
    change('PATCH', `/policies/claimsMappingPolicies/${policyId}`, {
      definition: [JSON.stringify({ ClaimsMappingPolicy: { Version: 1, ClaimsSchema: [] } })],
    });
  }

  /** Twice: what is gone already is looked for. */
  async remove(): Promise<void> {
    const made = await this.activity('findMade', { ...scope, madeBy: 'customer' });
    await this.activity('removeMade', { ...scope, made });
    await this.activity('removeMade', { ...scope, made });
  }
}

type Options = Parameters<typeof startTestSandbox>[0];

/** Everything once by an upsert, from the template, and in a cloud whose Graph makes no certificates. */
const LIVES: { options: Options; more?: (product: Product, results: Results) => Promise<unknown> }[] = [
  {
    options: {},
    more: async (product, results) => {
      await product.choose(results);
      await product.watch(results);
      await product.remove();
      // Restored, and then with its claims left to Entra ID.
      const again = await product.onboard(true);
      const target = { ...scope, ...again['createEnterpriseApplication'] };
      await product.activity('setClaims', { ...target, claims: 'entraDefaults' });
    },
  },
  {
    options: { fromTemplate: true },
    more: async (product) => {
      await product.remove();
      await product.onboard(true);
      await product.remove();
    },
  },
  { options: { cloud: 'china' }, more: (product, results) => product.watch(results) },
];

/** Of kinds and activities, from the lives above. */
async function productRequests(folder: string): Promise<{ kinds: Set<string>; run: Set<string> }> {
  const kinds = new Set<string>();
  const run = new Set<string>();
  for (const [i, { options, more }] of LIVES.entries()) {
    const requestLog = join(folder, `product-${String(i)}.jsonl`);
    const world = await startTestSandbox({ ...options, requestLog });
    try {
      const product = new Product(world);
      product.tenant.maxCertificateDays = i === 0 ? 365 : null;
      const results = await product.onboard();
      await more?.(product, results);
      for (const name of product.run) run.add(name);
    } finally {
      await world.stop();
    }
    for (const kind of requestKindsIn(requestLog)) kinds.add(kind);
  }
  return { kinds, run };
}

/** What `verify-tenant` does not ask, and why: nothing. */
const EXCEPTIONS: Record<string, string> = {};

/** Addresses in the source, also of requests that only a rare case makes. */
function addressesInSource(): Set<string> {
  const files = readdirSync(ACTIVITIES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ACTIVITIES, file), 'utf8'));
  const literal =
    /(["'`])(\/(?:applications|applicationTemplates|servicePrincipals|policies|users|groups|directory|auditLogs|subscribedSkus)\b.*?)\1[,;)\s]/g;
  return new Set(
    files.flatMap((text) => [...text.matchAll(literal)].map(([, , address = '']) => withoutValues(address))),
  );
}

/** Without what stands for a value, and without a query. */
const withoutValues = (address: string) =>
  address.replace(/\?.*/, '').replace(/\$\{[^}]*\}|\{[^}]*\}/g, '{}');

/** Activities that ask Graph for nothing. */
const WITHOUT_GRAPH = ['handOver', 'probeSignOn'];

it('verify-tenant makes every kind of Graph request that the product makes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'request-kinds-'));
  const requestLog = join(folder, 'verify.jsonl');
  const verified = await startVerifiedWorld({ requestLog });
  try {
    const { failure } = await verified.attempt();
    expect(failure).toBeUndefined();
    const tried = requestKindsIn(requestLog);
    const { kinds, run } = await productRequests(folder);
    const addresses = new Set([...tried].map((kind) => withoutValues(/\/\S*/.exec(kind)?.[0] ?? '')));
    // Some are only the beginning of others.
    const isTried = (address: string) => [...addresses].some((one) => `${one}/`.startsWith(`${address}/`));
    const unknown = [...addressesInSource()].filter((address) => !isTried(address));
    expect(unknown).toEqual([]);
    const missing = [...kinds].filter((kind) => !tried.has(kind)).sort();
    expect(missing).toEqual(Object.keys(EXCEPTIONS).sort());
    const activities = Object.keys(verified.world.activities);
    expect(activities.filter((name) => !run.has(name)).sort()).toEqual(WITHOUT_GRAPH);
  } finally {
    await verified.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
