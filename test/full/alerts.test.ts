/** Each alert, as Prometheus itself judges it on series. */
import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findOnPath } from '../../environment/temporal/run.js';

const folder = fileURLToPath(new URL('../../deploy/monitoring', import.meta.url));
const run = promisify(execFile);

it('every alert fires on the series that it is for, and not on those next to them', async () => {
  const promtool = findOnPath('promtool', process.env);
  if (promtool === undefined) {
    throw new Error(
      'promtool is not on PATH: it comes with Prometheus, such as the package "prometheus" of Debian',
    );
  }
  const check = await run(promtool, ['check', 'rules', 'alerts.yml'], { cwd: folder });
  expect(check.stdout).toMatch(/SUCCESS: \d+ rules found/);
  const test = await run(promtool, ['test', 'rules', 'alerts.test.yml'], { cwd: folder });
  expect(test.stdout).toContain('SUCCESS');
});
