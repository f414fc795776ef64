/** An offboarding in the console: seen before it is confirmed, by two people where the worker's settings say so. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import type { Activities } from '../../../src/activities/index.js';
import { onboardingWorkflowId } from '../../../src/onboarding/names.js';
import type { Made } from '../../../src/onboarding/removal.js';
import { BLOCKED } from '../../../src/onboarding/progress.js';
import { createWebServer } from '../../../src/web/server.js';
import { launch, problemsOf } from '../../support/browser.js';
import { CONSOLE, operatorSession, PEOPLE } from '../../support/console.js';
import { fakeActivities, MADE, TENANT_ID } from '../../support/fakeActivities.js';
import { operatorsOf } from '../../support/operators.js';
import { minimalRequest } from '../../support/request.js';
import { devServer, type TestTemporal } from '../../support/temporal.js';
import { webDeps } from '../../support/web.js';
import { startWebWorld, type WebWorld } from '../../support/webWorld.js';

describe('the page of an offboarding', () => {
  let temporal: TestTemporal;
  beforeEach(async () => {
    temporal = await devServer();
  });
  afterEach(async () => {
    await temporal.stop();
  });

  const offboarding = (customerId: string) =>
    temporal.port.ask({ kind: 'offboarding', customerId }, 'progress');

  async function until(customerId: string, status: string) {
    let now = await offboarding(customerId);
    while (now.status !== status) now = await offboarding(customerId);
    return now;
  }

  /** A customer whose onboarding runs or is finished, in the console of operators. */
  async function customer({ finished = true } = {}) {
    const customerId = `c-${randomUUID().slice(0, 8)}`;
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(customerId),
      args: [{ ...minimalRequest({ customerId, assignments: [{ type: 'group', principal: 'Senders' }] }) }],
    });
    if (finished) {
      await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
      await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
      await handle.result();
    }
    const { deps } = webDeps(temporal.port, {
      ...CONSOLE,
      publicUrl: 'http://localhost',
    });
    const server = await createWebServer(deps);
    const page = `/console/onboardings/${customerId}/offboarding`;
    const stop = async () => {
      await server.close();
      if (!finished) await handle.terminate();
    };
    return { customerId, server, page, stop };
  }

  async function operator(server: FastifyInstance, changes: Parameters<typeof operatorSession>[0] = {}) {
    const { cookie, csrf } = await operatorSession(changes);
    const cookies = { operator: cookie };
    return {
      open: async (url: string) => (await server.inject({ url, cookies })).body,
      post: (url: string, fields: Record<string, string> = {}) =>
        server.inject({
          method: 'POST',
          url,
          cookies,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams({ csrf, ...fields }).toString(),
        }),
    };
  }

  const shownOn = (body: string) => /name="shown" value="([^"]+)"/.exec(body)?.[1] ?? 'nothing';

  const withWorker = (changes: Partial<Activities>, work: (called: string[]) => Promise<void>) => {
    const { activities, called } = fakeActivities(changes);
    return temporal.withWorker(activities, () => work(called));
  };

  it('removes nothing but what was shown on it, and asks again when that has changed', async () => {
    let certificates = 1;
    const findMade = (): Promise<Made> =>
      Promise.resolve({ ...MADE, application: { ...MADE.application!, certificates } });
    await withWorker({ findMade }, async (called) => {
      const { customerId, server, page, stop } = await customer();
      const { open, post } = await operator(server);
      expect(await open(`/console/onboardings/${customerId}`)).toContain(`href="${page}"`);
      expect(await open(page)).toContain('There is no offboarding of this customer.');
      expect(await post(page)).toMatchObject({ statusCode: 303, headers: { location: page } });
      await until(customerId, 'waiting');
      const body = await open(page);
      expect(body).toContain('enterprise application &quot;SSO&quot; with 1 certificate');

      expect(await post(`${page}/confirm`, { shown: 'something else' })).toMatchObject({
        statusCode: 409,
        body: expect.stringContaining('The objects in the tenant have changed.'),
      });
      certificates = 2;
      expect((await post(`${page}/confirm`, { shown: shownOn(body) })).statusCode).toBe(303);
      let again = await open(page);
      while (!again.includes('with 2 certificates')) again = await open(page);
      expect(called).not.toContain('removeMade');
      expect((await post(`${page}/confirm`, { shown: shownOn(again) })).statusCode).toBe(303);
      await until(customerId, 'done');
      const done = await open(page);
      for (const shown of ['Removed from the tenant', 'Olga Operator', 'Start again']) {
        expect(done).toContain(shown);
      }
      expect(await open(`/console/onboardings/${customerId}`)).toContain('See the offboarding');
      await stop();
    });
  });

  it('shows what blocks it until it is retried, and is cancelled for a reason only', async () => {
    const problem = { code: 'forbidden', reason: 'We may not read policies.', remedy: 'Consent again.' };
    let blocked = true;
    const findMade = () =>
      blocked
        ? Promise.reject(ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] }))
        : Promise.resolve(MADE);
    await withWorker({ findMade }, async (called) => {
      const { customerId, server, page, stop } = await customer();
      const { open, post } = await operator(server);
      await post(page);
      await until(customerId, 'blocked');
      expect(await open(page)).toContain(problem.reason);
      blocked = false;
      expect((await post(`${page}/retry`)).statusCode).toBe(303);
      await until(customerId, 'waiting');
      const again = await post(`${page}/retry`);
      expect(again).toMatchObject({ statusCode: 409, body: expect.stringContaining('nothing is blocked') });
      const missing = await post(`${page}/cancel`, { reason: ' ' });
      expect(missing).toMatchObject({ statusCode: 400, body: expect.stringContaining('Say why.') });
      expect((await post(`${page}/cancel`, { reason: 'The customer stays' })).statusCode).toBe(303);
      await until(customerId, 'cancelled');
      const body = await open(page);
      expect(body).toContain('Nothing was removed.');
      expect(body).not.toContain('name="shown"');
      expect(called).not.toContain('removeMade');
      await stop();
    });
  });

  it('offers nothing to a reader, and no offboarding while the onboarding runs', async () => {
    await withWorker({}, async () => {
      const { customerId, server, page, stop } = await customer({ finished: false });
      const reader = await operator(server, { roles: ['Onboarding.Read'] });
      const olga = await operator(server);
      const body = await olga.open(page);
      expect(body).toContain('Cancel the onboarding instead.');
      expect(body).not.toContain('Find objects to remove');
      expect((await olga.post(page)).statusCode).toBe(409);
      expect(await reader.open(page)).not.toContain('Cancel onboarding');
      for (const form of ['', '/confirm', '/retry', '/cancel']) {
        expect((await reader.post(page + form)).statusCode).toBe(403);
      }
      expect(await olga.open('/console/onboardings/nobody/offboarding')).toContain('There is nothing here');
      await expect(offboarding(customerId)).rejects.toThrow('There is no offboarding');
      await stop();
    });
  });
});

