/** What the numbers of all customers are made of. */
import { expect, it } from '@jest/globals';
import { gaugesOf } from '../../../src/telemetry/gauges.js';
import type { Open } from '../../../src/temporal/census.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(NOW + count * DAY_MS).toISOString();

const workflow = (changes: Partial<Open>): Open => ({
  kind: 'watch',
  status: 'watching',
  step: 'configuration',
  waitingFor: 'nobody',
  problem: undefined,
  statusSince: days(-1),
  certificateExpires: days(100),
  ...changes,
});
const gauges = (...open: Open[]) => gaugesOf({ open, ended: [], queues: [] }, NOW);

it.each([
  [-0.01, 'expired'],
  [0, 'under_7d'],
  [6.99, 'under_7d'],
  [7, '7d_to_14d'],
  [14, '14d_to_30d'],
  [30, '30d_to_60d'],
  [60, 'over_60d'],
])('a certificate with %s days left is among those of %s', (left, range) => {
  expect(gauges(workflow({ certificateExpires: days(left) })).get('sso.certificates')).toEqual([
    { labels: { 'sso.expires': range }, value: 1 },
  ]);
});

it('a certificate that no check has seen is unknown, not expired', () => {
  expect(gauges(workflow({ certificateExpires: undefined })).get('sso.certificates')).toEqual([
    { labels: { 'sso.expires': 'unknown' }, value: 1 },
  ]);
});

it.each([
  [0, 'under_1d'],
  [0.99, 'under_1d'],
  [1, '1d_to_3d'],
  [3, '3d_to_7d'],
  [7, '7d_to_14d'],
  [14, 'over_14d'],
])('what has been blocked for %s days counts as %s', (age, range) => {
  const blocked = workflow({
    kind: 'onboarding',
    status: 'blocked',
    step: 'claims',
    problem: 'missing_permissions',
    statusSince: days(-age),
  });
  expect(gauges(blocked, blocked).get('sso.onboarding.blocked')).toEqual([
    {
      labels: { 'sso.problem': 'missing_permissions', 'sso.step': 'claims', 'sso.age': range },
      value: 2,
    },
  ]);
});

it('what was blocked by a version that told neither code nor time counts as unknown', () => {
  const old = workflow({ kind: 'onboarding', status: 'blocked', statusSince: undefined });
  expect(gauges(old).get('sso.onboarding.blocked')).toEqual([
    {
      labels: { 'sso.problem': 'unknown', 'sso.step': 'configuration', 'sso.age': 'unknown' },
      value: 1,
    },
  ]);
});
