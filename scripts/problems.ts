/** docs/problems.md, made from the catalogue: `npm run docs:problems` writes it, a unit test holds it. */
import { filled } from '../src/onboarding/blanks.js';
import { MESSAGEMEDIA } from '../src/onboarding/profiles/brand.js';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ProblemCode, PROBLEMS } from '../src/onboarding/problems/catalogue.js';
import { type Entry, headingOf } from '../src/onboarding/problems/entry.js';
import { BLADES } from '../src/onboarding/problems/portal.js';

const HEADINGS: Record<Entry['whoMends'], string> = {
  customer: 'Fixed by the customer',
  operator: 'Fixed by the operator',
  us: 'Fixed by whoever runs this service',
};

const INTRO = `# Problems

A step is _blocked_ when only a person can fix what stops it in Microsoft Entra ID (formerly Azure AD), in the Hub, or
here. It waits as long as it takes, and a retry continues from there. \`sso-onboard show\`, the console and the REST API
name the problem, the reason, what to do, and who can do it. On the setup pages, the customer's administrators see
what they can fix themselves.

Programs use the code, which does not change. Names in braces stand for the data of a problem. This page is generated
from \`src/onboarding/problems\` by \`npm run docs:problems\`.
`;

function section(code: string, entry: Entry): string {
  const { passes, portal, cases = {} } = entry;
  return [
    `### ${headingOf(code, entry)}`,
    '',
    ...[entry, ...Object.values(cases)].flatMap(({ reason, remedy }) => [
      `- Why: ${reason}`,
      `- To do: ${remedy}`,
    ]),
    ...(passes ? ['- It may pass by itself: a retry may be all it takes.'] : []),
    ...(portal === undefined ? [] : [`- Page of the Microsoft Entra admin center: \`${BLADES[portal]}\``]),
    ...('steps' in entry
      ? [
          '',
          "The customer's pages say:",
          '',
          ...entry.steps.map((step, i) => `${String(i + 1)}. ${filled(step, { brand: MESSAGEMEDIA.name })}`),
        ]
      : []),
    '',
  ].join('\n');
}

export function problemsPage(): string {
  const entries: [string, Entry][] = Object.entries<Entry>(PROBLEMS satisfies Record<ProblemCode, Entry>);
  const parts = (['customer', 'operator', 'us'] as const).flatMap((who) => [
    `## ${HEADINGS[who]}\n`,
    ...entries.filter(([, { whoMends }]) => whoMends === who).map(([code, entry]) => section(code, entry)),
  ]);
  return [INTRO, ...parts].join('\n');
}

const file = fileURLToPath(new URL('../docs/problems.md', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, problemsPage());
