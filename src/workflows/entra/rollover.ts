/**
 * The signing certificate is replaced before it expires, and what others do to it in the portal is followed: move by
 * move, each one decided by what stands in the tenant after the one before.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { handoverPackage } from '../../onboarding/handover.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import { type Move, nextMove, type Observed } from '../../onboarding/rollover.js';
import { IN_TENANT } from '../activityOptions.js';
import type { WatchRun } from '../monitoring/run.js';
import { askCapabilities } from '../run/capabilities.js';
import { Certificates } from './certificates.js';
import { readMetadata } from './metadata.js';
import { watchedScope } from './tenant.js';

const activities = proxyActivities<Activities>(IN_TENANT);

/** More in one check than any rollover has: the next check goes on. */
const MOST_MOVES = 12;

export async function lookAfterCertificates(run: WatchRun): Promise<void> {
  const certificates = new Certificates(run.record);
  for (let moves = 0; moves < MOST_MOVES && !run.isStopped(); moves += 1) {
    const observed = await observe(run, certificates);
    const move = nextMove(observed, certificates.known, certificates.isOurs, Date.now());
    if (move.do !== 'handOver') run.handover.over();
    if (run.isStopped()) return;
    switch (move.do) {
      case 'rest':
        run.restUntil(move.until);
        return;
      case 'add':
        await add(run, certificates);
        break;
      case 'handOver':
        if (!(await handOver(run, certificates, move, observed))) return;
        break;
      case 'activate':
        await activate(run, certificates, move.thumbprint);
        break;
      case 'follow':
        certificates.nowActive(move.thumbprint, 'somebody else has made it active');
        break;
      case 'remove':
        await remove(run, certificates, move.thumbprint);
    }
  }
}

async function observe(run: WatchRun, certificates: Certificates): Promise<Observed> {
  const { servicePrincipalId } = run.agreed;
  const observed = await activities.observeCertificates.executeWithOptions(
    { summary: 'look at the certificates' },
    [{ ...watchedScope(run.agreed), servicePrincipalId, expected: certificates.expected }],
  );
  certificates.sees(observed);
  return observed;
}

async function add(run: WatchRun, certificates: Certificates): Promise<void> {
  const generation = certificates.nextGeneration();
  const added = await run.step('nextCertificate', () =>
    activities.addNextCertificate.executeWithOptions({ summary: `add certificate ${String(generation)}` }, [
      // A run before this one may have added it and not lived to tell.
      {
        ...watchedScope(run.agreed),
        retried: true,
        servicePrincipalId: run.agreed.servicePrincipalId,
        generation,
      },
    ]),
  );
  certificates.added(added.thumbprint);
}

/** True when the Hub has it; false while that is still to be confirmed. */
async function handOver(
  run: WatchRun,
  certificates: Certificates,
  move: Extract<Move, { do: 'handOver' }>,
  observed: Observed,
): Promise<boolean> {
  const { handover } = run;
  if (!handover.isPrepared(move, observed)) {
    const { reason, thumbprint, deadline } = move;
    const { values, thumbprints, ...metadata } = await handoverOf(run, thumbprint);
    // Anew for each rollover, which is years after the last.
    const { handOverTo } = (await askCapabilities()) ?? metadata;
    const since = Date.now();
    handover.prepared({ reason, thumbprint, thumbprints, since, deadline, texted: {} }, values);
    if (handOverTo === 'gateway') {
      await activities.handOver.executeWithOptions({ summary: 'configure the Hub' }, [values]);
      handover.confirm('the gateway');
    }
  }
  if (!handover.takeConfirmation()) return false;
  const { active } = observed;
  if (active !== null && active !== certificates.known.agreed) {
    certificates.nowActive(active, 'confirmed with the handover');
  }
  return true;
}

/** The metadata with the certificate in it, and the values of the Hub's form. */
export async function handoverOf(run: WatchRun, thumbprint: string) {
  const { appId, request, ssoForced = request.hub.forceSso } = run.agreed;
  const metadata = await run.step('metadata', () =>
    readMetadata(watchedScope(run.agreed), appId, thumbprint),
  );
  return { ...metadata, values: handoverPackage(request, serviceProviderOf(request), metadata, ssoForced) };
}

async function activate(run: WatchRun, certificates: Certificates, thumbprint: string): Promise<void> {
  await run.step('activation', () =>
    activities.activateNextCertificate.executeWithOptions(
      { summary: 'make the next certificate the active one' },
      [{ ...watchedScope(run.agreed), servicePrincipalId: run.agreed.servicePrincipalId, thumbprint }],
    ),
  );
  certificates.nowActive(thumbprint, 'made active by this watch');
  run.test.wanted();
}

async function remove(run: WatchRun, certificates: Certificates, thumbprint: string): Promise<void> {
  const { removed } = await run.step('removal', () =>
    activities.removeCertificate.executeWithOptions({ summary: 'remove the old certificate' }, [
      {
        ...watchedScope(run.agreed),
        servicePrincipalId: run.agreed.servicePrincipalId,
        thumbprint,
        active: certificates.known.agreed,
      },
    ]),
  );
  if (removed) certificates.removed(thumbprint);
}
