/** The watch over a finished onboarding, in a sandbox that lives by Temporal's clock: months pass in moments. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { customerIdOf, offboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OffboardingProgress } from '../../src/onboarding/offboarding.js';
import { describeDifference } from '../../src/onboarding/drift.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { type WatchWorld, refusals, startWatchWorld, until } from '../support/watchWorld.js';
import { zoneWhereItIs } from '../support/zones.js';

let temporal: TestTemporal;
let watch: WatchWorld;
// Each with a server of its own: time stands still while anything of an earlier test is under way.
beforeEach(async () => {
  temporal = await timeSkippingServer();
});
afterEach(async () => {
  await watch.stop();
  await temporal.stop();
});

const thumbprints = () =>
  watch
    .servicePrincipal()
    .keyCredentials.filter(({ usage }) => usage === 'Verify')
    .map(({ customKeyIdentifier }) =>
      Buffer.from(customKeyIdentifier, 'base64').toString('hex').toUpperCase(),
    );
const active = () => watch.servicePrincipal().preferredTokenSigningKeyThumbprint?.toUpperCase();
const texts = () => watch.world.sandbox.world.messages.inbox.map(({ content }) => content);

const hourIn = (timeZone: string, at: string) =>
  Number(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(Date.parse(at)),
  );
const isNight = (hour: number) => hour < 8 || hour >= 18;

/** Up to 61 days before the end of the three years. */
const UNTIL_DUE = 3 * 365 - 61;

describe.each(['global', 'china'] as const)('a rollover in the cloud %s', (cloud) => {
  beforeEach(async () => {
    watch = await startWatchWorld(temporal, { lagMs: 50, cloud });
  });

  it('replaces the certificate without a single refused sign-in, through faults and lost replies', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: { everyDays: 30 } });
      const [first] = thumbprints();
      await watch.live(UNTIL_DUE, { stepDays: UNTIL_DUE / 4 });
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
      expect(thumbprints()).toHaveLength(2);
      expect(active()).toBe(first);
      await watch.confirm();
      await watch.live(10);
      const progress = await until(
        watch,
        ({ rollovers, certificates }) => rollovers.length === 1 && certificates.length === 1,
      );
      expect(progress.status).toBe('watching');
      expect(thumbprints()).toEqual([active()]);
      expect(active()).not.toBe(first);
      expect(watch.servicePrincipal().passwordCredentials).toHaveLength(1);
    });
    expect(watch.signIns.length).toBeGreaterThan(50);
    expect(refusals(watch)).toEqual([]);
  });
});

