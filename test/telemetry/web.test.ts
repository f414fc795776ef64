/** What the metrics of a web process say of its requests. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { type Metrics, startMetrics } from '../../src/telemetry/metrics.js';
import { createWebServer } from '../../src/web/server.js';
import { fakePort } from '../support/fakePort.js';
import { freePort } from '../support/sandbox.js';
import { webDeps } from '../support/web.js';
import { samplesOf, scrape } from './exposition.js';

let port: number;
let metrics: Metrics;
let server: FastifyInstance;
beforeEach(async () => {
  port = await freePort();
  metrics = await startMetrics({ prometheus: { host: '127.0.0.1', port } }, 'web');
  server = await createWebServer(webDeps(fakePort()).deps);
});
afterEach(async () => {
  await server.close();
  await metrics.close();
});

it('requests are measured by the template of their route, whose secrets stay out', async () => {
  await server.inject('/s/a-secret-of-a-link');
  await server.inject('/s/another-secret');
  await server.inject('/nowhere/at/all');
  const exposition = await scrape(port, /http_server_request_duration/);
  const counted = samplesOf(exposition)
    .filter(({ name }) => name === 'http_server_request_duration_seconds_count')
    .map(({ labels, value }) => [labels['http_route'], labels['http_response_status_code'], value]);
  expect(counted).toEqual([
    ['/s/:token', expect.any(String), 2],
    ['none', '404', 1],
  ]);
  expect(exposition).not.toContain('secret');
});

it('a port that is taken is told as a setting that is wrong', async () => {
  await expect(startMetrics({ prometheus: { host: '127.0.0.1', port } }, 'web')).rejects.toThrow(
    /METRICS_PORT: .*EADDRINUSE/,
  );
});
