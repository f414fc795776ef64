/**
 * What keeps a customer's sign-in working after the onboarding: the signing certificate is replaced before it expires,
 * what others do in the portal is followed, and the configuration is held against what was agreed. Runs for as long
 * as the customer is one, each run handing on to the next.
 */
import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  sleep,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { violations, withReasons } from '../onboarding/drift.js';
import { handoverPackage } from '../onboarding/handover.js';
import { serviceProviderOf } from '../onboarding/request.js';
import { type Move, nextMove, type Observed } from '../onboarding/rollover.js';
import type { WatchInput } from '../onboarding/watch.js';
import { IN_TENANT } from './activityOptions.js';
import { isOnboardedAgain, tellOffboarding } from './betweenWorkflows.js';
import { findableBy } from './run/begin.js';
import { askedToWait } from './run/problems.js';
import { WatchRun } from './watch/run.js';

const activities = proxyActivities<Activities>(IN_TENANT);

/** Workflow ID: `watch/<customerId>`. Ends when it is told to, or cancelled. */
export async function watchSso(input: WatchInput): Promise<void> {
  if (input.state === undefined) findableBy(input.agreed.request);
  const run = new WatchRun(input);
  try {
    for (;;) {
      await run.sleep();
      if (run.isStopped()) break;
      await check(run);
      if (run.mayContinueAsNew()) await continueAsNew<typeof watchSso>(run.handOn());
    }
  } catch (error) {
    if (isCancellation(error)) await end(run);
    throw error;
  }
  await end(run);
}

async function end(run: WatchRun): Promise<void> {
  await run.end();
  await CancellationScope.nonCancellable(async () => {
    if (run.test.mayBeOpen) await removeLastReplyUrl(run);
    await tellOffboarding(run.agreed.request.customerId);
  });
}

/** Of what a server asks to wait for: whoever offboards the customer waits no longer than an hour. */
const MOST_TRIES = 3;

/** Our own reply URL does not outlive the watch; only an application that is gone keeps it. */
async function removeLastReplyUrl(run: WatchRun): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      await removeTestReplyUrl(run);
      return;
    } catch (error) {
      const waitMs = askedToWait(error);
      log.warn('the reply URL of the test sign-in was not removed', { error });
      if (waitMs === undefined) return;
      await sleep(waitMs);
    }
  }
}

/** Contacts are told what sign-in is at risk of also while the tenant cannot be looked at. */
const check = (run: WatchRun) =>
  run.check([
    async () => {
      run.test.prolong();
      // Its test may be open at the same reply URL.
      if (run.test.isOver && !(await isOnboardedAgain(run.agreed.request.customerId))) await closeTest(run);
    },
    () => lookAfterCertificates(run),
    async () => {
      if (run.test.isToOpen) await openTest(run);
    },
    () => run.textContacts(),
    async () => {
      if (run.comparisonDue()) await compare(run);
    },
  ]);

/** More in one check than any rollover has: the next check goes on. */
const MOST_MOVES = 12;

/** Move by move, each one decided by what stands in the tenant after the one before. */
async function lookAfterCertificates(run: WatchRun): Promise<void> {
  for (let moves = 0; moves < MOST_MOVES && !run.isStopped(); moves += 1) {
    const observed = await observe(run);
    const move = nextMove(observed, run.certificates.known, run.certificates.isOurs, Date.now());
    if (move.do !== 'handOver') run.handover.over();
    if (run.isStopped()) return;
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
        run.certificates.nowActive(move.thumbprint, 'somebody else has made it active');
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
    [{ ...run.scope, servicePrincipalId, expected: run.certificates.expected }],
  );
  run.certificates.sees(observed);
  return observed;
}

async function add(run: WatchRun): Promise<void> {
  const generation = run.certificates.nextGeneration();
  const added = await run.step('nextCertificate', () =>
    activities.addNextCertificate.executeWithOptions({ summary: `add certificate ${String(generation)}` }, [
      // A run before this one may have added it and not lived to tell.
      { ...run.scope, retried: true, servicePrincipalId: run.agreed.servicePrincipalId, generation },
    ]),
  );
  run.certificates.added(added.thumbprint);
}

/** True when the Hub has it; false while that is still to be confirmed. */
async function handOver(
  run: WatchRun,
  move: Extract<Move, { do: 'handOver' }>,
  observed: Observed,
): Promise<boolean> {
  const { handover } = run;
  if (!handover.isPrepared(move, observed)) {
    const { reason, thumbprint, deadline } = move;
    const { values, thumbprints, handOverTo } = await readMetadata(run, thumbprint);
    const since = Date.now();
    handover.prepared({ reason, thumbprint, thumbprints, since, deadline, texted: {} }, values);
    if (handOverTo === 'gateway') {
      await activities.handOver.executeWithOptions({ summary: 'configure the Hub' }, [values]);
      handover.confirm('the gateway');
    }
  }
  return handover.takeConfirmation(observed);
}