describe('a watch', () => {
  beforeEach(async () => {
    watch = await startWatchWorld(temporal);
  });

  it('texts louder and louder about a handover, and waits to the last moment before it activates', async () => {
    await temporal.withWorker(watch.activities, async () => {
      const timeZone = zoneWhereItIs(12);
      const contacts = minimalRequest().contacts.map((one) => ({ ...one, timeZone }));
      await watch.onboard({ watch: { everyDays: 30 }, contacts, timeZone: zoneWhereItIs(0) });
      const [first] = thumbprints();
      const before = texts().length;
      await watch.live(UNTIL_DUE, { stepDays: UNTIL_DUE / 4 });
      await watch.live(60);
      expect(active()).toBe(first);
      await until(watch, ({ status }) => status === 'atRisk' && texts().length - before >= 6);
      const sent = texts().slice(before);
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
      expect(active()).not.toBe(first);
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
        ({ status }) => status === 'atRisk' && texts().some((text) => told.test(text)),
      );
      expect(asked).toMatchObject({ waitingFor: { signal: 'confirmHandover', from: 'hubAdministrator' } });
      expect(texts().at(-1)).toMatch(told);
      expect(refusals(watch).length).toBeGreaterThan(0);
      await watch.confirm();
      // From here on the Hub knows the certificate.
      const broken = watch.signIns.length;
      await watch.live(3);
      expect(watch.signIns.slice(broken).filter(({ outcome }) => outcome !== 'in')).toEqual([]);
      expect(active()).toBe(added.thumbprint);
      expect(thumbprints()).toHaveLength(2);
      const { status, noticed } = await watch.progress();
      expect(status).toBe('watching');
      expect(noticed.map(({ what }) => what.split(' ').slice(0, 2).join(' '))).toEqual(
        expect.arrayContaining(['Somebody added', 'Somebody made']),
      );
    });
  });

  it('follows who goes back to the old certificate after a rollover, and alarms nobody', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: { everyDays: 30 } });
      const first = active();
      await watch.live(UNTIL_DUE, { stepDays: UNTIL_DUE / 4 });
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor !== null);
      await watch.confirm();
      await until(watch, ({ rollovers }) => rollovers.length === 1);
      const second = active();
      const before = texts().length;
      watch.inPortal('PATCH', `/servicePrincipals/${watch.servicePrincipal().id}`, {
        preferredTokenSigningKeyThumbprint: first,
      });
      await watch.live(2);
      await watch.live(38, { stepDays: 19 });
      const { status, waitingFor, noticed } = await until(watch, (found) => found.rollovers.length === 2);
      expect({ status, waitingFor, active: active() }).toEqual({
        status: 'watching',
        waitingFor: null,
        active: first,
      });
      expect(noticed.at(-1)?.what).toContain('somebody else has made it active');
      expect(texts().length).toBe(before);
      await watch.live(12, { stepDays: 4 });
      await until(watch, ({ rollovers }) => rollovers.length === 3);
      expect(active()).toBe(second);
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
      await watch.live(UNTIL_DUE, { stepDays: UNTIL_DUE / 4 });
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor !== null);
      expect(thumbprints()).toHaveLength(2);
    });
  });

  it('tells what has been changed and by whom, and repairs what the request says, and no addition', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: { repair: ['replyUrls', 'assignments'] } });
      const application = watch.tenant.applications.all().find(({ uniqueName }) => uniqueName !== null)!;
      const own = 'https://contoso.example/saml';
      watch.inPortal('PATCH', `/applications/${application.id}`, {
        displayName: 'Renamed',
        web: { redirectUris: [own] },
      });
      watch.inPortal('PATCH', `/applications/${application.id}`, {
        web: { redirectUriSettings: [{ uri: own, index: 0 }] },
      });
      await watch.handle.executeUpdate('checkNow', { args: [{ by: 'operator' }] });
      const { drift, status, problem } = await until(watch, ({ checks }) => checks === 1);
      expect({ status, problem }).toEqual({ status: 'drifted', problem: null });
      expect(drift?.repaired.map(({ field }) => field)).toEqual([
        'web.redirectUris',
        'web.redirectUriSettings[0]',
      ]);
      expect(drift?.differences).toMatchObject([
        { class: 'replyUrls', kind: 'added', found: own, lastChange: { by: 'anna.admin@contoso.example' } },
        { class: 'details', kind: 'changed', found: 'Renamed', agreed: 'MessageMedia SSO for Contoso' },
      ]);
      const after = watch.tenant.applications.get(application.id)!;
      expect(new Set(after.web.redirectUris)).toEqual(new Set([...application.web.redirectUris, own]));
      expect(after.displayName).toBe('Renamed');
      expect(refusals(watch)[0]?.outcome).toContain('AADSTS50011');
      await watch.signIn();
      expect(watch.signIns.at(-1)).toMatchObject({ outcome: 'in' });
    });
  });

  it('tells why a repair left something as it is', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: { repair: ['claims', 'details'] } });
      const ours = watch.tenant.claimsPolicies
        .all()
        .find(({ displayName }) => displayName.includes('MessageMedia'))!;
      watch.inPortal('PATCH', `/policies/claimsMappingPolicies/${ours.id}`, { displayName: 'Their own' });
      await watch.handle.executeUpdate('checkNow', { args: [{ by: 'operator' }] });
      const { drift } = await until(watch, ({ checks }) => checks === 1);
      expect(drift?.repaired).toEqual([]);
      expect(drift?.differences).toMatchObject([
        { class: 'claims', kind: 'changed', unrepaired: expect.stringContaining('policy "Their own"') },
      ]);
      expect(describeDifference(drift!.differences[0]!)).toContain(
        '; not repaired: Another claims mapping policy',
      );
    });
  });

  it('is blocked, with the remedy, while the tenant has revoked its consent, and goes on by itself after', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: {} });
      const kept = new Map(watch.tenant.consents);
      watch.tenant.consents.clear();
      await watch.live(3);
      const { problem, status } = await until(watch, (found) => found.status === 'blocked');
      expect({ status, code: problem?.code }).toEqual({ status: 'blocked', code: 'not_consented' });
      for (const [id, given] of kept) watch.tenant.consents.set(id, given);
      await watch.live(2);
      expect((await watch.progress()).status).toBe('watching');
    });
  });

  it('is at risk while somebody has stopped its sign-in, and no longer when they let users in again', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ watch: { repair: ['mode', 'urls'] } });
      const enable = (accountEnabled: boolean) =>
        watch.inPortal('PATCH', `/servicePrincipals/${watch.servicePrincipal().id}`, { accountEnabled });
      enable(false);
      await watch.live(2);
      const { drift } = await until(watch, ({ status }) => status === 'atRisk');
      expect(drift?.differences).toMatchObject([{ class: 'signIn', field: 'accountEnabled' }]);
      expect(watch.servicePrincipal().accountEnabled).toBe(false); // meant, perhaps
      enable(true);
      await watch.live(2);
      expect((await watch.progress()).status).toBe('watching');
    });
  });

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
      const before = texts().length;
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
      expect(texts().length).toBe(before);
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
      const onboarding = await watch.onboard({ watch: { repair: ['claims'] } });
      const customerId = customerIdOf(onboarding.workflowId);
      const { id } = watch.servicePrincipal();
      const policies = () =>
        watch.tenant.claimsPolicies.all().filter(({ displayName }) => displayName.includes('MessageMedia'));
      const [policy] = policies();
      watch.inPortal('DELETE', `/servicePrincipals/${id}/claimsMappingPolicies/${policy!.id}/$ref`);
      watch.inPortal('DELETE', `/policies/claimsMappingPolicies/${policy!.id}`);
      expect(policies()).toEqual([]);
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
      // There is another policy now than the one that was shown.
      while ((await progress()).refused.length === 0) await sleep(50);
      expect(policies()).toHaveLength(1);
      await offboarding.executeUpdate('confirmOffboarding', { args: [{ by: 'Olga' }] });
      expect(await offboarding.result()).toMatchObject({ status: 'done' });
      expect(done).toEqual(['repair begun', 'repaired', 'removal begun']);
      expect(policies()).toEqual([]);
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

