/** Parts of addresses and bodies that several checks share. */
import type { BatchItem } from '../../src/graph/batch.js';

/** As the product encodes a filter or a search. */
export const encoded = encodeURIComponent;
export const selected = (fields: readonly string[]): string => `$select=${fields.join(',')}`;

export const byPolicyId = (policy: string) => `/policies/claimsMappingPolicies/{${policy}}`;

/** Applications whose display name is, or begins with, a value of the run. */
export const named = (how: 'eq' | 'startswith', value: string): string =>
  how === 'eq'
    ? `/applications?$filter=${encoded("displayName eq '")}{${value}}${encoded("'")}`
    : `/applications?$filter=${encoded("startswith(displayName,'")}{${value}}${encoded("')")}`;

/** A `$batch` of the product's items. */
export const batchOf = (items: readonly Omit<BatchItem, 'template'>[]) => ({
  requests: items.map(({ method, url, body }, i) => ({
    id: String(i),
    method,
    url,
    ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
  })),
});
