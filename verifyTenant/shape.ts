/** What of a recorded reply can be compared: properties, JSON types, kinds of texts, and values that are no names. */
import { PLACEHOLDER } from './redact.js';

/** A reply's leaves by their paths; all items of a list have the same path. */
export type Shape = Map<string, Set<string>>;

const EMPTY = 'an empty list';

/** Placeholders without their numbers, which depend on what came before. */
export const withoutNumbers = (text: string): string => text.replace(PLACEHOLDER, '{$1}');

export function shapeOf(value: unknown, path = '', shape: Shape = new Map<string, Set<string>>()): Shape {
  const add = (kind: string) => shape.set(path, (shape.get(path) ?? new Set()).add(kind));
  if (Array.isArray(value)) {
    add(value.length === 0 ? EMPTY : 'a list');
    for (const item of value) shapeOf(item, `${path}[]`, shape);
  } else if (typeof value === 'object' && value !== null) {
    if (path !== '') add('an object');
    for (const [name, item] of Object.entries(value))
      shapeOf(item, path === '' ? name : `${path}.${name}`, shape);
  } else add(leafOf(value));
  return shape;
}

function leafOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'string') return JSON.stringify(value);
  const [, kind] = /^\{([a-z]+[0-9]*)-\d+\}$/.exec(value) ?? [];
  return kind === undefined ? JSON.stringify(withoutNumbers(value)) : (KINDS[kind] ?? kind);
}

const KINDS: Record<string, string> = {
  text: 'a text',
  guid: 'a GUID',
  date: 'a time',
  url: 'a URL',
  hex40: '40 hexadecimal digits',
  bytes20: '20 bytes in base64',
  bytes32: '32 bytes in base64',
  bytes: 'bytes in base64',
};

export type ShapeDifference = { at: string; found: string; expected: string };

/** @param tenantContent whether lists are empty, and go on on a next page, depends on the tenant */
export function shapeDifferences(found: Shape, expected: Shape, tenantContent: boolean): ShapeDifference[] {
  const differences: ShapeDifference[] = [];
  for (const path of new Set([...expected.keys(), ...found.keys()])) {
    if (tenantContent && (path.endsWith('@odata.nextLink') || path.includes('[]'))) continue;
    const [here, there] = [found.get(path), expected.get(path)];
    const listed = tenantContent && [here, there].some((kinds) => kinds?.has(EMPTY) === true);
    if (listed) continue;
    // What is in a list is compared where both lists have something in them.
    if (isWithinEmpty(path, here === undefined ? found : expected)) continue;
    const [a, b] = [shown(here), shown(there)];
    if (a !== b) differences.push({ at: path, found: a, expected: b });
  }
  return differences;
}

const isWithinEmpty = (path: string, shape: Shape): boolean =>
  [...path.matchAll(/\[\]/g)].some(({ index }) => shape.get(path.slice(0, index))?.has(EMPTY) === true);

const shown = (kinds: Set<string> | undefined): string =>
  kinds === undefined ? 'nothing' : [...kinds].sort().join(' or ');
