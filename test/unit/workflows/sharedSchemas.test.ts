/** What workflows share is frozen; a module with schemas that is not named there would fail each workflow that uses it. */
import { expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const WORKFLOWS = new URL('../../../src/workflows/index.ts', import.meta.url);
const IMPORT = /^(?:import|export) (?!type\b)[^;]*? from '(\.[^']+)\.js';/gm;

/** Each of our own modules that one reaches by imports of values, with its text. */
function reachedFrom(start: URL): Map<string, string> {
  const texts = new Map<string, string>();
  const visit = (module: URL) => {
    if (texts.has(module.href) || !existsSync(module)) return;
    const text = readFileSync(module, 'utf8');
    texts.set(module.href, text);
    for (const [, path] of text.matchAll(IMPORT)) visit(new URL(`${String(path)}.ts`, module));
  };
  visit(start);
  return texts;
}

it('every module with schemas that a workflow imports is shared', () => {
  const reached = reachedFrom(WORKFLOWS);
  const withSchemas = [...reached]
    .filter(([href, text]) => href.includes('/src/onboarding/') && text.includes("import { z } from 'zod'"))
    .map(([href]) => href);
  expect(withSchemas.length).toBeGreaterThan(5);
  const list = new URL('sharedSchemas.ts', WORKFLOWS);
  const named = [...readFileSync(list, 'utf8').matchAll(IMPORT)].map(
    ([, path]) => new URL(`${String(path)}.ts`, list).href,
  );
  expect(named.sort()).toEqual(withSchemas.sort());
});

it('workflows ask schemas by functions, since what is frozen takes no method', () => {
  const texts = [...reachedFrom(WORKFLOWS)].filter(([, text]) =>
    /(?<!\bz)\.(?:safeParse|parse)\((?!['"`])/.test(text.replace(/\b(?:JSON|Date)\.parse\(/g, '')),
  );
  expect(texts.map(([href]) => fileURLToPath(href))).toEqual([]);
});