describe('a watch whose worker knows the web pages', () => {
  const links = { publicUrl: 'https://onboarding.example', key: Buffer.alloc(32, 9) };
  const acs = `${links.publicUrl}/test-sign-in/acs`;
  const replyUrls = () =>
    watch.tenant.applications.all().find(({ uniqueName }) => uniqueName !== null)!.web.redirectUris;
  beforeEach(async () => {
    watch = await startWatchWorld(temporal, { links });
  });

  it('keeps the old certificate and asks again while whoever tries does not get in', async () => {
    await temporal.withWorker(watch.activities, async () => {
      await watch.onboard({ testSignIn: true, watch: { everyDays: 30 } });
      await watch.live(UNTIL_DUE, { stepDays: UNTIL_DUE / 4 });
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
      await watch.confirm();
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
      const report = (more: object) =>
        watch.handle.executeUpdate('reportTestSignIn', { args: [{ by: 'Una', findings: [], ...more }] });
      const [severity, message, remedy] = ['breaks', 'Not assigned.', 'Assign her.'];
      await report({ findings: [{ severity, code: 'AADSTS50105', message, remedy }] });
      await watch.live(20, { stepDays: 5 });
      expect(thumbprints()).toHaveLength(2);
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
      const before = texts().length;
      await watch.live(UNTIL_DUE, { stepDays: UNTIL_DUE / 4 });
      await watch.live(3);
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
      await watch.confirm();
      await until(watch, ({ waitingFor }) => waitingFor?.signal === 'reportTestSignIn');
      await watch.live(13);
      expect(replyUrls()).toContain(acs);
      expect(thumbprints()).toHaveLength(2);
      const sent = texts().slice(before);
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
