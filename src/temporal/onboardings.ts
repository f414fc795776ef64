/** An onboarding as a client sees it: asking how it is, telling it something. */
import type { Client } from '@temporalio/client';
import type { Unassigned } from '../onboarding/choice.js';
import type { HandoverPackage } from '../onboarding/handover.js';
import type { Progress } from '../onboarding/progress.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import type { SignalName } from '../onboarding/signals.js';
import {
  ask,
  NoWorkerError,
  OnboardingNotFoundError,
  RefusedError,
  type Standing,
  standingOf,
  update,
} from './customerWorkflow.js';

export { NoWorkerError, OnboardingNotFoundError, RefusedError };

export type Onboarding = Standing<Progress>;

/**
 * The latest of the customer, or an earlier one by its run.
 * @throws OnboardingNotFoundError, NoWorkerError, RefusedError when the onboarding failed before it began
 */
export const onboardingOf = (client: Client, customerId: string, runId?: string): Promise<Onboarding> =>
  standingOf(client, { kind: 'onboarding', customerId, runId });

/** What was asked for when it was started. @throws like onboardingOf */
export const requestOf = (client: Client, customerId: string): Promise<OnboardingRequest> =>
  ask(client, { kind: 'onboarding', customerId }, 'request');

/** Of a large choice: everyone that could not be assigned, and why. @throws like onboardingOf */
export const unassignedOf = (client: Client, customerId: string): Promise<Unassigned[]> =>
  ask(client, { kind: 'onboarding', customerId }, 'unassigned');

/** What the Hub must be told; null before the step `handover`. @throws like onboardingOf */
export const handoverOf = (client: Client, customerId: string): Promise<HandoverPackage | null> =>
  ask(client, { kind: 'onboarding', customerId }, 'handover');

/**
 * Tells an onboarding something by the update of that name, whose validator answers at once.
 * @throws RefusedError with the onboarding's own reason; NoWorkerError when no worker takes it in time
 */
export const tell = (client: Client, customerId: string, signal: SignalName, input: object): Promise<void> =>
  update(client, { kind: 'onboarding', customerId }, signal, input);