describe('an offboarding that two people must confirm', () => {
  let world: WebWorld;
  let browser: Browser;
  beforeEach(async () => {
    world = await startWebWorld(CONSOLE, undefined, { offboardingNeedsTwo: true });
    browser = await launch();
  });
  afterEach(async () => {
    await browser.close();
    await world.stop();
  });

  async function signedIn(name: string, address: string): Promise<Page> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(`${world.publicUrl}/console/sign-in/start`);
    await page.getByRole('button', { name }).click();
    await page.getByRole('heading', { name: 'Onboardings' }).waitFor();
    await page.goto(world.publicUrl + address);
    return page;
  }

  it('is requested by one, refused to them, and confirmed by another', async () => {
    const { api } = operatorsOf(world);
    api.roleAssignments.push({ principalId: PEOPLE.nick, role: 'Onboarding.Operate' });
    await world.run(async () => {
      const { answersUntil, handle, until, customerId } = await world.start();
      await answersUntil('chooseRoles');
      const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
      await handle.signal('chooseRoles', { assignments, chosenBy: 'Anna Admin' });
      await until(({ status }) => status === 'done');

      const olga = await signedIn('Olga Operator', `/console/onboardings/${customerId}`);
      await olga.getByRole('link', { name: 'Offboard customer' }).click();
      expect(await problemsOf(olga, 'offboarding-none')).toEqual([]);
      await olga.getByRole('button', { name: 'Find objects to remove' }).click();
      await olga.getByText('Two people must agree.').waitFor();
      expect(await problemsOf(olga, 'offboarding-waiting')).toEqual([]);
      const { csrf, shown } = {
        csrf: await olga.locator('input[name=csrf]').first().inputValue(),
        shown: await olga.locator('input[name=shown]').inputValue(),
      };
      await olga.getByRole('button', { name: 'Request removal' }).click();
      await olga.getByText('You requested the removal.').waitFor();
      expect(await olga.locator('button.danger').count()).toBe(0);
      expect(await problemsOf(olga, 'offboarding-requested')).toEqual([]);
      const refused = await olga
        .context()
        .request.post(`${olga.url()}/confirm`, { form: { csrf, shown }, headers: { accept: 'text/html' } });
      expect(refused.status()).toBe(409);
      expect(await refused.text()).toContain('another person than Olga Operator');

      const nick = await signedIn('Nick Nobody', `/console/onboardings/${customerId}/offboarding`);
      await nick.getByText(/^Olga Operator .* requested the removal/).waitFor();
      await nick.getByRole('button', { name: 'Confirm removal' }).click();
      for (const page of [nick, olga])
        await page.getByText('Removed from the tenant', { exact: true }).waitFor();
      expect(await problemsOf(nick, 'offboarding-done')).toEqual([]);
      const left = world.sandbox.world.tenants[0]!.applications.all().filter(
        ({ uniqueName }) => uniqueName !== null,
      );
      expect(left).toEqual([]);
      for (const page of [nick, olga]) await page.context().close();
    });
  });
});
