/** What there is of customers after their onboarding, as Temporal's visibility finds it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { onboardingWorkflowId, watchWorkflowId } from '../../src/onboarding/names.js';
import { allPages, type Listed, type ListFilter, type WatchFilter } from '../../src/temporal/list.js';
import { onboardedBy } from '../../src/temporal/offboardings.js';
import { OnboardingNotFoundError } from '../../src/temporal/customerWorkflow.js';
import { startAnswered } from '../support/answeredOnboarding.js';
import { fakeActivities } from '../support/fakeActivities.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

const onboardings = (filter: ListFilter) =>
  allPages((page) => temporal.port.list('onboarding', filter, page));
const watches = (filter: WatchFilter) => allPages((page) => temporal.port.list('watch', filter, page));

/** With a worker whose activities all succeed. */
const withWorker = (work: () => Promise<void>) => temporal.withWorker(fakeActivities().activities, work);
const newCustomer = () => `l-${randomUUID().slice(0, 8)}`;
const watchOver = (customerId: string) => temporal.client.workflow.getHandle(watchWorkflowId(customerId));

/** A finished onboarding, with a watch over it. A worker must run. */
async function onboarded(customerId: string) {
  const handle = await startAnswered(temporal, { customerId, watch: {}, testSignIn: false });
  await handle.result();
}

/** As when its retention is over, which takes Temporal a moment. */
async function forgotten(customerId: string) {
  await temporal.client.workflowService.deleteWorkflowExecution({
    namespace: temporal.client.options.namespace,
    workflowExecution: { workflowId: onboardingWorkflowId(customerId) },
  });
  const onboarding = temporal.client.workflow.getHandle(onboardingWorkflowId(customerId));
  const isKnown = () =>
    onboarding.describe().then(
      () => true,
      () => false,
    );
  await eventually(isKnown, (known) => !known);
}

/** Visibility follows a little later. */
const eventually = <T>(find: () => Promise<T>, wanted: (found: T) => boolean) => until(find, wanted);

it('a finished onboarding is listed with the watch over the customer, then with their offboarding', async () => {
  await withWorker(async () => {
    const customerId = newCustomer();
    await onboarded(customerId);
    const since = () => onboardings({ search: customerId });
    const isSince = (workflow: 'watch' | 'offboarding', status: string) => (listed: Listed[]) =>
      listed[0]?.since?.workflow === workflow && listed[0].since.status === status;
    await eventually(since, isSince('watch', 'watching'));

    // An offboarding that was called off is none.
    const tenant = { tenant: 'contoso.example', permissionProfile: 'full' as const };
    const begin = async () => {
      await temporal.port.offboard({ customerId, ...tenant });
      await eventually(
        () => temporal.port.ask({ kind: 'offboarding', customerId }, 'progress'),
        ({ status }) => status === 'waiting',
      );
    };
    await begin();
    await eventually(since, isSince('offboarding', 'waiting'));
    const calledOff = { by: 'Olga', reason: 'stays' };
    await temporal.port.tell({ kind: 'offboarding', customerId }, 'cancelOffboarding', calledOff);
    await eventually(since, isSince('watch', 'watching'));

    await begin();
    await temporal.port.tell({ kind: 'offboarding', customerId }, 'confirmOffboarding', { by: 'Olga' });
    await eventually(since, isSince('offboarding', 'done'));

    // The new onboarding has its own watch; the one before keeps what came of it.
    await onboarded(customerId);
    const both = await eventually(
      since,
      (listed) => listed.length === 2 && isSince('watch', 'watching')(listed),
    );
    expect(both.map(({ since: then }) => then)).toEqual([
      { workflow: 'watch', status: 'watching', workflowStatus: 'RUNNING' },
      { workflow: 'offboarding', status: 'done', workflowStatus: 'COMPLETED' },
    ]);
    await watchOver(customerId).signal('endWatch', {});
    await watchOver(customerId).result();
  });
}, 120_000);

it('watches are found by status and page by page, and one that nobody stopped is shown when it is over', async () => {
  await withWorker(async () => {
    const prefix = newCustomer();
    const [kept, terminated, stopped] = ['kept', 'terminated', 'stopped'].map((name) => `${prefix}-${name}`);
    for (const customerId of [kept, terminated, stopped]) await onboarded(customerId!);
    await watchOver(terminated!).terminate();
    await watchOver(stopped!).signal('endWatch', {});
    await watchOver(stopped!).result();

    const names = async (filter: { status?: string; waitingFor?: string }) =>
      (await watches({ search: prefix, ...filter }))
        .map(({ customerId, workflowStatus }) => `${customerId.slice(prefix.length + 1)} ${workflowStatus}`)
        .sort();
    await eventually(
      () => names({ status: 'stopped' }),
      (found) => found.length === 1,
    );
    await eventually(
      () => names({}),
      (found) => found.includes('terminated TERMINATED'),
    );
    expect(await names({})).toEqual(['kept RUNNING', 'terminated TERMINATED']);
    expect(await names({ status: 'watching' })).toEqual(['kept RUNNING']);
    expect(await names({ status: 'atRisk' })).toEqual([]);
    expect(await names({ waitingFor: 'hubAdministrator' })).toEqual([]);
    expect(await names({ status: 'stopped' })).toEqual(['stopped COMPLETED']);
    const first = await temporal.port.list('watch', { search: prefix }, { size: 1 });
    const second = await temporal.port.list('watch', { search: prefix }, { size: 1, cursor: first.next });
    expect([first, second].map(({ found: [only] }) => only?.workflowStatus)).toEqual([
      'RUNNING',
      'TERMINATED',
    ]);

    // Watched over again: what ended before is no news.
    await onboarded(terminated!);
    await eventually(
      () => names({}),
      (found) => found.includes('terminated RUNNING'),
    );
    expect(await names({})).toEqual(['kept RUNNING', 'terminated RUNNING']);
    for (const name of ['kept', 'terminated']) {
      await watchOver(`${prefix}-${name}`).signal('endWatch', {});
    }
  });
}, 120_000);

it('a customer whose onboarding Temporal has forgotten is found by their watch, which knows their tenant', async () => {
  await withWorker(async () => {
    const customerId = newCustomer();
    await onboarded(customerId);
    await forgotten(customerId);
    const found = () => onboardings({ search: customerId });
    await eventually(found, (listed) => listed.length === 0);
    const watching = () => watches({ search: customerId });
    const [watch] = await eventually(watching, ([first]) => first?.status === 'watching');
    expect(watch).toMatchObject({ customerId, workflowStatus: 'RUNNING' });
    expect(await onboardedBy(temporal.port, customerId)).toMatchObject({ tenant: 'contoso.example' });
    await expect(onboardedBy(temporal.port, newCustomer())).rejects.toBeInstanceOf(OnboardingNotFoundError);
    await watchOver(customerId).signal('endWatch', {});
  });
}, 120_000);
