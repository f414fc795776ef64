/** Alerts and dashboards, held against the metrics that there are and the runbook that they name. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { HAPPENED, OBSERVED, OF_WORKFLOWS, prometheusName, READ } from '../../src/telemetry/catalogue.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const rule = z.strictObject({
  alert: z.string().regex(/^Sso[A-Za-z]+$/),
  expr: z.string(),
  for: z.string().regex(/^\d+m$/),
  labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
  annotations: z.strictObject({
    summary: z.string(),
    description: z.string().optional(),
    runbook_url: z.string(),
  }),
});
const { groups } = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
  .parse(parse(read('deploy/monitoring/alerts.yml')));
const rules = groups.flatMap((group) => group.rules);

const panel = z.looseObject({
  title: z.string(),
  targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string() })).default([]),
});
const dashboard = z.looseObject({ uid: z.string(), title: z.string(), panels: z.array(panel) });
const FOLDER = 'deploy/monitoring/dashboards';
const dashboards = readdirSync(new URL(`../../${FOLDER}`, import.meta.url)).map((file) => ({
  file,
  ...dashboard.parse(JSON.parse(read(`${FOLDER}/${file}`))),
}));

/** What Prometheus itself gives to each sample. */
const OF_PROMETHEUS = ['instance', 'job', 'le'];
const ours = new Map<string, string[]>(
  Object.entries({ ...HAPPENED, ...OBSERVED, ...OF_WORKFLOWS, ...READ }).flatMap(([name, entry]) => {
    const labels = [...entry.labels.map((label) => label.replaceAll('.', '_')), ...OF_PROMETHEUS];
    const base = prometheusName(name, entry);
    const suffixes = entry.kind === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
    return suffixes.map((suffix): [string, string[]] => [`${base}${suffix}`, labels]);
  }),
);

/** The SDK's native core has the names of its metrics within it. */
const platform = readdirSync(new URL('../../node_modules/@temporalio/core-bridge/releases', import.meta.url));
const core = readFileSync(
  new URL(
    `../../node_modules/@temporalio/core-bridge/releases/${platform[0] ?? ''}/index.node`,
    import.meta.url,
  ),
);
const isOfSdk = (name: string) =>
  name.startsWith('temporal_') &&
  core.includes(name.slice('temporal_'.length).replace(/(_seconds_(bucket|count|sum)|_total)$/, ''));

/** Names of metrics, and labels that are asked for or grouped by. */
function wordsOf(expr: string) {
  const labels = [
    ...[...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, matchers = '']) =>
      [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    ),
    ...[...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/\s*,\s*/)),
  ];
  const bare = expr.replace(/\{[^}]*\}|\bby \([^)]*\)|\[[^\]]*\]/g, ' ');
  const metrics = bare.match(/\b(sso|http|process|nodejs|temporal)_\w+/g) ?? [];
  return { metrics, labels };
}

/** What an expression asks for that nobody tells. */
function unknownIn(expr: string): string[] {
  const { metrics, labels } = wordsOf(expr);
  if (metrics.length === 0) return [`no metric in ${expr}`];
  const known = metrics.flatMap((name) => ours.get(name) ?? []);
  return [
    ...metrics.filter((name) => !ours.has(name) && !isOfSdk(name)),
    // Labels of the SDK's own are not listed anywhere.
    ...(metrics.some((name) => !ours.has(name)) ? [] : labels.filter((label) => !known.includes(label))),
  ];
}

describe('alerts', () => {
  const runbook = read('docs/runbook.md');

  it.each(rules)('$alert asks for metrics and labels that there are', ({ expr }) => {
    expect(unknownIn(expr)).toEqual([]);
  });

  it.each(rules)('$alert has an entry in the runbook', ({ alert, annotations }) => {
    expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    const [, entry = ''] = runbook.split(`\n### ${alert}\n`);
    const text = entry.split('\n## ')[0]?.split('\n### ')[0] ?? '';
    for (const part of ['**Means**', '**Look at**', '**Do**']) expect(text).toContain(part);
  });

  it('are what the runbook tells of, and no others', () => {
    const told = [...runbook.matchAll(/^### (Sso\w+)$/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  });

  it.each(rules)('$alert has series on which it fires, and others on which it does not', ({ alert }) => {
    const shape = z.looseObject({
      tests: z.array(
        z.looseObject({
          alert_rule_test: z.array(
            z.looseObject({ alertname: z.string(), exp_alerts: z.array(z.unknown()) }),
          ),
        }),
      ),
    });
    const { tests } = shape.parse(parse(read('deploy/monitoring/alerts.test.yml')));
    const outcomes = tests
      .flatMap(({ alert_rule_test }) => alert_rule_test)
      .filter(({ alertname }) => alertname === alert)
      .map(({ exp_alerts }) => exp_alerts.length > 0);
    expect(outcomes.toSorted()).toEqual([false, true]);
  });
});

describe('dashboards', () => {
  it.each(dashboards)('every panel of $file asks for metrics and labels that there are', ({ panels }) => {
    const wrong = panels.flatMap(({ title, targets }) =>
      targets.flatMap(({ expr }) => unknownIn(expr).map((word) => `${title}: ${word}`)),
    );
    expect(wrong).toEqual([]);
  });

  it.each(dashboards)('every legend of $file names labels that its expression keeps', ({ panels }) => {
    const wrong = panels.flatMap(({ title, targets }) =>
      targets.flatMap(({ expr, legendFormat }) => {
        const kept = [...wordsOf(expr).labels, ...OF_PROMETHEUS];
        const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
        return shown.filter((label) => !kept.includes(label)).map((label) => `${title}: ${label}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('have ids of their own', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
  });

  it('show every metric of ours', () => {
    const shown = new Set(
      dashboards.flatMap(({ panels }) =>
        panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => wordsOf(expr).metrics)),
      ),
    );
    const names = Object.entries({ ...HAPPENED, ...OBSERVED, ...OF_WORKFLOWS, ...READ }).map(
      ([name, entry]) => prometheusName(name, entry),
    );
    const missing = names.filter((name) => ![...shown].some((used) => used.startsWith(name)));
    expect(missing).toEqual(['sso_reader_duration_seconds']);
  });
});
