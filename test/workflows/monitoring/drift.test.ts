/** What somebody changes in the tenant after the onboarding, and what the watch makes of it. */
import { describe, expect, it } from '@jest/globals';
import { describeDifference } from '../../../src/onboarding/drift.js';
import type { TestTemporal } from '../../support/temporal.js';
import { type WatchWorld, refusals, until, watchForEachTest } from '../../support/watchWorld.js';

let temporal: TestTemporal;
let watch: WatchWorld;

describe('a watch', () => {
  watchForEachTest((made) => ({ temporal, watch } = made));

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
      await watch.signIn();
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
});
