/** Removes what a customer's finished onboarding made, after showing it and an operator's confirmation. */
import { CancellationScope, getExternalWorkflowHandle, isCancellation, log } from '@temporalio/workflow';
import type { Signal, Workflows } from '../onboarding/contract.js';
import { offboardingWorkflowId, watchWorkflowId } from '../onboarding/names.js';
import { describeMade, type Made } from '../onboarding/removal.js';
import { type OffboardingRequest, offboardingRequestSchema } from '../onboarding/request.js';
import * as entra from './entra/index.js';
import { OffboardingRun } from './offboarding/run.js';
import type { Removal } from './provider.js';
import { askCapabilities } from './run/capabilities.js';
import { findableBy, validated } from './run/begin.js';

/**
 * Workflow ID: `offboarding/<customerId>`.
 * @throws ApplicationFailure `InvalidRequest` before anything is done
 */
export const offboardCustomer: Workflows['offboardCustomer'] = async (document) => {
  const request = validated(document, offboardingRequestSchema, offboardingWorkflowId);
  findableBy(request);
  const run = new OffboardingRun(request);
  try {
    const { removal, made } = await run.cancellable.run(() => agreeOnRemoval(run, request));
    // What has been confirmed is done whole: half an enterprise application helps nobody.
    await CancellationScope.nonCancellable(() => run.step('removal', () => removal.remove(made)));
    return await run.end('done');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const result = await run.end('cancelled');
    if (!run.cancellable.bySignal) throw error; // so that Temporal shows it as cancelled
    return result;
  }
};

async function agreeOnRemoval(
  run: OffboardingRun,
  request: OffboardingRequest,
): Promise<{ removal: Removal; made: Made }> {
  const { customerId } = request;
  const { offboardingId } = run.progress;
  const capabilities = await askCapabilities();
  if (capabilities !== undefined) run.events?.configured(capabilities.webhook);
  const { tenant, ...told } = await run.step('survey', () => entra.findTenant(request, offboardingId));
  if (capabilities === undefined) run.events?.configured(told.webhook);
  if ((capabilities ?? told).offboardingNeedsTwo === true) run.needsTwoPeople();
  const removal = entra.removal(tenant, 'customer');
  const survey = () => run.step('survey', removal.find);
  let made = await survey();
  for (;;) {
    const plan = describeMade(made);
    run.progress.plan = plan;
    if (plan.toRemove.length > 0) await run.confirmation();
    await run.step('survey', () => endWatch(run, customerId));
    if (plan.toRemove.length === 0) return { removal, made };
    const now = await survey();
    // Days may have passed: what is removed is what was shown.
    if (JSON.stringify(now) === JSON.stringify(made)) return { removal, made };
    made = now;
    run.askAgain();
  }
}

const END_WATCH: Signal<'watch'> = 'endWatch';

/**
 * It would report the removal as drift, and what it repairs meanwhile would be left. There is none where the onboarding
 * is older than watching.
 */
async function endWatch(run: OffboardingRun, customerId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(watchWorkflowId(customerId)).signal(END_WATCH, { by: 'offboarding' });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('no watch to end', { error });
    return;
  }
  if (!(await run.watchEnds())) log.warn('the watch did not say that it has ended', { customerId });
}
