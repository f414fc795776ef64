/** docs/runbook.md and docs/metrics.md: their commands and files are there. */
import { expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { commands } from '../../src/cli/commands.js';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const text = ['docs/runbook.md', 'docs/metrics.md'].map((path) => readFileSync(at(path), 'utf8')).join('\n');
const known = new Map(commands().map((command) => [command.name(), command]));

/** Each with all that stands behind it, to the end of the line or of the code. */
const used = [...text.matchAll(/sso-onboard ([a-z][a-z-]*)([^`\n|>]*)/g)].map(([, name = '', rest = '']) => ({
  name,
  options: rest.match(/--[a-z][a-z-]*/g) ?? [],
  line: `${name}${rest}`.trim(),
}));

it('many commands are used', () => {
  expect(used.length).toBeGreaterThan(25);
});

it.each(used)('sso-onboard $line is a command with these options', ({ name, options }) => {
  const command = known.get(name);
  expect([name, command?.name()]).toEqual([name, name]);
  const given = [...(command?.options.map(({ long }) => long) ?? []), '--json'];
  expect(options.filter((option) => !given.includes(option))).toEqual([]);
});

it('choices that are given are among those of the option', () => {
  const list = known.get('list');
  const choicesOf = (long: string) => list?.options.find((option) => option.long === long)?.argChoices ?? [];
  const given = [...text.matchAll(/sso-onboard list --(status|step|watches) ([a-z][A-Za-z]+)/g)];
  const wrong = given.filter(([, option = '', value = '']) => !choicesOf(`--${option}`).includes(value));
  expect(given.length).toBeGreaterThan(5);
  expect(wrong.map(([all]) => all)).toEqual([]);
});

it('files and sections that are pointed at are there', () => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  const missing = links.filter(([, path = '', section]) => {
    const file = path === '' ? 'docs/runbook.md' : `docs/${path}`;
    if (!existsSync(at(file))) return true;
    if (section === undefined) return false;
    const headings = [...readFileSync(at(file), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    return !headings.includes(section);
  });
  expect(missing.map(([all]) => all)).toEqual([]);
  const paths = [...text.matchAll(/\bdeploy\/[\w./-]+\w/g)].map(([path]) => path);
  expect(paths.filter((path) => !existsSync(at(path)) && !path.startsWith('deploy/secrets/'))).toEqual([]);
});
