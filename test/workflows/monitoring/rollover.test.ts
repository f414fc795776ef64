/** The replacement of a certificate that expires, in a sandbox that lives by Temporal's clock: months pass in moments. */
import { describe, expect, it } from '@jest/globals';
import type { TestTemporal } from '../../support/temporal.js';
import { type WatchWorld, refusals, until, watchForEachTest } from '../../support/watchWorld.js';

let temporal: TestTemporal;
let watch: WatchWorld;

describe.each(['global', 'china'] as const)('a rollover in the cloud %s', (cloud) => {
  watchForEachTest((made) => ({ temporal, watch } = made), { lagMs: 50, cloud });

  it('replaces the certificate without a single refused sign-in, through faults and lost replies', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: { everyDays: 30 } });
      const [first] = watch.thumbprints();
      await watch.liveUntilDue(30);
      const { faults } = watch.world.sandbox;
      const effects = [
        { kind: 'resetAfter' as const },
        { kind: 'status' as const, status: 503, code: 'ServiceUnavailable', message: '', retryAfter: '2' },
      ];
      for (const method of ['POST', 'PATCH'] as const) {
        for (const effect of effects) faults.add({ method, path: '^/v1', skip: 0, times: 1, effect });
      }
      await watch.live(10);
      await until(watch, ({ waitingFor }) => waitingFor !== null);
      expect(watch.thumbprints()).toHaveLength(2);
      expect(watch.active()).toBe(first);
      await watch.confirm();
      await watch.live(10);
      const progress = await until(
        watch,
        ({ rollovers, certificates }) => rollovers.length === 1 && certificates.length === 1,
      );
      expect(progress.status).toBe('watching');
      expect(watch.thumbprints()).toEqual([watch.active()]);
      expect(watch.active()).not.toBe(first);
      expect(watch.servicePrincipal().passwordCredentials).toHaveLength(1);
    });
    expect(watch.signIns.length).toBeGreaterThan(50);
    expect(refusals(watch)).toEqual([]);
  });
});

describe('a watch', () => {
  watchForEachTest((made) => ({ temporal, watch } = made));

  it('follows who goes back to the old certificate after a rollover, and alarms nobody', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: { everyDays: 30 } });
      const first = watch.active();
      await watch.liveUntilDue(4);
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor !== null);
      await watch.confirm();
      await until(watch, ({ rollovers }) => rollovers.length === 1);
      const second = watch.active();
      const before = watch.texts().length;
      watch.inPortal('PATCH', `/servicePrincipals/${watch.servicePrincipal().id}`, {
        preferredTokenSigningKeyThumbprint: first,
      });
      await watch.live(2);
      await watch.live(38, { stepDays: 19 });
      const { status, waitingFor, noticed } = await until(watch, (found) => found.rollovers.length === 2);
      expect({ status, waitingFor, active: watch.active() }).toEqual({
        status: 'watching',
        waitingFor: null,
        active: first,
      });
      expect(noticed.at(-1)?.what).toContain('somebody else has made it active');
      expect(watch.texts().length).toBe(before);
      await watch.live(12, { stepDays: 4 });
      await until(watch, ({ rollovers }) => rollovers.length === 3);
      expect(watch.active()).toBe(second);
    });
    expect(refusals(watch)).toEqual([]);
  });

  it("adds one certificate, though the tenant's clock is ahead", async () => {
    const ahead = ({ startsAt, ...rest }: { startsAt: string }) => ({
      ...rest,
      startsAt: new Date(Date.parse(startsAt) + 5_000).toISOString(),
    });
    const activities = {
      ...watch.activities,
      async observeCertificates(...input: Parameters<typeof watch.activities.observeCertificates>) {
        const { certificates, active: signer } = await watch.activities.observeCertificates(...input);
        return { certificates: certificates.map(ahead) as typeof certificates, active: signer };
      },
    };
    await temporal.withWorker(activities, async () => {
      await watch.onboard({ watch: { everyDays: 30 } });
      await watch.liveUntilDue(4);
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor !== null);
      expect(watch.thumbprints()).toHaveLength(2);
    });
  });
});
