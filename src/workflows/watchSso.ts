/**
 * What keeps a customer's sign-in working after the onboarding: the signing certificate is replaced before it expires,
 * what others do in the portal is followed, and the configuration is held against what was agreed. Runs for as long
 * as the customer is one, each run handing on to the next.
 */
import { continueAsNew, isCancellation, proxyActivities, upsertSearchAttributes } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { violations } from '../onboarding/drift.js';
import { handoverPackage } from '../onboarding/handover.js';
import { isCertificateOf } from '../onboarding/names.js';
import { serviceProviderOf } from '../onboarding/request.js';
import { type Move, nextMove, type Observed } from '../onboarding/rollover.js';
import { CUSTOMER_ID, TENANT } from '../onboarding/searchAttributes.js';
import type { PendingHandover, WatchInput } from '../onboarding/watch.js';
import { IN_TENANT } from './activityOptions.js';
import { WatchRun } from './watch/run.js';

const activities = proxyActivities<Activities>(IN_TENANT);

/** Workflow ID: `watch/<customerId>`. Ends when it is told to, or cancelled. */
export async function watchSso(input: WatchInput): Promise<void> {
  const { customerId, tenant } = input.agreed.request;
  if (input.state === undefined) {
    upsertSearchAttributes([
      { key: CUSTOMER_ID, value: customerId },
      { key: TENANT, value: tenant },
    ]);
  }
  const run = new WatchRun(input);
  try {
    for (;;) {
      await run.sleep();
      if (run.stopped) break;
      await run.check(() => lookAfter(run));
      if (run.mayContinueAsNew()) await continueAsNew<typeof watchSso>(run.handOn());
    }
  } catch (error) {
    if (isCancellation(error)) run.end();
    throw error;
  }
  run.end();
}

async function lookAfter(run: WatchRun): Promise<void> {
  await lookAfterCertificates(run);
  if (run.comparisonDue()) await compare(run);
}

/** Move by move, each one decided by what stands in the tenant after the one before. */
async function lookAfterCertificates(run: WatchRun): Promise<void> {
  for (;;) {
    const observed = await observe(run);
    const isOurs = (name: string) => isCertificateOf(run.agreed.request.customerId, name);
    const move = nextMove(observed, run.known, isOurs, Date.now());
    if (move.do !== 'handOver') run.nothingToHandOver();
    switch (move.do) {
      case 'rest':
        run.restUntil(move.until);
        return;
      case 'add':
        await add(run);
        break;
      case 'handOver':
        if (!(await handOver(run, move, observed))) return;
        break;
      case 'activate':
        await activate(run, move.thumbprint);
        break;
      case 'follow':
        run.nowActive(move.thumbprint, 'somebody else has made it active');
        break;
      case 'remove':
        await remove(run, move.thumbprint);
    }
  }
}

async function observe(run: WatchRun): Promise<Observed> {
  const { servicePrincipalId } = run.agreed;
  const observed = await activities.observeCertificates.executeWithOptions(
    { summary: 'look at the certificates' },
    [{ ...run.scope, servicePrincipalId, expected: run.expected }],
  );
  run.sees(observed);
  return observed;
}

async function add(run: WatchRun): Promise<void> {
  const generation = run.beginRollover();
  const added = await run.step('nextCertificate', () =>
    activities.addNextCertificate.executeWithOptions({ summary: `add certificate ${String(generation)}` }, [
      // A run before this one may have added it and not lived to tell.
      { ...run.scope, retried: true, servicePrincipalId: run.agreed.servicePrincipalId, generation },
    ]),
  );
  run.added(added.thumbprint);
}

/** True when the Hub has it; false while that is still to be confirmed. */
async function handOver(
  run: WatchRun,
  move: Extract<Move, { do: 'handOver' }>,
  observed: Observed,
): Promise<boolean> {
  if (!run.isHandingOver(move, observed)) {
    const { pending, handOverTo } = await prepare(run, move);
    run.handingOver(pending);
    if (handOverTo === 'gateway') {
      await activities.handOver.executeWithOptions({ summary: 'configure the Hub' }, [pending.package]);
      run.confirm('gateway');
    }
  }
  if (run.handedOver(observed)) return true;
  await run.textContacts();
  return false;
}

async function prepare(run: WatchRun, { reason, thumbprint, deadline }: Extract<Move, { do: 'handOver' }>) {
  const { appId, request } = run.agreed;
  const metadata = await run.step('metadata', () =>
    activities.fetchFederationMetadata.executeWithOptions(
      { summary: 'fetch and check the federation metadata' },
      [{ ...run.scope, appId, thumbprint }],
    ),
  );
  const pending: PendingHandover = {
    reason,
    thumbprint,
    thumbprints: metadata.thumbprints,
    package: handoverPackage(request, serviceProviderOf(request), metadata),
    since: Date.now(),
    deadline,
    texted: 0,
  };
  return { pending, handOverTo: metadata.handOverTo };
}

async function activate(run: WatchRun, thumbprint: string): Promise<void> {
  await run.step('activation', () =>
    activities.activateNextCertificate.executeWithOptions(
      { summary: 'make the next certificate the active one' },
      [{ ...run.scope, servicePrincipalId: run.agreed.servicePrincipalId, thumbprint }],
    ),
  );
  run.nowActive(thumbprint, 'made active by this watch');
}

async function remove(run: WatchRun, thumbprint: string): Promise<void> {
  const { removed } = await run.step('removal', () =>
    activities.removeCertificate.executeWithOptions({ summary: 'remove the old certificate' }, [
      {
        ...run.scope,
        servicePrincipalId: run.agreed.servicePrincipalId,
        thumbprint,
        active: run.known.agreed,
      },
    ]),
  );
  if (removed) run.removed(thumbprint);
}

/** What differs is told; what the request says so is set right. */
async function compare(run: WatchRun): Promise<void> {
  await run.step('configuration', async () => {
    const agreed = run.agreedNow();
    const repair = agreed.request.watch?.repair ?? [];
    const input = { ...run.scope, agreed };
    let found = await activities.compareConfiguration.executeWithOptions(
      { summary: 'compare the configuration with what was agreed' },
      [{ ...input, settled: [] }],
    );
    const broken = violations(found.differences).filter(({ class: name }) =>
      repair.some((one) => one === name),
    );
    if (broken.length > 0) {
      const classes = repair.filter((name) => broken.some((difference) => difference.class === name));
      const { repaired } = await activities.repairConfiguration.executeWithOptions(
        { summary: `repair ${classes.join(', ')}` },
        [{ ...input, classes }],
      );
      found = await activities.compareConfiguration.executeWithOptions({ summary: 'compare again' }, [
        { ...input, settled: repaired },
      ]);
    }
    run.compared(found.differences, broken);
  });
}
