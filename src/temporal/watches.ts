/** The watch over a finished onboarding as a client sees it: asking how it is, telling it something. */
import type { Client } from '@temporalio/client';
import type { HandoverPackage } from '../onboarding/handover.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import type { WatchProgress, WatchSignal } from '../onboarding/watch.js';
import { ask, type Standing, standingOf, update } from './customerWorkflow.js';

export type Watch = Standing<WatchProgress>;

/** @throws OnboardingNotFoundError, NoWorkerError */
export const watchOf = (client: Client, customerId: string): Promise<Watch> =>
  standingOf(client, { kind: 'watch', customerId });

/** The onboarding's. @throws like watchOf */
export const watchedRequestOf = (client: Client, customerId: string): Promise<OnboardingRequest> =>
  ask(client, { kind: 'watch', customerId }, 'request');

/** What the Hub is to be told, or was told last; null before the first time. @throws like watchOf */
export const watchHandoverOf = (client: Client, customerId: string): Promise<HandoverPackage | null> =>
  ask(client, { kind: 'watch', customerId }, 'handover');

/** @throws RefusedError with the watch's own reason; NoWorkerError when no worker takes it in time */
export const tellWatch = (
  client: Client,
  customerId: string,
  signal: WatchSignal,
  input: object,
): Promise<void> => update(client, { kind: 'watch', customerId }, signal, input);
