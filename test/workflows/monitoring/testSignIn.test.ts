/** The test sign-in after a rollover. */
import { describe, expect, it } from '@jest/globals';
import type { TestTemporal } from '../../support/temporal.js';
import { type WatchWorld, refusals, until, watchForEachTest } from '../../support/watchWorld.js';

let temporal: TestTemporal;
let watch: WatchWorld;

describe('a watch whose worker knows the web pages', () => {
  const links = { publicUrl: 'https://onboarding.example', key: Buffer.alloc(32, 9) };
  const acs = `${links.publicUrl}/test-sign-in/acs`;
  const replyUrls = () =>
    watch.tenant.applications.all().find(({ uniqueName }) => uniqueName !== null)!.web.redirectUris;
  watchForEachTest((made) => ({ temporal, watch } = made), { links });

  it('keeps the old certificate and asks again while whoever tries does not get in', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ testSignIn: true, watch: { everyDays: 30 } });
      await watch.liveUntilDue(4);
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
      await watch.confirm();
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
      const report = (more: object) =>
        watch.handle.executeUpdate('reportTestSignIn', { args: [{ by: 'Una', findings: [], ...more }] });
      const [severity, message, remedy] = ['breaks', 'Not assigned.', 'Assign her.'];
      await report({ findings: [{ severity, code: 'AADSTS50105', message, remedy }] });
      await watch.live(20, { stepDays: 5 });
      expect(watch.thumbprints()).toHaveLength(2);
      const { noticed } = await until(watch, ({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
      expect(noticed.at(-1)?.what).toContain('the old one is kept');
      await report({ requestId: '_1', signIn: { nameId: 'una@contoso.example', roles: [] } });
      await watch.live(2);
      await until(watch, ({ certificates }) => certificates.length === 1);
      expect(replyUrls()).not.toContain(acs);
    });
  });

  it('asks for a test sign-in after a rollover, and goes on without when nobody has tried for two weeks', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ testSignIn: true, watch: { everyDays: 30 } });
      const before = watch.texts().length;
      await watch.liveUntilDue(4);
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
      await watch.confirm();
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
      await watch.live(13);
      expect(replyUrls()).toContain(acs);
      expect(watch.thumbprints()).toHaveLength(2);
      const sent = watch.texts().slice(before);
      expect(sent.filter((text) => text.includes('sign in once'))).toHaveLength(3);
      expect(sent.filter((text) => !text.includes(`${links.publicUrl}/w/`))).toEqual([]);
      await watch.live(3);
      const { steps, noticed } = await until(watch, ({ certificates }) => certificates.length === 1);
      expect(replyUrls()).not.toContain(acs);
      expect(steps.find(({ name }) => name === 'testSignIn')).toMatchObject({
        status: 'done',
        note: '0 sign-ins tried, 0 findings; nobody got in',
      });
      expect(noticed.map(({ what }) => what)).toContainEqual(expect.stringContaining('Nobody got in'));
      expect((await watch.progress()).drift?.differences).toEqual([]);
      expect(refusals(watch)).toEqual([]);
    });
  });
});
