/** Lists and texts of a JSON Schema that may be of any length. */
type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  maxLength?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};

/** Repeats something without a limit. */
const ENDLESS = /(?<!\\)[*+]|\{\d+,\}/;

/** @returns where they are, such as `hub.accounts[]` */
export function unboundedIn(schema: Schema, at = ''): string[] {
  const { type, properties = {}, items, additionalProperties } = schema;
  const inner = [
    ...Object.entries(properties).map(([name, one]) => [one, `${at}.${name}`] as const),
    ...[items].flatMap((one) => (one === undefined ? [] : [[one, `${at}[]`] as const])),
    ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((all = []) => all.map((one) => [one, at] as const)),
  ].flatMap(([one, path]) => unboundedIn(one, path));
  const isChoice = schema.enum !== undefined || schema.const !== undefined;
  const isShort = schema.maxLength !== undefined || (schema.pattern ?? '.*').search(ENDLESS) === -1;
  if (type === 'string' && !isChoice && !isShort) return [...inner, at];
  if (type === 'array' && schema.maxItems === undefined) return [...inner, at];
  // A record: of any number of keys.
  if (typeof additionalProperties === 'object') return [...inner, `${at}.*`];
  return inner;
}
