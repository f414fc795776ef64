/**
 * `npm run bench [names]`: measures what an onboarding costs, prints tables, and writes the figures to bench.json.
 * Absolute times are those of one machine; what to compare are ratios of one run.
 */
import { writeFileSync } from 'node:fs';
import { setUp } from '../support/setUp.js';
import { type Bench, openBench } from './environment.js';
import { overhead } from './overhead.js';
import { quota } from './quota.js';
import { type Row, table } from './table.js';
import { throughput } from './throughput.js';
import { waiting } from './waiting.js';

const FILE = 'bench.json';
const PARKED = 10_000;

const BENCHES: Record<string, (bench: Bench) => Promise<Record<string, Row[]>>> = {
  overhead: async (bench) => {
    const measured = [await overhead(bench, 0), await overhead(bench, 100)];
    return {
      'Overhead of one onboarding with 20 assignments': measured.map((figures) => figures.overhead),
      'History of one onboarding': measured.slice(0, 1).map(({ history }) => history),
    };
  },
  throughput: async (bench) => ({ Throughput: [await throughput(bench)] }),
  waiting: async (bench) => ({ 'Waiting for consent': [await waiting(bench, PARKED)] }),
  quota: async () => ({ "Use of Graph's write quota": [await quota()] }),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const server = await setUp();
const bench = await openBench();
const figures: Record<string, Row[]> = {};
try {
  for (const [name, measure] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    for (const [title, rows] of Object.entries(await measure(bench))) {
      figures[title] = rows;
      process.stdout.write(`${table(title, rows)}\n`);
    }
  }
} finally {
  await bench.stop();
  await server.stop();
}
writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`);
process.stderr.write(`Written to ${FILE}\n`);
