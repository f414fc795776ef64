/** The names that a run gives to what it makes; each carries the id of the run. */
import { randomBytes } from 'node:crypto';
import {
  applicationDisplayName,
  applicationUniqueName,
  certificateName,
  claimsPolicyName,
  creationTag,
  temporaryName,
  temporaryNamesBegin,
} from '../src/onboarding/names.js';
import { Values } from './check.js';
import type { TenantFacts } from './facts.js';
import type { Connection } from './send.js';

export const newRunId = (): string => randomBytes(6).toString('hex');
export const RUN_ID = /^[0-9a-f]{12}$/;

const customerIdOf = (runId: string) => `verify-${runId}`;
/** The second is that of the application from the template. */
export const uniqueNamesOf = (runId: string): [string, string] => [
  applicationUniqueName(customerIdOf(runId)),
  applicationUniqueName(`${customerIdOf(runId)}-t`),
];
export const displayNameOf = (runId: string): string =>
  applicationDisplayName({
    companyName: `verification ${runId}`,
    serviceProvider: { profile: 'messagemedia-hub', overrides: {} },
  });
/** How the application from the template is called until it has its unique name. */
export const temporaryNameOf = (runId: string): string => temporaryName(customerIdOf(runId), runId);
export const policyNamesOf = (runId: string): [string, string] => [
  claimsPolicyName(customerIdOf(runId), '1'),
  claimsPolicyName(customerIdOf(runId), '2'),
];

const DAY_MS = 86_400_000;

export function valuesFor(
  runId: string,
  { graphBaseUrl, templateId }: Pick<Connection, 'graphBaseUrl' | 'templateId'>,
  now: number,
  { facts, userIds, groupId, userName }: Pick<TenantFacts, 'facts' | 'userIds' | 'groupId' | 'userName'>,
): Values {
  const site = `https://verify-${runId}.example.com`;
  const [policyName1, policyName2] = policyNamesOf(runId);
  const [uniqueName, templateUniqueName] = uniqueNamesOf(runId);
  const days = Math.min(365, (facts.maxCertificateDays ?? 365) - 1);
  const values = new Values();
  for (const [name, value] of Object.entries({
    customerId: customerIdOf(runId),
    uniqueName,
    displayName: displayNameOf(runId),
    templateId,
    templateUniqueName,
    temporaryName: temporaryNameOf(runId),
    temporaryNamesBegin: temporaryNamesBegin(customerIdOf(runId)),
    templateDisplayName: `${displayNameOf(runId)} (template)`,
    templateIdentifier: `${site}/template/saml`,
    templateReplyUrls: [`${site}/template/acs`],
    tag: creationTag(runId),
    certificateName: certificateName(customerIdOf(runId), 'verify', 0).replace(/0$/, ''),
    certificateEnd: new Date(now + days * DAY_MS).toISOString(),
    policyName1,
    policyName2,
    graphBaseUrl,
    startedAt: new Date(now).toISOString(),
    identifier: `${site}/saml`,
    signOnUrl: `${site}/login`,
    logoutUrl: `${site}/logout`,
    replyUrls: [`${site}/acs`, `${site}/acs/second`],
    moreReplyUrls: [`${site}/acs`, `${site}/acs/second`, `${site}/acs/third`],
    otherReplyUrls: [`${site}/acs`, `${site}/acs/fourth`],
    users: userIds,
  })) {
    values.set(name, value);
  }
  if (groupId !== undefined) values.set('group', groupId);
  if (userName !== undefined) values.set('userName', userName);
  return values;
}