/** As soon as the certificate is in it, with the values of the Hub's form. */
async function readMetadata(run: WatchRun, thumbprint: string) {
  const { appId, request, ssoForced = request.hub.forceSso } = run.agreed;
  const metadata = await run.step('metadata', () =>
    activities.fetchFederationMetadata.executeWithOptions(
      { summary: 'fetch and check the federation metadata' },
      [{ ...run.scope, appId, thumbprint }],
    ),
  );
  return { ...metadata, values: handoverPackage(request, serviceProviderOf(request), metadata, ssoForced) };
}

async function activate(run: WatchRun, thumbprint: string): Promise<void> {
  await run.step('activation', () =>
    activities.activateNextCertificate.executeWithOptions(
      { summary: 'make the next certificate the active one' },
      [{ ...run.scope, servicePrincipalId: run.agreed.servicePrincipalId, thumbprint }],
    ),
  );
  run.certificates.nowActive(thumbprint, 'made active by this watch');
  run.test.wanted();
}

/** Where nobody can test it, that the certificate is in the metadata and the active one has to do. */
async function openTest(run: WatchRun): Promise<void> {
  const { values } = await readMetadata(run, run.certificates.known.agreed);
  await run.step('testSignIn', async () => {
    if (!run.agreed.request.testSignIn) {
      run.test.closed('read back; the request asks for no test');
      return;
    }
    run.test.opening(values);
    const { opened, replyUrl } = await activities.openTestSignIn.executeWithOptions(
      { summary: 'add our own reply URL for a test' },
      [testTarget(run)],
    );
    if (opened) run.test.opened(replyUrl);
    else run.test.closed('read back; the worker has no PUBLIC_URL for a test');
  });
}

async function closeTest(run: WatchRun): Promise<void> {
  await run.step('testSignIn', () => removeTestReplyUrl(run));
  run.test.closed();
}

const removeTestReplyUrl = (run: WatchRun) =>
  activities.closeTestSignIn.executeWithOptions({ summary: 'remove our own reply URL' }, [
    { ...testTarget(run), replyUrl: run.test.replyUrl },
  ]);

const testTarget = (run: WatchRun) => ({
  ...run.scope,
  applicationId: run.agreed.applicationId,
  replyUrls: serviceProviderOf(run.agreed.request).replyUrls,
});

async function remove(run: WatchRun, thumbprint: string): Promise<void> {
  const { removed } = await run.step('removal', () =>
    activities.removeCertificate.executeWithOptions({ summary: 'remove the old certificate' }, [
      {
        ...run.scope,
        servicePrincipalId: run.agreed.servicePrincipalId,
        thumbprint,
        active: run.certificates.known.agreed,
      },
    ]),
  );
  if (removed) run.certificates.removed(thumbprint);
}

const ONBOARDED_AGAIN = 'The customer is being onboarded again, which may set it otherwise.';

/** What differs is told; what the request says so is set right. */
async function compare(run: WatchRun): Promise<void> {
  await run.step('configuration', async () => {
    const agreed = run.certificates.agreedNow();
    const repair = agreed.request.watch?.repair ?? [];
    const input = { ...run.scope, agreed, openTest: run.test.mayBeOpen };
    let found = await activities.compareConfiguration.executeWithOptions(
      { summary: 'compare the configuration with what was agreed' },
      [{ ...input, settled: [] }],
    );
    const broken = violations(found.differences).filter(({ class: name }) =>
      repair.some((one) => one === name),
    );
    if (broken.length > 0 && !run.isStopped()) {
      const classes = repair.filter((name) => broken.some((difference) => difference.class === name));
      if (await isOnboardedAgain(agreed.request.customerId)) {
        const left = classes.map((name) => ({ class: name, why: ONBOARDED_AGAIN }));
        run.compared(withReasons(found.differences, left), broken);
        return;
      }
      const { repaired, unrepaired = [] } = await activities.repairConfiguration.executeWithOptions(
        { summary: `repair ${classes.join(', ')}` },
        [{ ...input, classes }],
      );
      found = await activities.compareConfiguration.executeWithOptions({ summary: 'compare again' }, [
        { ...input, settled: repaired },
      ]);
      found = { differences: withReasons(found.differences, unrepaired) };
    }
    run.compared(found.differences, broken);
  });
}
