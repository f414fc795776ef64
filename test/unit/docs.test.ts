/** What is written names files that are there. */
import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(at('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const FOLDERS = 'src|test|sandbox|demo|environment|verifyTenant|scripts|tools|deploy|examples|docs';
const NAMED = new RegExp(`(?<![\\w./-])(?:${FOLDERS})/[\\w./-]+\\.(?:tsx?|js|json|ya?ml|sh|md|png)\\b`, 'g');
const LINKED = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g;

it.each(pages)('%s names no file that is not there', (page) => {
  const text = readFileSync(at(page), 'utf8');
  const named = [...text.matchAll(NAMED)].map(([path]) => path);
  const linked = [...text.matchAll(LINKED)].map(([, path = '']) => join(dirname(page), path));
  expect([...named, ...linked].filter((path) => !existsSync(at(path)))).toEqual([]);
});
