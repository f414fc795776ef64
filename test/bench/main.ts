/**
 * `npm run bench [names]`: measures what an onboarding costs and prints tables. All of them together, at full size, are
 * written to docs/benchmarks.md with commit, date and machine; `--short` only shows that each bench runs.
 * Absolute times are those of one machine; what to compare are ratios of one run.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setUp } from '../support/setUp.js';
import { type Bench, openBench } from './environment.js';
import { overhead } from './overhead.js';
import { quota } from './quota.js';
import { type Row, table } from './table.js';
import { throughput } from './throughput.js';
import { waiting } from './waiting.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/** How much is measured. */
type Size = { runs: number; onboardings: number; parked: number; users: number };
const FULL: Size = { runs: 7, onboardings: 200, parked: 10_000, users: 10_000 };
const SHORT: Size = { runs: 1, onboardings: 10, parked: 50, users: 300 };

type Section = { title: string; about: string; rows: Row[] };

const BENCHES: Record<string, (bench: Bench, size: Size) => Promise<Section[]>> = {
  overhead: async (bench, { runs }) => {
    const measured = [await overhead(bench, 0, runs), await overhead(bench, 100, runs)];
    return [
      {
        title: 'Overhead of one onboarding with 20 assignments',
        about:
          'Nobody is waited for. The plain script makes the same calls in the same order with the same client; the empty workflow has as many activities and signals. The target at 100 ms is 1.3.',
        rows: measured.map((figures) => figures.overhead),
      },
      {
        title: 'History of one onboarding',
        about: 'What Temporal keeps of it.',
        rows: measured.slice(0, 1).map(({ history }) => history),
      },
    ];
  },
  throughput: async (bench, { onboardings }) => [
    {
      title: 'Throughput',
      about:
        "Temporal's server, the sandbox, the worker and the client share the machine. The target is 0.7 of the empty workflow.",
      rows: [await throughput(bench, onboardings)],
    },
  ],
  waiting: async (bench, { parked }) => [
    {
      title: 'Waiting for consent',
      about:
        'The worker keeps some of them in memory; it reads the history of another one when something comes for it.',
      rows: [await waiting(bench, parked)],
    },
  ],
  quota: async (_, { users }) => [
    {
      title: "Use of Graph's write quota",
      about: "On a clock that is skipped, against the sandbox's quota of 3,000 writes in 2.5 minutes.",
      rows: [await quota(users)],
    },
  ],
};

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
});
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const server = await setUp();
const bench = await openBench();
const sections: Section[] = [];
try {
  for (const [name, measure] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    for (const section of await measure(bench, values.short ? SHORT : FULL)) {
      sections.push(section);
      process.stdout.write(`${table(section.title, section.rows)}\n`);
    }
  }
} finally {
  await bench.stop();
  await server.stop();
}
if (wanted.length === 0 && !values.short) {
  writeFileSync(DOCUMENT, documentOf(sections));
  process.stderr.write('Written to docs/benchmarks.md\n');
}

function documentOf(measured: Section[]): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ', with changes';
  const [cpu] = cpus();
  const machine = `${String(cpus().length)} cores (${cpu?.model.trim() ?? arch()}), ${String(Math.round(totalmem() / 2 ** 30))} GB, Node ${process.versions.node}`;
  return [
    '# Benchmarks',
    '',
    `Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, at commit ${git('rev-parse', '--short', 'HEAD')}${changed}, on ${machine}.`,
    '`npm run bench overhead` (or `throughput`, `waiting`, `quota`) prints a part. Absolute times differ between machines;',
    'ratios of one run are what to compare.',
    '',
    ...measured.flatMap(({ title, about, rows }) => {
      const [heading = '', ...lines] = table(title, rows).split('\n');
      return [heading.replace('###', '##'), '', about, ...lines];
    }),
  ].join('\n');
}
