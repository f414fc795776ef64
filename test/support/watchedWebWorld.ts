/** The web pages for a customer who was onboarded when the certificate that now expires was new. */
import type { WorkflowHandle } from '@temporalio/client';
import type { WebSettings } from '../../src/config/web.js';
import { watchWorkflowId } from '../../src/onboarding/names.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import { untilProgress } from './until.js';
import { startWebWorld, type StartedOnboarding, type WebWorld } from './webWorld.js';
import { zoneWhereItIs } from './zones.js';

/** A certificate is valid for three years. */
const YEARS_AGO_MS = (3 * 365 - 59) * 86_400_000;

export type WatchedWebWorld = WebWorld & {
  /** A customer whose certificate is to be replaced today; the contacts have been texted. A worker must run. */
  atTheHandover: () => Promise<Watched>;
};

export type Watched = {
  onboarding: StartedOnboarding;
  watch: WorkflowHandle;
  progress: () => Promise<WatchProgress>;
  until: (wanted: (progress: WatchProgress) => boolean) => Promise<WatchProgress>;
};

export async function startWatchedWebWorld(changes: Partial<WebSettings> = {}): Promise<WatchedWebWorld> {
  let behind = YEARS_AGO_MS;
  const world = await startWebWorld(changes, () => Date.now() - behind);

  const atTheHandover = async (): Promise<Watched> => {
    const onboarding = await world.start({
      watch: {},
      testSignIn: true,
      timeZone: zoneWhereItIs(12),
    });
    await onboarding.answersUntil('reportTestSignIn', ['sam@contoso.example', 'olaf@contoso.example']);
    const skip = { step: 'testSignIn', by: 'Olga', reason: 'years ago' };
    await onboarding.handle.executeUpdate('skipStep', { args: [skip] });
    await onboarding.until(({ status }) => status === 'done');
    behind = 0;
    const watch = world.temporal.client.workflow.getHandle(watchWorkflowId(onboarding.customerId));
    const progress = () => watch.query<WatchProgress>('progress');
    const until: Watched['until'] = (wanted) => untilProgress(watch, wanted);
    await watch.executeUpdate('checkNow', { args: [{ by: 'Olga' }] });
    await until(
      ({ waitingFor, messages, checks }) => waitingFor !== null && messages.length > 0 && checks > 0,
    );
    return { onboarding, watch, progress, until };
  };
  const renew = () => {
    behind = YEARS_AGO_MS;
    return world.renew();
  };
  return { ...world, atTheHandover, renew };
}
