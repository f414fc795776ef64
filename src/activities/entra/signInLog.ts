/** Whether somebody has signed in to the application, by Entra ID's sign-in log. */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import { odataString } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import type { Deps, Scope } from '../deps.js';

/** Refusals for want of a licence before it is believed to be missing. */
const LOOKS_FOR_LICENCE = 4;

const signIns = z.object({ value: z.array(z.object({ createdDateTime: z.iso.datetime({ offset: true }) })) });

export function signInLogActivities(deps: Deps) {
  return {
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
