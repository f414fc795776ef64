/** Steps 3.5 and 3.6: the federation metadata, and telling the Hub of it. */
import type { HandoverPackage } from '../onboarding/handover.js';
import { MetadataError, metadataProblems, parseIdpMetadata } from '../saml/metadata.js';
import type { Deps, Scope } from './deps.js';
import { BlockedError, NotYetVisibleError } from './failures.js';

export type FederationMetadata = {
  url: string;
  xml: string;
  sha256: string;
  singleSignOnUrl: string;
  /** Who tells the Hub of it. */
  handOverTo: 'person' | 'gateway';
};

export function metadataActivities(deps: Deps) {
  return {
    /**
     * The application's own metadata, once it is right: the tenant's entity ID, and our certificate in it, not expired.
     * A missing certificate is waited for, since the metadata lags behind the certificate.
     */
    async fetchFederationMetadata(
      input: Scope & { appId: string; thumbprint: string },
    ): Promise<FederationMetadata> {
      const url = deps.entra.metadataUrl(input.tenantId, input.appId);
      const xml = await deps.entra.federationMetadata(input.tenantId, input.appId);
      const metadata = understood(xml, url);
      const [problem] = metadataProblems(metadata, {
        tenantId: input.tenantId,
        thumbprint: input.thumbprint,
        now: new Date(),
      });
      if (problem?.code === 'certificate_missing') throw new NotYetVisibleError(problem.message);
      if (problem !== undefined) {
        throw new BlockedError({
          code: `metadata_${problem.code}`,
          reason: problem.message,
          remedy: 'Check the signing certificate and the tenant in the Azure portal, then retry the step.',
          details: [url],
        });
      }
      return {
        url,
        xml,
        sha256: metadata.sha256,
        singleSignOnUrl: metadata.singleSignOnUrl,
        handOverTo: deps.hub === undefined ? 'person' : 'gateway',
      };
    },

    /** Only where the Hub has a gateway; else a person fills in its form. */
    async handOver(handover: HandoverPackage): Promise<void> {
      if (deps.hub === undefined) throw new TypeError('there is no gateway to the Hub');
      await deps.hub.handOver(handover);
    },
  };
}

function understood(xml: string, url: string) {
  try {
    return parseIdpMetadata(xml);
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    throw new BlockedError({
      code: `metadata_${error.code}`,
      reason: `What Entra ID serves as federation metadata cannot be used. ${error.message}`,
      remedy: 'Open the address in the details in a browser, see what answers there, then retry the step.',
      details: [url],
    });
  }
}
