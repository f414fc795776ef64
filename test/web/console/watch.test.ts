/** A finished onboarding in the console, with the watch over it. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onboardingWorkflowId, watchWorkflowId } from '../../../src/onboarding/names.js';
import type { WatchProgress } from '../../../src/onboarding/watch.js';
import type { Port } from '../../../src/temporal/port.js';
import { createWebServer } from '../../../src/web/server.js';
import { CONSOLE, operatorSession } from '../../support/console.js';
import { fakeActivities, TENANT_ID } from '../../support/fakeActivities.js';
import { answering, fakePort, quietWatch, runningOnboarding } from '../../support/fakePort.js';
import { minimalRequest } from '../../support/request.js';
import { devServer, type TestTemporal } from '../../support/temporal.js';
import { webDeps } from '../../support/web.js';

let temporal: TestTemporal;
beforeEach(async () => {
  temporal = await devServer();
});
afterEach(async () => {
  await temporal.stop();
});

/** A finished onboarding with a watch over it, in the console of Olga, who may act. A worker must run. */
async function watched() {
  const customerId = `c-${randomUUID().slice(0, 8)}`;
  const request = minimalRequest({
    customerId,
    watch: {},
    assignments: [{ type: 'group', principal: 'Senders' }],
  });
  const handle = await temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(customerId),
    args: [{ ...request, testSignIn: false }],
  });
  await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
  await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
  await handle.result();

  const server = await createWebServer(
    webDeps(temporal.port, { ...CONSOLE, publicUrl: 'http://localhost' }).deps,
  );
  const { cookie, csrf } = await operatorSession();
  const cookies = { operator: cookie };
  const url = `/console/onboardings/${customerId}`;
  const watch = temporal.client.workflow.getHandle(watchWorkflowId(customerId));
  return { server, cookies, csrf, url, watch, customerId };
}

it('shows what the watch sees, and has it look at once', async () => {
  await temporal.withWorker(fakeActivities().activities, async () => {
    const { server, cookies, csrf, url, watch } = await watched();
    const page = await server.inject({ url, cookies });
    for (const shown of ['all is well', 'Next check', 'Check now']) expect(page.body).toContain(shown);
    expect(page.body).toContain('Senders');

    const payload = { csrf };
    const told = await server.inject({
      method: 'POST',
      url: `${url}/check-now`,
      cookies,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(payload).toString(),
    });
    expect(told).toMatchObject({ statusCode: 303, headers: { location: `${url}?done=check-now` } });
    let progress = await watch.query<WatchProgress>('progress');
    while (progress.checks === 0) {
      await sleep(50);
      progress = await watch.query<WatchProgress>('progress');
    }
    expect(progress.actions).toMatchObject([{ signal: 'checkNow', by: 'Olga Operator' }]);
    const after = await server.inject({ url: `${url}?done=check-now`, cookies });
    expect(after.body).toContain('The check has started.');
    expect(after.body).toContain('Olga Operator started a check');
    await watch.signal('endWatch', {});
    await server.close();
  });
});

/** A finished onboarding whose watch stands so, as Olga sees it. */
async function shownWith(watch: Parameters<typeof quietWatch>[0]) {
  const answers = { onboarding: runningOnboarding({ status: 'done', execution: 'COMPLETED' }) };
  const ask = answering({ ...answers, watch: quietWatch(watch) });
  const server = await createWebServer(webDeps(fakePort({ ask }), CONSOLE).deps);
  const cookies = { '__Host-operator': (await operatorSession()).cookie };
  // Live pages ask once for all who follow the same customer.
  const url = `/console/onboardings/c-${randomUUID().slice(0, 8)}`;
  const page = await server.inject({ url, cookies });
  // The live stream ends with it.
  const live = await server.inject({ url: `${url}/live`, cookies });
  return [page.body, live.body];
}

it('says plainly that nobody watches any more when the watch was terminated, and offers no look', async () => {
  for (const body of await shownWith({ execution: 'TERMINATED' })) {
    expect(body).toContain('Nobody watches any more (terminated)');
    for (const shown of ['all is well', 'Next check', 'Check now']) expect(body).not.toContain(shown);
  }
});

it('tells in its own word that a watch was stopped, and offers no look', async () => {
  for (const body of await shownWith({ status: 'stopped', execution: 'COMPLETED' })) {
    expect(body).toContain('stopped');
    for (const shown of ['Nobody watches any more', 'Next check', 'Check now']) {
      expect(body).not.toContain(shown);
    }
  }
});

it('is listed among the watches, and has a page of its own when Temporal has forgotten the onboarding', async () => {
  await temporal.withWorker(fakeActivities().activities, async () => {
    const { server, cookies, url, watch, customerId } = await watched();
    const body = async (address: string) => (await server.inject({ url: address, cookies })).body;
    const list = `/console/watches?status=watching&search=${customerId}`;
    // Visibility is behind.
    while (!(await body(list)).includes(`href="${url}"`)) await sleep(100);
    expect(await body(`/console/watches?status=atRisk&search=${customerId}`)).toContain(
      'No matching customers.',
    );
    expect(await body(`/console?search=${customerId}`)).toMatch(/>done<.*>watch: all is well</s);

    await temporal.client.workflowService.deleteWorkflowExecution({
      namespace: temporal.client.options.namespace,
      workflowExecution: { workflowId: onboardingWorkflowId(customerId) },
    });
    const open = () => server.inject({ url: `${url}?done=check-now`, cookies });
    let page = await open();
    // Temporal does not forget it in one moment.
    while (page.statusCode !== 303) page = await open();
    expect(page.headers.location).toBe(`${url}/watch?done=check-now`);
    const alone = await body(`${url}/watch?done=check-now`);
    for (const shown of ['Contoso', 'all is well', 'Check now', 'The check has started.']) {
      expect(alone).toContain(shown);
    }
    expect(await body(list)).toContain(customerId);
    await watch.signal('endWatch', {});
    await watch.result();
    expect(await body(`${url}/watch/live`)).toContain('event: end');
    await server.close();
  });
});

it('is stopped from a page that says what that means, for a reason', async () => {
  const told: unknown[] = [];
  const tell: Port['tell'] = (...what) => Promise.resolve(void told.push(what));
  const ask = answering({ onboarding: runningOnboarding({ status: 'done' }), watch: quietWatch() });
  const server = await createWebServer(webDeps(fakePort({ ask, tell }), CONSOLE).deps);
  const { cookie, csrf } = await operatorSession();
  const url = '/console/onboardings/contoso/watch/stop';
  const cookies = { '__Host-operator': cookie };
  const send = (reason: string) =>
    server.inject({
      method: 'POST',
      url,
      cookies,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf, reason }).toString(),
    });
  expect((await server.inject({ url: '/console/onboardings/contoso', cookies })).body).toContain(url);
  const page = await server.inject({ url, cookies });
  expect(page.body).toContain('Nothing in the tenant is changed.');
  expect(await send(' ')).toMatchObject({ statusCode: 400, body: expect.stringContaining('Say why.') });
  expect(told).toEqual([]);
  expect(await send('The customer left')).toMatchObject({ statusCode: 303 });
  expect(told).toEqual([
    [
      { kind: 'watch', customerId: 'contoso' },
      'endWatch',
      { by: 'Olga Operator', reason: 'The customer left' },
    ],
  ]);
});
