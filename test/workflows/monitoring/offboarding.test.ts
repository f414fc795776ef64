/** A watch whose customer is offboarded. */
import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { customerIdOf, offboardingWorkflowId } from '../../../src/onboarding/names.js';
import type { OffboardingProgress } from '../../../src/onboarding/offboarding.js';
import type { TestTemporal } from '../../support/temporal.js';
import { type WatchWorld, until, watchForEachTest } from '../../support/watchWorld.js';
import { zoneWhereItIs } from '../../support/zones.js';

let temporal: TestTemporal;
let watch: WatchWorld;

describe('a watch', () => {
  watchForEachTest((made) => ({ temporal, watch } = made));

  it('ends when its customer is offboarded, and repairs nothing and texts nobody afterwards', async () => {
    await temporal.withWorker(watch.activities, async () => {
      const onboarding = await watch.onboard({
        watch: { repair: ['claims', 'urls', 'assignments'] },
        timeZone: zoneWhereItIs(12),
      });
      const customerId = customerIdOf(onboarding.workflowId);
      const { id } = watch.servicePrincipal();
      watch.inPortal('POST', `/servicePrincipals/${id}/addTokenSigningCertificate`, {});
      await watch.live(1);
      // By day, so the text about it goes at once.
      await until(
        watch,
        ({ messages }) => messages.length > 0 && messages.every(({ status }) => status !== 'sending'),
      );
      const before = watch.texts().length;
      const offboarding = await temporal.client.workflow.start('offboardCustomer', {
        taskQueue: temporal.taskQueue,
        workflowId: offboardingWorkflowId(customerId),
        args: [{ customerId, tenant: 'contoso.example', permissionProfile: 'full' }],
      });
      const status = async () => (await offboarding.query<OffboardingProgress>('progress')).status;
      while ((await status()) !== 'waiting') await sleep(50);
      await offboarding.signal('confirmOffboarding', { by: 'Olga' });
      expect(await offboarding.result()).toMatchObject({ status: 'done' });
      await watch.handle.result();
      expect(await watch.progress()).toMatchObject({ status: 'stopped', waitingFor: null });
      const { events } = await watch.handle.fetchHistory();
      const told = events!.findIndex(
        ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === 'endWatch',
      );
      const afterwards = events!
        .slice(told)
        .flatMap(({ activityTaskScheduledEventAttributes: activity }) => activity?.activityType?.name ?? []);
      expect({ told: told > 0, afterwards }).toEqual({ told: true, afterwards: [] });
      expect(watch.texts().length).toBe(before);
      expect(watch.tenant.applications.all().filter(({ uniqueName }) => uniqueName !== null)).toEqual([]);
    });
  });

  it('that repairs while its customer is offboarded ends that first, and then everything is removed', async () => {
    const done: string[] = [];
    let goOn = () => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const activities = {
      ...watch.activities,
      async repairConfiguration(...input: Parameters<typeof watch.activities.repairConfiguration>) {
        done.push('repair begun');
        await held;
        const repaired = await watch.activities.repairConfiguration(...input);
        done.push('repaired');
        return repaired;
      },
      async removeMade(...input: Parameters<typeof watch.activities.removeMade>) {
        done.push('removal begun');
        await watch.activities.removeMade(...input);
      },
    };
    await temporal.withWorker(activities, async () => {
      const onboarding = await watch.onboard({ watch: { repair: ['details'] } });
      const customerId = customerIdOf(onboarding.workflowId);
      const ours = () => watch.tenant.applications.all().filter(({ uniqueName }) => uniqueName !== null);
      watch.inPortal('PATCH', `/applications/${ours()[0]!.id}`, { displayName: 'Renamed' });
      await watch.handle.executeUpdate('checkNow', { args: [{ by: 'operator' }] });
      while (!done.includes('repair begun')) await sleep(50);
      const offboarding = await temporal.client.workflow.start('offboardCustomer', {
        taskQueue: temporal.taskQueue,
        workflowId: offboardingWorkflowId(customerId),
        args: [{ customerId, tenant: 'contoso.example', permissionProfile: 'full' }],
      });
      const progress = () => offboarding.query<OffboardingProgress>('progress');
      while ((await progress()).status !== 'waiting') await sleep(50);
      await offboarding.signal('confirmOffboarding', { by: 'Olga' });
      await until(watch, ({ actions }) => actions.at(-1)?.signal === 'endWatch');
      expect(await progress()).toMatchObject({ step: 'survey', status: 'running' });
      goOn();
      // It is called otherwise now than it was shown.
      while ((await progress()).refused.length === 0) await sleep(50);
      expect(ours()).toMatchObject([{ displayName: 'MessageMedia SSO for Contoso' }]);
      await offboarding.executeUpdate('confirmOffboarding', { args: [{ by: 'Olga' }] });
      expect(await offboarding.result()).toMatchObject({ status: 'done' });
      expect(done).toEqual(['repair begun', 'repaired', 'removal begun']);
      expect(ours()).toEqual([]);
    });
  });
});
