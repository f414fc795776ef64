/** Before the first write: the tenant looked at, so that what would stop an onboarding half-way is known. Reads only. */
import { activityInfo } from '@temporalio/activity';
import { type BatchItem, sendBatch } from '../../graph/batch.js';
import { odataString } from '../../graph/client.js';
import { classify } from '../../graph/classify.js';
import { GraphRequestError } from '../../graph/requestError.js';
import { REQUIRED_PERMISSIONS } from '../../onboarding/permissions.js';
import type { Finding, SurveyInput } from '../../onboarding/preflight.js';
import type { Deps } from '../deps.js';
import { NotYetVisibleError } from '../failures.js';
import { findingsOf, type READS, type Replies } from './preflightFindings.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Any of them shows what the tenant has bought; no profile asks for one. */
const SHOW_LICENCES = ['Organization.Read.All', 'Directory.Read.All', 'LicenseAssignment.Read.All'];

export function preflightActivities(deps: Deps) {
  return {
    /**
     * One finding for each thing that was looked at. What cannot be read for want of a permission is `unknown`; that the
     * tenant is unknown, or has not consented, is a finding too, and then nothing more is looked at.
     */
    async surveyTenant(input: SurveyInput): Promise<{ findings: Finding[] }> {
      const { permissionProfile } = input;
      const client = deps.clientOf(permissionProfile);
      if (client === undefined) return { findings: [notConfigured(permissionProfile)] };
      let tenantId: string;
      let granted: readonly string[];
      try {
        tenantId = GUID.test(input.tenant) ? input.tenant : await deps.entra.resolveTenant(input.tenant);
        granted = input.granted ?? (await deps.entra.grantedPermissions(tenantId, client));
      } catch (error) {
        return { findings: [refusedBy(error)] };
      }
      const missing = REQUIRED_PERMISSIONS[permissionProfile]
        .map(({ permission }) => permission)
        .filter((permission) => !granted.includes(permission));
      if (missing.length > 0 && isEarly()) throw new NotYetVisibleError('consent is not complete yet');
      const reads = itemsFor(input).filter(
        ({ name }) => name !== 'licences' || SHOW_LICENCES.some((permission) => granted.includes(permission)),
      );
      const graph = deps.graphFor({ tenantId, permissionProfile });
      const answers = await sendBatch(
        graph,
        reads.map(({ item }) => item),
      );
      const replies: Replies = Object.fromEntries(
        reads.map(({ name }, i) => [name, answered(answers[i])] as const),
      );
      return {
        findings: [knownTenant(tenantId), consentTo(missing), ...findingsOf(input, tenantId, replies)],
      };
    },
  };
}

/** Consent reaches every replica late. */
const PATIENCE = 3;
const isEarly = () => activityInfo().attempt < PATIENCE;

type Read = { name: (typeof READS)[number]; item: BatchItem };

/** What is looked at, in one batch. */
export function itemsFor({
  identifier,
  displayName,
}: Pick<SurveyInput, 'identifier' | 'displayName'>): Read[] {
  const get = (name: Read['name'], template: string, query: Record<string, string> = {}): Read => {
    const search = Object.entries(query)
      .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
      .join('&');
    return {
      name,
      item: { method: 'GET', url: search === '' ? template : `${template}?${search}`, template },
    };
  };
  const $select = 'id,appId,displayName,uniqueName,identifierUris';
  return [
    get('policy', '/policies/defaultAppManagementPolicy'),
    get('byIdentifier', '/applications', {
      $filter: `identifierUris/any(x:x eq ${odataString(identifier)})`,
      $select,
    }),
    get('byName', '/applications', { $filter: `displayName eq ${odataString(displayName)}`, $select }),
    get('deleted', '/directory/deletedItems/microsoft.graph.application', { $select, $top: '999' }),
    get('licences', '/subscribedSkus'),
  ];
}

/** The body; undefined where it may not be read. @throws GraphRequestError for what passes by itself */
function answered(reply: unknown): unknown {
  if (!(reply instanceof GraphRequestError)) return reply;
  if (reply.status === null || reply.status === 404) return undefined;
  const verdict = classify(reply);
  if (verdict.kind === 'transient') throw reply;
  return undefined;
}

/** @throws what is no answer of Entra ID's to the question, or may be another one in a moment */
function refusedBy(error: unknown): Finding {
  if (!(error instanceof GraphRequestError)) throw error;
  const verdict = classify(error);
  if (verdict.kind === 'transient' || (verdict.patience > 1 && isEarly())) throw error;
  const { code, reason, remedy } = verdict.problem;
  const check = code === 'unknown_tenant' || code === 'wrong_cloud' ? 'tenant' : 'consent';
  return { check, verdict: 'blocks', message: reason, remedy, code };
}

const knownTenant = (tenantId: string): Finding => ({
  check: 'tenant',
  verdict: 'fine',
  message: `The tenant is ${tenantId}.`,
});

const notConfigured = (profile: string): Finding => ({
  check: 'consent',
  verdict: 'blocks',
  message: `This worker has no client for the permission profile "${profile}".`,
  remedy: 'Give its AZURE_… settings to the worker.',
  code: 'profile_not_configured',
});

const consentTo = (missing: readonly string[]): Finding =>
  missing.length === 0
    ? { check: 'consent', verdict: 'fine', message: 'The tenant has consented to every permission.' }
    : {
        check: 'consent',
        verdict: 'blocks',
        message: `The tenant has consented to less than is needed: ${missing.join(', ')}.`,
        remedy: 'Have a Privileged Role Administrator or Global Administrator consent to all permissions.',
        code: 'missing_permissions',
      };
