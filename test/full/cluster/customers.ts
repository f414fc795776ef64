/** Many onboardings in one tenant of the sandbox, each with an application of its own, and what they have made there. */
import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isClaimsPolicyOf, onboardingWorkflowId, watchWorkflowId } from '../../../src/onboarding/names.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import { MESSAGE_ID_KEY } from '../../../src/onboarding/textMessages.js';
import { isUnreachable } from '../../../src/temporal/connection.js';
import { made } from '../../faults/leftovers.js';
import { ANSWERS, STORIES } from '../../faults/stories.js';
import { until } from '../../support/until.js';
import type { Installation } from './installation.js';

export type Customer = { customerId: string; handle: WorkflowHandle };
type Answer = keyof typeof ANSWERS;

/** Of each that is done. A certificate has two halves. */
const ONE_OF_EACH = {
  applications: 1,
  servicePrincipals: 1,
  certificates: 2,
  policies: 1,
  assignments: ANSWERS.chooseRoles.assignments.length,
};

export class Customers {
  constructor(private readonly installation: Installation) {}

  /** Returns once each waits for its administrator. */
  async begin(count: number): Promise<Customer[]> {
    const customers: Customer[] = [];
    for (let i = 0; i < count; i += 1) customers.push(await this.start(`c-${randomUUID().slice(0, 12)}`));
    await untilWaiting(customers, 'grantConsent');
    return customers;
  }

  async start(customerId: string): Promise<Customer> {
    const { cluster, world, taskQueue } = this.installation;
    const { origin } = world.sandbox;
    const request = {
      ...STORIES.onboarding.request(world, customerId),
      watch: {},
      companyName: `Company ${customerId}`,
      serviceProvider: {
        profile: 'messagemedia-hub',
        overrides: {
          entityId: `${origin}/hub/${customerId}`,
          replyUrls: [`${origin}/hub/sso/acs`],
          signOnUrl: `${origin}/hub/login/sso`,
        },
      },
    };
    const workflowId = onboardingWorkflowId(customerId);
    const { workflow } = cluster.client;
    await workflow.start('onboardCustomer', { taskQueue, workflowId, args: [request] });
    return { customerId, handle: workflow.getHandle(workflowId) };
  }

  /** Until each onboarding is over, and the customer is watched. */
  async untilDone(customers: Customer[]): Promise<void> {
    const { workflow } = this.installation.cluster.client;
    for (const { customerId, handle } of customers) {
      await until(
        () => statusOf(handle),
        (status) => status !== 'RUNNING',
      );
      await until(
        () => statusOf(workflow.getHandle(watchWorkflowId(customerId))),
        (status) => status === 'RUNNING',
      );
    }
  }

  /** What is not as it must be: each is done, has one of everything, and no text came twice or not at all. */
  async complaints(customers: Customer[]): Promise<string[]> {
    const found: string[] = [];
    const texts = this.installation.world.sandbox.world.messages.inbox.map(
      ({ metadata }) => metadata[MESSAGE_ID_KEY],
    );
    for (const { customerId, handle } of customers) {
      const progress = await eventually(() => handle.query<Progress>('progress'));
      const complain = (text: string) => found.push(`${customerId}: ${text}`);
      if (progress.status !== 'done') complain(progress.status);
      const counts = this.made(progress);
      for (const [what, count] of Object.entries(ONE_OF_EACH)) {
        if (counts[what] !== count) complain(`${String(counts[what])} ${what}`);
      }
      if (progress.messages.length === 0) complain('no text');
      for (const { id } of progress.messages) {
        const count = texts.filter((text) => text === id).length;
        if (count !== 1) complain(`a text came ${String(count)} times`);
      }
    }
    return found;
  }

  private made(progress: Progress): Record<string, number> {
    const [tenant] = this.installation.world.sandbox.world.tenants;
    if (tenant === undefined) throw new Error('the sandbox has no tenant');
    const { servicePrincipalId } = progress.artefacts;
    const assignments = tenant.appRoleAssignments
      .all()
      .filter(({ resourceId }) => resourceId === servicePrincipalId).length;
    // By whichever onboarding of the customer it was made.
    const policies = tenant.claimsPolicies
      .all()
      .filter(({ displayName }) => isClaimsPolicyOf(progress.customerId, displayName)).length;
    return { ...made({ tenant, progress }), assignments, policies };
  }
}

export async function answer(customers: Customer[], ...answers: Answer[]): Promise<void> {
  for (const { handle } of customers) {
    for (const name of answers) await eventually(() => handle.signal(name, ANSWERS[name]));
  }
}

/** Until each waits for this answer. */
export async function untilWaiting(customers: Customer[], signal: Answer): Promise<void> {
  for (const { handle } of customers) {
    await until(
      () => eventually(() => handle.query<Progress>('progress')),
      ({ waitingFor }) => waitingFor?.signal === signal,
    );
  }
}

/** 'UNKNOWN' of one that was not started yet. */
const statusOf = (handle: WorkflowHandle) =>
  eventually(() => handle.describe()).then(
    ({ status }) => status.name,
    () => 'UNKNOWN',
  );

/** Temporal, its database or the workers may be away. */
export async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      await sleep(200);
    }
  }
}
