/** The Messages API's report of sent messages, as far as it tells which of ours were sent. */
import { z } from 'zod';

/** Published as an object, seen as a list of pairs (observed O3); a list of objects is the published example. */
const metadata = z.union([
  z.array(z.object({ key: z.string(), value: z.string() })),
  z.array(z.record(z.string(), z.unknown())),
  z.record(z.string(), z.unknown()),
]);
const row = z.object({ metadata: metadata.nullish() });
const pagination = z.object({ has_next: z.boolean().nullish() });
const report = z.union([
  z.object({ messages: z.array(row), pagination: pagination.nullish() }),
  z.object({ data: z.array(row), pagination: pagination.nullish() }),
]);

export type Report = {
  /** Of each row: what its metadata has under the key; undefined where the row tells no metadata at all. */
  idsUnder: (key: string) => (string | null | undefined)[];
  hasNext: boolean;
};

/** Undefined when it has none of the known shapes. */
export function readReport(reply: unknown): Report | undefined {
  const parsed = report.safeParse(reply);
  if (!parsed.success) return undefined;
  const rows = 'messages' in parsed.data ? parsed.data.messages : parsed.data.data;
  return {
    idsUnder: (key) => rows.map((each) => (each.metadata == null ? undefined : valueIn(each.metadata, key))),
    hasNext: rows.length > 0 && parsed.data.pagination?.has_next === true,
  };
}

function valueIn(told: z.output<typeof metadata>, key: string): string | null {
  const entries = Array.isArray(told)
    ? told.flatMap((each): [string, unknown][] =>
        'key' in each && 'value' in each ? [[String(each['key']), each['value']]] : Object.entries(each),
      )
    : Object.entries(told);
  const found = entries.find(([name]) => name === key)?.[1];
  return typeof found === 'string' ? found : null;
}
