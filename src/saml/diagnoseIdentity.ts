/** Whether the document is the right one: whose entity ID it has, and whose addresses. */
import { hostOf } from './hosts.js';
import type { IdpMetadata } from './metadata.js';
import { type Expected, FETCH_APPLICATION, type MetadataProblem, problem } from './problem.js';
import { foreignHosts } from './vendors.js';

export function identity(
  { entityId, vendor, tenantId, ...rest }: IdpMetadata,
  expected: Expected,
): MetadataProblem[] {
  if (entityId === null) {
    const remedy = 'Fetch the metadata again: every identity provider has an entity ID.';
    return [problem('breaks', 'no_entity_id', 'The EntityDescriptor has no entityID.', remedy)];
  }
  const problems: MetadataProblem[] = [];
  if (/\{tenantid\}/i.test(entityId)) {
    const message = `The entity ID ${entityId} names no tenant: this is the metadata of /common or /organizations.`;
    problems.push(
      problem('breaks', 'no_tenant', message, "Fetch it with the tenant's id in the address instead."),
    );
  } else if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(entityId)) {
    const message = `The entity ID "${entityId}" is not a URI; some service providers refuse it.`;
    problems.push(
      problem('risk', 'entity_id_not_uri', message, 'Set a URI as entity ID at the identity provider.'),
    );
  }
  // The issuer's host differs between clouds, so the tenant's id in its path is what is compared.
  const wanted = expected.tenantId?.toLowerCase();
  if (wanted !== undefined && !entityId.toLowerCase().split('/').includes(wanted)) {
    const message = `The entity ID ${entityId} is not tenant ${wanted}'s.`;
    problems.push(problem('breaks', 'wrong_tenant', message, 'Fetch the metadata of the right tenant.'));
  }
  problems.push(...addresses(entityId, rest, expected.url), ...tenants({ entityId, tenantId, ...rest }));
  const tenantWide =
    vendor === 'Entra ID' && expected.url !== undefined && !new URL(expected.url).searchParams.has('appid');
  if (tenantWide) {
    const message =
      "The address has no ?appid=: Entra ID then lists the tenant's certificates, not those of the application.";
    problems.push(problem('breaks', 'tenant_wide', message, FETCH_APPLICATION));
  }
  return problems;
}

function addresses(
  entityId: string,
  { singleSignOn, singleLogout }: Pick<IdpMetadata, 'singleSignOn' | 'singleLogout'>,
  url: string | undefined,
): MetadataProblem[] {
  const remedy = 'Fetch the metadata again from the identity provider itself; this one was edited.';
  return foreignHosts(entityId, [...singleSignOn, ...singleLogout], url && hostOf(url)).map(
    ({ kind, message }) => {
      if (kind === 'lookAlike') return problem('breaks', 'look_alike_host', message, remedy);
      if (kind === 'foreign') return problem('breaks', 'foreign_host', message, remedy);
      const ask = 'Ask the customer whether this domain is theirs before you use the metadata.';
      return problem('risk', 'own_domain', message, ask);
    },
  );
}

/** The first part of a path at Entra ID is the tenant: by its id, by one of its domains, or a name for all tenants. */
const TENANT_PATH =
  /^https:\/\/login\.(?:microsoftonline\.(?:com|us)|windows\.net|partner\.microsoftonline\.cn|chinacloudapi\.cn)\/([^/?#]+)\/saml2/i;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function tenants({
  entityId,
  tenantId,
  singleSignOn,
}: Pick<IdpMetadata, 'tenantId' | 'singleSignOn'> & { entityId: string }): MetadataProblem[] {
  if (tenantId === null || /\{tenantid\}/i.test(entityId)) return [];
  const written = singleSignOn.flatMap(({ location }) => {
    const tenant = TENANT_PATH.exec(location)?.[1]?.toLowerCase();
    return tenant === undefined || tenant === tenantId ? [] : [{ tenant, location }];
  });
  const [other] = written.filter(({ tenant }) => GUID.test(tenant) || !tenant.includes('.'));
  if (other !== undefined) {
    const message = `The entity ID is tenant ${tenantId}'s, but sign-in goes to ${other.location}.`;
    return [problem('breaks', 'mixed_tenants', message, 'Fetch the metadata again; this one was edited.')];
  }
  const [byDomain] = written;
  if (byDomain === undefined) return [];
  const message = `The sign-on address names the tenant by its domain ${byDomain.tenant}; that it is tenant ${tenantId} is not checked here.`;
  return [
    problem('note', 'tenant_by_domain', message, 'See in Entra ID that the domain is one of the tenant.'),
  ];
}
