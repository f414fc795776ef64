/**
 * What keeps a customer's sign-in working after the onboarding: the signing certificate is replaced before it expires,
 * what others do in the portal is followed, and the configuration is held against what was agreed. Runs for as long
 * as the customer is one, each run handing on to the next.
 */
import { CancellationScope, continueAsNew, isCancellation, log, sleep } from '@temporalio/workflow';
import type { Workflows } from '../onboarding/contract.js';
import { isOnboardedAgain, tellOffboarding } from './betweenWorkflows.js';
import * as entra from './entra/index.js';
import { askCapabilities } from './run/capabilities.js';
import { findableBy } from './run/begin.js';
import { askedToWait } from './run/problems.js';
import { WatchRun } from './monitoring/run.js';

/** Workflow ID: `watch/<customerId>`. Ends when it is told to, or cancelled. */
export const watchSso: Workflows['watchSso'] = async (input) => {
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
};

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
      await replyUrlOf(run).remove(run.test.replyUrl);
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
    () => entra.lookAfterCertificates(run),
    async () => {
      if (run.test.isToOpen) await openTest(run);
    },
    () => run.textContacts(),
    async () => {
      if (run.comparisonDue()) await entra.compare(run);
    },
  ]);

const replyUrlOf = ({ agreed }: WatchRun) => entra.watchedTestReplyUrl(agreed);

const NO_PAGES = 'read back; the worker has no PUBLIC_URL for a test';

/** Where nobody can test it, that the certificate is in the metadata and the active one has to do. */
async function openTest(run: WatchRun): Promise<void> {
  const { values } = await entra.handoverOf(run, run.record.state.agreed);
  await run.step('testSignIn', async () => {
    if (!run.agreed.request.testSignIn) {
      run.test.closed('read back; the request asks for no test');
      return;
    }
    const capabilities = await askCapabilities();
    if (capabilities?.webPages === false) {
      run.test.closed(NO_PAGES);
      return;
    }
    run.test.opening(values);
    const { opened, replyUrl } = await replyUrlOf(run).add();
    if (opened) run.test.opened(replyUrl);
    else run.test.closed(NO_PAGES);
  });
}

async function closeTest(run: WatchRun): Promise<void> {
  await run.step('testSignIn', () => replyUrlOf(run).remove(run.test.replyUrl));
  run.test.closed();
}
