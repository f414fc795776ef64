/** Steps 3.5 and 3.6: the federation metadata, and telling the Hub of it. */
import { activityInfo } from '@temporalio/activity';
import type { Capabilities } from '../../onboarding/capabilities.js';
import type { HandoverPackage } from '../../onboarding/handover.js';
import { diagnose } from '../../saml/diagnose.js';
import { singleSignOnUrl } from '../../saml/metadata.js';
import { capabilitiesOf } from '../capabilities.js';
import type { Deps, Scope } from '../deps.js';
import { BlockedError, NotYetVisibleError } from '../failures.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

/** A proxy's page or half a reply may answer once: so many attempts before a person is troubled. */
const PATIENCE = 3;

export type FederationMetadata = {
  url: string;
  xml: string;
  sha256: string;
  singleSignOnUrl: string;
  /** Of its signing certificates, in upper-case hex. */
  thumbprints: string[];
  /** Ours among them, as PEM. */
  certificate: string;
  /** For workflows that began before `readCapabilities`. */
  handOverTo: Capabilities['handOverTo'];
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
      const { metadata, problems } = diagnose(xml, {
        tenantId: input.tenantId,
        thumbprint: input.thumbprint,
        now: new Date(deps.now()),
        url,
      });
      const [problem] = problems.filter(({ severity }) => severity === 'breaks');
      if (problem?.code === 'certificate_missing') throw new NotYetVisibleError(problem.message);
      const signOnUrl = metadata === null ? undefined : singleSignOnUrl(metadata);
      const own = metadata?.signingCertificates.find(({ thumbprint }) => thumbprint === input.thumbprint);
      if (metadata === null || signOnUrl === undefined || own === undefined || problem !== undefined) {
        if (activityInfo().attempt < PATIENCE)
          throw new NotYetVisibleError('what answers is not the metadata');
        throw new BlockedError(
          newProblem('metadata_unusable', {
            flaw: problem?.message ?? '',
            mending: problem?.remedy ?? '',
            details: [url],
          }),
        );
      }
      return {
        url,
        xml,
        sha256: metadata.sha256,
        singleSignOnUrl: signOnUrl,
        thumbprints: metadata.signingCertificates.map(({ thumbprint }) => thumbprint),
        certificate: own.pem,
        handOverTo: capabilitiesOf(deps).handOverTo,
      };
    },

    /** Only where the Hub has a gateway; else a person fills in its form. */
    async handOver(handover: HandoverPackage): Promise<void> {
      if (deps.hub === undefined) throw new TypeError('there is no gateway to the Hub');
      await deps.hub.handOver(handover);
    },
  };
}
