/** Words that people read are in src/web/words and src/web/strings alone: the lint rule bites. */
import { expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { readdirSync, readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/** Rules that ask for types take half a minute to load them. */
const withoutTypes = new ESLint({
  overrideConfig: { ...tseslint.configs.disableTypeChecked, files: ['**/*'] },
});

/** Lines on which the linter finds words, as if the text were this file. */
async function found(text: string, filePath: string): Promise<number[]> {
  const [result] = await withoutTypes.lintText(text, { filePath });
  return result!.messages.flatMap(({ ruleId, line }) => (ruleId === 'no-restricted-syntax' ? [line] : []));
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
