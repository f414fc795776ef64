/** The Hub's end: what it asks Entra ID for, and whether somebody has signed in to it. */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import { odataString } from '../graph/client.js';
import { GraphRequestError } from '../graph/requestError.js';
import type { ServiceProvider } from '../onboarding/profiles.js';
import { FetchRefusedError, follow, shown } from '../saml/fetchDocument.js';
import { MetadataError } from '../saml/metadataError.js';
import { type AskedSignIn, readSignInRequest } from '../saml/signInRequest.js';
import type { Deps, Scope } from './deps.js';
import { BlockedError, NotYetVisibleError } from './failures.js';
import { newProblem } from '../onboarding/problems/catalogue.js';

/** Attempts before an address that cannot be fetched is believed to be wrong. */
const PATIENCE = 4;

/** Refusals for want of a licence before it is believed to be missing. */
const LOOKS_FOR_LICENCE = 4;

const signIns = z.object({ value: z.array(z.object({ createdDateTime: z.iso.datetime({ offset: true }) })) });

export function hubSignInActivities(deps: Deps) {
  return {
    /**
     * Begins a sign-in at the service provider and looks at what it asks Entra ID for; nobody is signed in. Blocks
     * when that is not what was agreed, since users would not get in either.
     */
    async probeSignOn(input: {
      probeUrl: string;
      serviceProvider: ServiceProvider;
      singleSignOnUrl: string;
    }): Promise<void> {
      const { asked, sentTo } = await ask(input.probeUrl, deps);
      const differences = requestDifferences(asked, sentTo, input);
      if (differences.length === 0) return;
      throw new BlockedError(newProblem('hub_differs', { details: differences }));
    },

    /**
     * When somebody last signed in to the application since then, if anybody has, by Entra ID's sign-in log. The log needs
     * AuditLog.Read.All, Directory.Read.All and a premium licence; without them it is unavailable, which is no fault.
     */
    async findSignIn(
      input: Scope & { appId: string; since: string },
    ): Promise<{ log: 'unavailable' } | { log: 'available'; at: string | null }> {
      const filter = [
        `appId eq ${odataString(input.appId)}`,
        'status/errorCode eq 0',
        `createdDateTime ge ${input.since}`,
      ].join(' and ');
      try {
        const found = await deps.graphFor(input).get(signIns, '/auditLogs/signIns', {}, { filter, top: 1 });
        return { log: 'available', at: found.value[0]?.createdDateTime ?? null };
      } catch (error) {
        if (!(error instanceof GraphRequestError) || error.status !== 403) throw error;
        // O18: it comes and goes, with the licence too.
        const maySeemUnlicensed = error.code === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
        if (!maySeemUnlicensed || activityInfo().attempt >= LOOKS_FOR_LICENCE) return { log: 'unavailable' };
        throw error;
      }
    },
  };
}

/** This machine is meant only where Entra ID itself is on it, as the sandbox is. */
const isLocal = (authorityHost: string) => new URL(authorityHost).hostname === 'localhost';

async function ask(
  probeUrl: string,
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
    if (error instanceof FetchRefusedError && activityInfo().attempt < PATIENCE) {
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
    ...difference(issuer === entityId, `its entity ID is ${issuer}, agreed is ${entityId}`),
    ...difference(
      acsUrl === null || replyUrls.includes(acsUrl),
      `its reply URL is ${acsUrl ?? ''}, agreed is ${replyUrls.join(' or ')}`,
    ),
    ...difference(
      address === singleSignOnUrl && (destination === null || destination === singleSignOnUrl),
      `it asks ${address} (Destination ${destination ?? 'not named'}), agreed is ${singleSignOnUrl}`,
    ),
  ];
}
