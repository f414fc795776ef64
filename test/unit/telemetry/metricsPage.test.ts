/** docs/metrics.md, held against the catalogue. */
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { HAPPENED, OBSERVED, OF_WORKFLOWS, prometheusName, READ } from '../../../src/telemetry/catalogue.js';

const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
/** Without the padding of its columns. */
const rows = page.split('\n').map((line) => line.replace(/\s+/g, ' '));
const UNITS: Record<string, string> = { s: 'seconds', By: 'bytes', '1': 'share' };

const catalogue = Object.entries({ ...HAPPENED, ...OBSERVED, ...OF_WORKFLOWS, ...READ });

it.each(catalogue)('tells the name, unit, labels and meaning of %s', (name, entry) => {
  const { unit, kind, labels, tells } = entry;
  const inPrometheus = labels.map((label) => `\`${label.replaceAll('.', '_')}\``).join(', ') || '-';
  expect(rows).toContain(
    `| \`${prometheusName(name, entry)}\` | \`${name}\` | ${UNITS[unit] ?? unit.slice(1, -1)} (${kind}) | ${inPrometheus} | ${tells} |`,
  );
});

it('tells of no metric of ours that there is not', () => {
  const known = catalogue.map(([name, entry]) => prometheusName(name, entry));
  const told = [...page.matchAll(/^\| `((?:sso|http|process|nodejs)_\w+)`/gm)].map(([, name]) => name);
  expect(told.filter((name) => !known.includes(name ?? ''))).toEqual([]);
});
