/** An onboarding as a client sees it: asking how it is, telling it something. */
import type { Client } from '@temporalio/client';
import type { Unassigned } from '../onboarding/choice.js';
import type { HandoverPackage } from '../onboarding/handover.js';
import type { Progress } from '../onboarding/progress.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import type { SignalName } from '../onboarding/signals.js';
import {
  ask,
  explained,
  handleOf,
  NoWorkerError,
  OnboardingNotFoundError,
  RefusedError,
  update,
} from './customerWorkflow.js';

export { NoWorkerError, OnboardingNotFoundError, RefusedError };

export type Retrying = { activity: string; attempt: number; lastFailure: string | undefined };

/** How an onboarding stands, with what only Temporal knows of it. */
export type Onboarding = Progress & {
  /** `RUNNING`, or how it ended: one that was terminated could not say so itself. */
  execution: string;
  /** Activities that are tried again, with the failure of the last attempt. */
  retrying: Retrying[];
};

/** @throws OnboardingNotFoundError, NoWorkerError, RefusedError when the onboarding failed before it began */
export async function onboardingOf(client: Client, customerId: string): Promise<Onboarding> {
  const subject = { kind: 'onboarding', customerId } as const;
  const handle = handleOf(client, subject);
  // Before the query: an execution that is closed here has said its last.
  const { status, raw } = await handle.describe().catch(async (reason: unknown) => {
    throw await explained(reason, handle, subject);
  });
  const progress = await ask<Progress>(client, subject, 'progress');
  const retrying = (raw.pendingActivities ?? [])
    .filter(({ attempt }) => (attempt ?? 1) > 1)
    .map(({ activityType, attempt, lastFailure }) => ({
      activity: activityType?.name ?? '',
      attempt: attempt ?? 1,
      lastFailure: lastFailure?.message ?? undefined,
    }));
  return { ...progress, execution: status.name, retrying };
}

/** What was asked for when it was started. @throws like onboardingOf */
export async function requestOf(client: Client, customerId: string): Promise<OnboardingRequest> {
  return ask<OnboardingRequest>(client, { kind: 'onboarding', customerId }, 'request');
}
/** Of a large choice: everyone that could not be assigned, and why. @throws like onboardingOf */
export const unassignedOf = (client: Client, customerId: string): Promise<Unassigned[]> =>
  ask(client, { kind: 'onboarding', customerId }, 'unassigned');

/** What the Hub must be told; null before the step `handover`. @throws like onboardingOf */
export async function handoverOf(client: Client, customerId: string): Promise<HandoverPackage | null> {
  return ask<HandoverPackage | null>(client, { kind: 'onboarding', customerId }, 'handover');
}

/**
 * Tells an onboarding something by the update of that name, whose validator answers at once.
 * @throws RefusedError with the onboarding's own reason; NoWorkerError when no worker takes it in time
 */
export const tell = (client: Client, customerId: string, signal: SignalName, input: object): Promise<void> =>
  update(client, { kind: 'onboarding', customerId }, signal, input);
