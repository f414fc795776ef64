/** How long the tenant's application management policy lets a certificate live. */
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';

export const isLifetimeForbidden = (error: unknown) =>
  error instanceof GraphRequestError &&
  /CredentialInvalidLifetimeAsPerAppPolicy/i.test(`${error.code} ${error.detail}`);

const restrictions = z
  .object({
    keyCredentials: z
      .array(
        z.object({
          restrictionType: z.string(),
          state: z.string().nullish(),
          maxLifetime: z.string().nullish(),
        }),
      )
      .default([]),
  })
  .nullish();
const policy = z.object({
  applicationRestrictions: restrictions,
  servicePrincipalRestrictions: restrictions,
});

const HOUR_MS = 3_600_000;

/** A little less than the shortest that the tenant's default policy names; undefined when it names none. */
export async function longestLifeMs(graph: GraphClient): Promise<number | undefined> {
  const found = await graph.find(policy, '/policies/defaultAppManagementPolicy', {});
  const named = [found?.applicationRestrictions, found?.servicePrincipalRestrictions]
    .flatMap((restricted) => restricted?.keyCredentials ?? [])
    .filter(
      ({ restrictionType, state }) =>
        /^asymmetricKeyLifetime$/i.test(restrictionType) && state !== 'disabled',
    )
    .flatMap(({ maxLifetime }) => durationMs(maxLifetime ?? '') ?? []);
  // The clocks differ, and Graph begins the life earlier than now.
  return named.length === 0 ? undefined : Math.min(...named) - HOUR_MS;
}

/** Of an ISO 8601 duration such as `P365D` or `P1Y6M`; a month is taken for 30 days. */
export function durationMs(text: string): number | undefined {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    text,
  );
  if (parts === null) return undefined;
  const all = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const lengths = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1];
  return all.reduce((sum, part, i) => sum + part * (lengths[i] ?? 0), 0) * 1_000;
}
