/** Words that people read are in src/web/strings alone: the lint rule bites. */
import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

type Finding = { ruleId: string | null; line: number };

/** Lines on which the linter finds words, as if the text were this file. */
async function found(text: string, file: string): Promise<number[]> {
  const output = await new Promise<string>((resolve) => {
    const args = [
      'node_modules/eslint/bin/eslint.js',
      '--stdin',
      '--stdin-filename',
      file,
      '--format',
      'json',
    ];
    const linter = execFile(process.execPath, args, (_error, stdout) => {
      resolve(stdout); // its exit code says that there are findings
    });
    linter.stdin!.end(text);
  });
  const [{ messages }] = JSON.parse(output) as [{ messages: Finding[] }];
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax').map(({ line }) => line);
}

it('finds words in a page, in what describes a part of it, and in sentences elsewhere', async () => {
  const lines = [
    `export const Page = ({ name, here }: { name: string; here: boolean }) => (`,
    `  <section class="card wide" aria-label="A label">`,
    `    <p>Some words</p>`,
    `    <p title={name}>{here ? 'yes' : name}</p>`,
    '    <p>{`Dear ${name}`}</p>',
    `    <p class={here ? 'notice good' : 'notice'}>{name}: –</p>`,
    `  </section>`,
    `);`,
    `export const fail = () => { throw new Error('Something is wrong.'); };`,
    `export const log = 'callback refused';`,
  ];
  const text = lines.join('\n');
  expect(await found(text, 'src/web/layout.tsx')).toEqual([2, 3, 4, 5, 9]);
  expect(await found(lines.slice(8).join('\n'), 'src/web/console/view.ts')).toEqual([1]);
});

it('each group of words is used by a page', () => {
  const folder = 'src/web/strings';
  const names = readdirSync(folder).flatMap((file) =>
    [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^export const (\w+)/gm)].map(([, name]) => name!),
  );
  const pages = readdirSync('src/web', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('strings'))
    .map((file) => readFileSync(`src/web/${file}`, 'utf8'))
    .join('\n');
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(pages))).toEqual([]);
});
