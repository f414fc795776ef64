/** The languages of the customer's pages: each has every message, with the same blanks, in words of its own. */
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import type { Language } from '../../../src/onboarding/languages.js';
import { PROBLEMS } from '../../../src/onboarding/problems/catalogue.js';
import type { Entry } from '../../../src/onboarding/problems/entry.js';
import { DE } from '../../../src/web/words/de/index.js';
import { problems as germanProblems } from '../../../src/web/words/de/problems.js';
import { recorded as germanRecorded } from '../../../src/web/words/de/recorded.js';
import { EN } from '../../../src/web/words/en/index.js';
import { FR } from '../../../src/web/words/fr/index.js';
import { problems as frenchProblems } from '../../../src/web/words/fr/problems.js';
import { recorded as frenchRecorded } from '../../../src/web/words/fr/recorded.js';
import type { Texts } from '../../../src/web/words/message.js';
import { SPOKEN } from '../../../src/web/words/languages.js';
import { RECORDED } from '../../../src/web/words/recorded.js';

/** Every text by its path. */
function flat(texts: Texts, path = ''): [string, string][] {
  if (typeof texts === 'string') return [[path, texts]];
  return Object.entries(texts).flatMap(([name, one]) => flat(one, path === '' ? name : `${path}.${name}`));
}

/** What the customer's people see of the catalogue of problems. */
const ENGLISH_PROBLEMS = Object.fromEntries(
  Object.entries<Entry>(PROBLEMS).map(([code, { title, reason, cases, ...entry }]) => [
    code,
    {
      title,
      reason,
      ...('steps' in entry ? { steps: entry.steps } : {}),
      ...(cases === undefined
        ? {}
        : {
            cases: Object.fromEntries(
              Object.entries(cases).map(([name, one]) => [name, { reason: one.reason }]),
            ),
          }),
    },
  ]),
);

const english = [...flat(EN), ...flat(ENGLISH_PROBLEMS, 'problems'), ...flat(RECORDED, 'recorded')];
const OTHERS: { language: Language; texts: [string, string][]; same: string[] }[] = [
  {
    language: 'de',
    texts: [...flat(DE), ...flat(germanProblems, 'problems'), ...flat(germanRecorded, 'recorded')],
    /** The same word in both languages, or names that are in no language. */
    same: [
      ...['forward.label', 'report.profiles.minimal', 'report.types.user', 'report.fields.company'],
      ...['roles.total', 'overview.by', 'recorded.parts.warned'],
      'problems.sign_in_refused.cases.known.reason',
    ],
  },
  {
    language: 'fr',
    texts: [...flat(FR), ...flat(frenchProblems, 'problems'), ...flat(frenchRecorded, 'recorded')],
    same: [
      ...['report.profiles.minimal', 'report.columns.type', 'report.fields.company', 'overview.minutes'],
      ...[
        'overview.by',
        'recorded.parts.warned',
        'recorded.parts.application',
        'problems.sign_in_refused.cases.known.reason',
      ],
    ],
  },
];

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** Names of blanks, and what those choose between that are one of several words. */
function blanksOf(text: string): string[] {
  const named = new Set<string>();
  const look = (elements: Elements) => {
    for (const element of elements) {
      if ('options' in element) {
        const { value, options } = element;
        // A number may be said in one form in one language, and in two in another.
        named.add('pluralType' in element ? value : `${value} of ${Object.keys(options).sort().join('|')}`);
        for (const option of Object.values(options)) look(option.value);
      } else if ('value' in element && typeof element.value === 'string') {
        const kind: number = element.type;
        if (kind !== LITERAL) named.add(element.value);
      }
    }
  };
  look(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
  return [...named].sort();
}

/** As the parser calls text that is no blank. */
const LITERAL = 0;

describe.each(OTHERS)('in $language', ({ language, texts, same }) => {
  const said = new Map(texts);

  it('no message is missing, and none is more', () => {
    expect([...said.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  });

  it('each message has the same blanks as in English', () => {
    const differing = english.flatMap(([path, text]) => {
      const [wanted, has] = [blanksOf(text), blanksOf(said.get(path) ?? '')];
      return wanted.join() === has.join() ? [] : [`${path}: ${wanted.join()} is ${has.join()}`];
    });
    expect(differing).toEqual([]);
  });

  it('no message is left in English by accident', () => {
    const left = english
      .filter(([path, text]) => text !== '' && said.get(path) === text)
      .map(([path]) => path);
    expect(left.filter((path) => !same.includes(path))).toEqual([]);
    expect(same.filter((path) => !left.includes(path))).toEqual([]);
  });

  it('each plural has the forms that the language needs', () => {
    const wanted = new Intl.PluralRules(language)
      .resolvedOptions()
      .pluralCategories.filter((one) => one !== 'many');
    const lacking = texts.filter(
      ([, text]) => /, plural,/.test(text) && !wanted.every((form) => text.includes(`${form} {`)),
    );
    expect(lacking).toEqual([]);
  });

  it('no message has straight quotation marks or, in French, a space that may break before a mark', () => {
    const odd = texts.filter(
      ([, text]) => /["']/.test(text) || (language === 'fr' && / [?!;:»]|« /.test(text)),
    );
    expect(odd).toEqual([]);
  });
});

describe.each(OTHERS)('what was recorded in English, in $language', ({ language, texts }) => {
  const said = new Map(texts);
  /** Of a name that stands for nothing else. */
  const sample = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => `the-${name}`);

  it('is found again, each text by itself', () => {
    for (const [path, text] of flat(RECORDED, 'recorded')) {
      expect([path, SPOKEN[language].recorded(sample(text))]).toEqual([path, sample(said.get(path) ?? '')]);
    }
  });

  it('and so is the reason of each problem, with its steps for the brand that asks', () => {
    for (const [code, entry] of Object.entries<Entry>(PROBLEMS)) {
      for (const [name, { reason, remedy }] of [['', entry] as const, ...Object.entries(entry.cases ?? {})]) {
        const path = `problems.${code}.${name === '' ? '' : `cases.${name}.`}reason`;
        const told = SPOKEN[language].problem({ code, reason: sample(reason), remedy }, 'Fabrikam');
        expect([path, told.reason]).toEqual([path, sample(said.get(path) ?? '')]);
        expect(told.steps?.length).toBe('steps' in entry ? entry.steps.length : undefined);
        expect(told.steps?.join() ?? '').not.toContain('{');
      }
    }
  });

  it('what nobody here has made is not', () => {
    expect(SPOKEN[language].recorded('Insufficient privileges to complete the operation.')).toBeUndefined();
  });
});

it('each message is said by a page', () => {
  const pages = readdirSync('src/web', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('words/'))
    .map((file) => readFileSync(`src/web/${file}`, 'utf8'))
    .join('\n');
  // Those of a kind are reached by its name: the state of a step, the reason of a refusal.
  const names = Object.entries(EN).flatMap(([group, texts]) =>
    Object.keys(texts).map((name) => ({ group, name })),
  );
  const unused = names.filter(
    ({ group, name }) =>
      !new RegExp(`\\b${name}\\b`).test(pages) && !['errors', 'work', 'proofs', 'stages'].includes(group),
  );
  expect(names.length).toBeGreaterThan(200);
  expect(unused).toEqual([]);
});
