/** docs/observed-rows.md names tests: each is there, under the title that it is named by. */
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DOCS = new URL('../../docs/', import.meta.url);
const lines = readFileSync(fileURLToPath(new URL('observed-rows.md', DOCS)), 'utf8').split('\n');
const rows = lines
  .filter((line) => /^\| (?:O\d+|C: )/.test(line))
  .map((line) => {
    const named = [...line.matchAll(/\[((?:[^[\]]|\[[^\]]*\])+)\]\((\.\.\/test\/[\w/]+\.test\.ts)\)/g)];
    return {
      row: line.split('|')[1]!.trim(),
      tests: named.map(([, title = '', path = '']) => ({ title, path })),
    };
  });

it('names a test for each row, O1 to O24 and C', () => {
  const names = rows.map(({ row }) => row);
  expect(names.filter((row) => row.startsWith('O'))).toEqual(
    Array.from({ length: 24 }, (_, i) => `O${String(i + 1)}`),
  );
  expect(names.filter((row) => row.startsWith('C: ')).length).toBeGreaterThan(0);
  expect(rows.filter(({ tests }) => tests.length === 0)).toEqual([]);
});

it.each(rows.flatMap(({ row, tests }) => tests.map((test) => ({ row, ...test }))))(
  '$row: "$title" is in $path',
  ({ title, path }) => {
    const text = readFileSync(fileURLToPath(new URL(path, DOCS)), 'utf8');
    // As it stands in the source, after its quote, and where quotes may be escaped.
    const source = text.replaceAll("\\'", "'");
    const plain = title.replaceAll('\\', '');
    expect(["'", '"', '`'].some((quote) => source.includes(quote + plain))).toBe(true);
  },
);
