/** The Hub's end: what it asks Entra ID for when somebody begins a sign-in there. */
import { activityInfo } from '@temporalio/activity';
import { filled } from '../onboarding/blanks.js';
import { newProblem } from '../onboarding/problems/catalogue.js';
import { DETAILS } from '../onboarding/problems/details.js';
import type { ServiceProvider } from '../onboarding/profiles.js';
import { FetchRefusedError, follow, shown } from '../saml/fetchDocument.js';
import { MetadataError } from '../saml/metadataError.js';
import { type AskedSignIn, readSignInRequest } from '../saml/signInRequest.js';
import type { Deps } from './deps.js';
import { BlockedError, NotYetVisibleError } from './failures.js';

/** Attempts before an address that cannot be fetched is believed to be wrong; fewer where somebody waits for the answer. */
const PATIENCE = 4;
const PATIENCE_OF_A_CLICK = 2;

export function probeActivities(deps: Deps) {
  return {
    /**
     * Begins a sign-in at the service provider and looks at what it asks Entra ID for; nobody is signed in. Blocks
     * when that is not what was agreed, since users would not get in either.
     */
    async probeSignOn(input: {
      probeUrl: string;
      serviceProvider: ServiceProvider;
      singleSignOnUrl: string;
      somebodyWaits?: boolean;
    }): Promise<void> {
      const patience = input.somebodyWaits === true ? PATIENCE_OF_A_CLICK : PATIENCE;
      const { asked, sentTo } = await ask(input.probeUrl, patience, deps);
      const differences = requestDifferences(asked, sentTo, input);
      if (differences.length === 0) return;
      throw new BlockedError(newProblem('hub_differs', { details: differences }));
    },
  };
}

/** This machine is meant only where Entra ID itself is on it, as the sandbox is. */
const isLocal = (authorityHost: string) => new URL(authorityHost).hostname === 'localhost';

async function ask(
  probeUrl: string,
  patience: number,
  { ca, entra }: Pick<Deps, 'ca' | 'entra'>,
): Promise<{ asked: AskedSignIn; sentTo: URL }> {
  try {
    const { address } = await follow(probeUrl, {
      allowHosts: [new URL(probeUrl).hostname],
      ca,
      loopback: isLocal(entra.options.authorityHost),
      until: ({ searchParams }) => searchParams.has('SAMLRequest'),
    });
    return { asked: readSignInRequest(address), sentTo: address };
  } catch (error) {
    if (!(error instanceof FetchRefusedError) && !(error instanceof MetadataError)) throw error;
    if (error instanceof FetchRefusedError && activityInfo().attempt < patience) {
      throw new NotYetVisibleError(error.message);
    }
    throw new BlockedError(
      newProblem('hub_does_not_ask', { answer: error.message, details: [shown(probeUrl)] }),
    );
  }
}

/** One sentence per value that is not as agreed. */
function requestDifferences(
  { issuer, acsUrl, destination }: AskedSignIn,
  sentTo: URL,
  { serviceProvider, singleSignOnUrl }: { serviceProvider: ServiceProvider; singleSignOnUrl: string },
): string[] {
  const { entityId, replyUrls } = serviceProvider;
  const address = sentTo.origin + sentTo.pathname;
  const difference = (same: boolean, sentence: string) => (same ? [] : [sentence]);
  return [
    ...difference(issuer === entityId, filled(DETAILS.hubEntityId, { issuer, entityId })),
    ...difference(
      acsUrl === null || replyUrls.includes(acsUrl),
      filled(DETAILS.hubReplyUrl, { acsUrl: acsUrl ?? '', replyUrls: replyUrls.join(' or ') }),
    ),
    ...difference(
      address === singleSignOnUrl && (destination === null || destination === singleSignOnUrl),
      filled(DETAILS.hubAddress, {
        address: address === singleSignOnUrl ? String(destination) : address,
        singleSignOnUrl,
      }),
    ),
  ];
}
