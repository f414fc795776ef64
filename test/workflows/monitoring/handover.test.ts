/** What a watch hands over, and whom it tells. */
import { describe, expect, it } from '@jest/globals';
import { minimalRequest } from '../../support/request.js';
import type { TestTemporal } from '../../support/temporal.js';
import { type WatchWorld, refusals, until, watchForEachTest } from '../../support/watchWorld.js';
import { zoneWhereItIs } from '../../support/zones.js';

let temporal: TestTemporal;
let watch: WatchWorld;

const hourIn = (timeZone: string, at: string) =>
  Number(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(Date.parse(at)),
  );
const isNight = (hour: number) => hour < 8 || hour >= 18;

describe('a watch', () => {
  watchForEachTest((made) => ({ temporal, watch } = made));

  it('texts louder and louder about a handover, and waits to the last moment before it activates', async () => {
    await temporal.withWorker(watch.activities, async () => {
      const timeZone = zoneWhereItIs(12);
      const contacts = minimalRequest().contacts.map((one) => ({ ...one, timeZone }));
      await watch.onboard({ watch: { everyDays: 30 }, contacts, timeZone: zoneWhereItIs(0) });
      const [first] = watch.thumbprints();
      const before = watch.texts().length;
      await watch.liveUntilDue(4);
      await watch.live(60);
      expect(watch.active()).toBe(first);
      await until(watch, ({ status }) => status === 'atRisk' && watch.texts().length - before >= 6);
      const sent = watch.texts().slice(before);
      expect(sent.map((text) => text.split('MessageMedia')[0]!.trim())).toEqual([
        '',
        'Reminder, 30 days left.',
        'Reminder, 14 days left.',
        'URGENT.',
        'URGENT.',
        'URGENT.',
      ]);
      const { messages } = await watch.progress();
      expect(messages.map(({ at }) => hourIn(timeZone, at)).filter(isNight)).toEqual([]);
      expect(refusals(watch)).toEqual([]);
      // The XML is pasted, and nobody says so: sign-in goes on with the certificate that Entra ID takes by itself.
      await watch.paste();
      await watch.live(5);
      expect(watch.active()).not.toBe(first);
      expect(refusals(watch)).toEqual([]);
      const { noticed } = await until(watch, ({ status }) => status === 'atRisk');
      expect(noticed.map(({ what }) => what)).toContain(
        'The Hub has not been given that certificate: sign-in fails until it is.',
      );
      await watch.confirm();
      await watch.live(3);
      const after = await until(watch, ({ status }) => status === 'watching');
      expect(after.waitingFor).toBeNull();
    });
  });

  it('hands over at once what somebody else has made active, and does not undo it', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: {} });
      await watch.live(2);
      const { id } = watch.servicePrincipal();
      const added = watch.inPortal('POST', `/servicePrincipals/${id}/addTokenSigningCertificate`, {})
        .body as {
        thumbprint: string;
      };
      watch.inPortal('PATCH', `/servicePrincipals/${id}`, {
        preferredTokenSigningKeyThumbprint: added.thumbprint,
      });
      await watch.live(1);
      const told = /^URGENT\. .*Somebody made another certificate the active one/;
      const asked = await until(
        watch,
        ({ status }) => status === 'atRisk' && watch.texts().some((text) => told.test(text)),
      );
      expect(asked).toMatchObject({ waitingFor: { signal: 'confirmHandover', from: 'hubAdministrator' } });
      expect(watch.texts().at(-1)).toMatch(told);
      expect(refusals(watch).length).toBeGreaterThan(0);
      await watch.confirm();
      // From here on the Hub knows the certificate.
      const broken = watch.signIns.length;
      await watch.live(3);
      expect(watch.signIns.slice(broken).filter(({ outcome }) => outcome !== 'in')).toEqual([]);
      expect(watch.active()).toBe(added.thumbprint);
      expect(watch.thumbprints()).toHaveLength(2);
      const { status, noticed } = await watch.progress();
      expect(status).toBe('watching');
      expect(noticed.map(({ what }) => what.split(' ').slice(0, 2).join(' '))).toEqual(
        expect.arrayContaining(['Somebody added', 'Somebody made']),
      );
    });
  });

  it('refuses a confirmation of XML that has changed since, and ends when it is told to', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: {} });
      const refused = (input: object) =>
        watch.handle.executeUpdate('confirmHandover', { args: [input] }).then(
          () => 'accepted',
          (error: unknown) => (error as { cause?: Error }).cause?.message,
        );
      const metadataSha256 = 'a'.repeat(64);
      expect(await refused({ confirmedBy: 'Hanna', metadataSha256 })).toBe('there is nothing to hand over');
      const { id } = watch.servicePrincipal();
      watch.inPortal('POST', `/servicePrincipals/${id}/addTokenSigningCertificate`, {});
      await watch.live(1);
      await until(watch, ({ waitingFor }) => waitingFor !== null);
      expect(await refused({ confirmedBy: 'Hanna', metadataSha256 })).toMatch(/has changed since/);
      expect(await refused({ confirmedBy: 'Hanna' })).toMatch(/metadataSha256/);
      await watch.handle.signal('endWatch', { by: 'operator', reason: 'customer left' });
      await watch.handle.result();
      expect(await watch.progress()).toMatchObject({ status: 'stopped' });
    });
  });
});
