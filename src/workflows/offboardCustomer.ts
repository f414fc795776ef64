/** Removes what a customer's finished onboarding made, after showing it and an operator's confirmation. */
import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  proxyActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { offboardingWorkflowId, watchWorkflowId } from '../onboarding/names.js';
import type { OffboardingResult } from '../onboarding/offboarding.js';
import { describeMade, type Made } from '../onboarding/removal.js';
import { type OffboardingRequest, offboardingRequestSchema } from '../onboarding/request.js';
import { IN_TENANT } from './activityOptions.js';
import { OffboardingRun } from './offboarding/run.js';
import { findableBy, validated } from './run/begin.js';

const activities = proxyActivities<Activities>(IN_TENANT);

/**
 * Workflow ID: `offboarding/<customerId>`.
 * @throws ApplicationFailure `InvalidRequest` before anything is done
 */
export async function offboardCustomer(document: OffboardingRequest): Promise<OffboardingResult> {
  const request = validated(document, offboardingRequestSchema, offboardingWorkflowId);
  findableBy(request);
  const run = new OffboardingRun(request);
  try {
    const { scope, made } = await run.cancellable.run(() => agreeOnRemoval(run, request));
    // What has been confirmed is done whole: half an enterprise application helps nobody.
    await CancellationScope.nonCancellable(() => remove(run, scope, made));
    return await run.end('done');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const result = await run.end('cancelled');
    if (!run.cancellable.bySignal) throw error; // so that Temporal shows it as cancelled
    return result;
  }
}

type Scope = Parameters<Activities['removeMade']>[0];

async function agreeOnRemoval(
  run: OffboardingRun,
  { customerId, tenant, permissionProfile }: OffboardingRequest,
): Promise<{ scope: Omit<Scope, 'made'>; made: Made }> {
  const { offboardingId } = run.progress;
  const { tenantId, offboardingNeedsTwo, webhook } = await run.step('survey', () =>
    activities.resolveTenant.executeWithOptions({ summary: `find the tenant ${tenant}` }, [
      { tenant, permissionProfile, onboardingId: offboardingId },
    ]),
  );
  run.events?.configured(webhook);
  if (offboardingNeedsTwo === true) run.needsTwoPeople();
  const scope = { customerId, onboardingId: offboardingId, tenantId, permissionProfile, retried: true };
  const survey = () =>
    run.step('survey', () =>
      activities.findMade.executeWithOptions({ summary: 'find what the onboarding made' }, [
        { ...scope, madeBy: 'customer' },
      ]),
    );
  let made = await survey();
  for (;;) {
    const plan = describeMade(made);
    run.progress.plan = plan;
    if (plan.toRemove.length > 0) await run.confirmation();
    await run.step('survey', () => endWatch(run, customerId));
    if (plan.toRemove.length === 0) return { scope, made };
    const now = await survey();
    // Days may have passed: what is removed is what was shown.
    if (JSON.stringify(now) === JSON.stringify(made)) return { scope, made };
    made = now;
    run.askAgain();
  }
}

async function remove(run: OffboardingRun, scope: Omit<Scope, 'made'>, made: Made): Promise<void> {
  await run.step('removal', () =>
    activities.removeMade.executeWithOptions({ summary: 'remove it' }, [{ ...scope, made }]),
  );
}

/**
 * It would report the removal as drift, and what it repairs meanwhile would be left. There is none where the onboarding
 * is older than watching.
 */
async function endWatch(run: OffboardingRun, customerId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(watchWorkflowId(customerId)).signal('endWatch', { by: 'offboarding' });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('no watch to end', { error });
    return;
  }
  if (!(await run.watchEnds())) log.warn('the watch did not say that it has ended', { customerId });
}
