/** Step 3.5: App Federation Metadata Url; the XML behind it, checked. */
import { proxyActivities } from '@temporalio/workflow';
import type { Scope } from '../../activities/deps.js';
import type { Activities } from '../../activities/index.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { type Application, scopeOf } from './tenant.js';

const { fetchFederationMetadata } = proxyActivities<Activities>(IN_TENANT);

export const metadata = (
  run: OnboardingRun,
  { tenant, appId }: Application,
  { thumbprint }: { thumbprint: string },
) =>
  run.step('metadata', async (step) => {
    const found = await readMetadata(scopeOf(tenant, step), appId, thumbprint);
    run.made({ metadataUrl: found.url, metadataSha256: found.sha256 });
    return found;
  });

/** As soon as the certificate is in it. */
export const readMetadata = (scope: Scope, appId: string, thumbprint: string) =>
  fetchFederationMetadata.executeWithOptions({ summary: 'fetch and check the federation metadata' }, [
    { ...scope, appId, thumbprint },
  ]);
