/** A customer's years after the onboarding: one clock for Temporal and the sandbox, people, and sign-ins all along. */
import { afterEach, beforeEach } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../src/activities/index.js';
import { Browser } from '../../demo/browser.js';
import { fillHubForm, signInToHub } from '../../demo/people.js';
import type { HandoverPackage } from '../../src/onboarding/handover.js';
import type { WorkerSettings } from '../../src/config/worker.js';
import { watchWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import type { MadeRequest } from '../../sandbox/requests.js';
import type { Cloud, ServicePrincipal, Tenant } from '../../sandbox/world.js';
import { startTestSandbox, type TestSandbox } from './sandbox.js';
import { contosoRequest, play, startOnboarding, usualPeople } from './scenarios.js';
import { type TestTemporal, timeSkippingServer } from './temporal.js';
import { until as untilTrue } from './until.js';

export const DAY_MS = 86_400_000;
/** So long before the end of the active certificate nothing is due yet. */
const NOT_YET_DUE_MS = 61 * DAY_MS;
const USER = 'sam@contoso.example';
export const ADMINISTRATOR = 'anna.admin@contoso.example';

export type WatchWorld = {
  world: TestSandbox;
  activities: Activities;
  tenant: Tenant;
  handle: WorkflowHandle;
  /** Runs the onboarding to its end; the watch begins. A worker must run. */
  onboard: (changes: Partial<OnboardingRequestInput>) => Promise<WorkflowHandle>;
  /** Lets days pass, in steps; a user signs in after each. */
  live: (days: number, options?: { stepDays?: number; each?: () => Promise<void> }) => Promise<void>;
  /** Up to the day before the active certificate is to be replaced. */
  liveUntilDue: (steps: number) => Promise<void>;
  signIn: () => Promise<void>;
  /** Every sign-in since the onboarding: also after each attempt of an activity that has written something. */
  signIns: { at: string; outcome: string }[];
  progress: () => Promise<WatchProgress>;
  /** The Hub administrator pastes what is handed over, and confirms. */
  paste: () => Promise<HandoverPackage>;
  confirm: () => Promise<void>;
  servicePrincipal: () => ServicePrincipal;
  /** Of its signing certificates. */
  thumbprints: () => string[];
  /** The thumbprint of the one that signs. */
  active: () => string | undefined;
  /** All that were sent. */
  texts: () => string[];
  inPortal: (method: string, path: string, body?: unknown) => { status: number; body?: object };
  stop: () => Promise<void>;
};

type WatchWorldOptions = {
  lagMs?: number;
  cloud?: Cloud;
  onboardedDaysAgo?: number;
  links?: WorkerSettings['links'];
};

const thumbprintOf = (customKeyIdentifier: string) =>
  Buffer.from(customKeyIdentifier, 'base64').toString('hex').toUpperCase();

/** Until the onboarding is over. Whoever waits for its result lets time skip, and then the watch's first days are gone. */
async function ended({ sleep }: TestTemporal, handle: WorkflowHandle): Promise<void> {
  for (;;) {
    const { status } = await handle.describe();
    if (status.name === 'COMPLETED') return;
    if (status.name !== 'RUNNING') throw new Error(`the onboarding ended as ${status.name}`);
    await sleep(10_000);
  }
}

const isWrite = ({ method, template }: MadeRequest) => method !== 'GET' && template.startsWith('/v1.0/');

/**
 * @param temporal a time-skipping server
 * @param onboardedDaysAgo how old the first certificate is already when the watch begins
 */
export async function startWatchWorld(
  temporal: TestTemporal,
  { onboardedDaysAgo = 0, ...options }: WatchWorldOptions = {},
): Promise<WatchWorld> {
  let ahead = 0;
  let behind = onboardedDaysAgo * DAY_MS;
  const now = () => Date.now() + ahead - behind;
  const synchronise = async () => {
    ahead = (await temporal.currentTimeMs()) - Date.now();
  };
  await synchronise();
  const requests: MadeRequest[] = [];
  const world = await startTestSandbox({ ...options, now, requests });
  const { origin } = world.sandbox;
  const tenant = world.sandbox.world.tenants[0]!;
  const browser = new Browser(world.settings.ca!);
  const signIns: WatchWorld['signIns'] = [];
  let handedOver = false;

  const signIn = async () => {
    if (!handedOver) return;
    const outcome = await signInToHub(browser, origin, USER);
    signIns.push({
      at: new Date(now()).toISOString(),
      outcome: 'signIn' in outcome ? 'in' : outcome.refused,
    });
  };
  /** The tenant's clock is Temporal's; and what an activity does must not be felt by anybody who signs in. */
  const watched = Object.fromEntries(
    Object.entries(world.activities).map(([name, activity]) => [
      name,
      async (input: never) => {
        await synchronise();
        requests.length = 0;
        try {
          return await (activity as (given: never) => Promise<unknown>)(input);
        } finally {
          if (requests.some(isWrite)) await signIn();
        }
      },
    ]),
  ) as Activities;

  const self: WatchWorld = {
    world,
    activities: watched,
    tenant,
    handle: temporal.client.workflow.getHandle('none'),
    signIn,
    signIns,
    async onboard(changes) {
      const stage = await startOnboarding(temporal, world, contosoRequest(world, changes));
      try {
        // Where there are pages, the watch's own test is what these tests are about.
        const skip = { step: 'testSignIn', by: 'Olga', reason: 'no browser here' };
        await stage.handle.signal('skipStep', skip);
        await play(stage, usualPeople);
        await ended(temporal, stage.handle);
        const [client] = world.sandbox.world.clients;
        // So that the audit log may be read.
        consent(tenant, client!, [
          ...client!.requestedPermissions,
          'AuditLog.Read.All',
          'Directory.Read.All',
        ]);
      } finally {
        await stage.close();
      }
      self.handle = temporal.client.workflow.getHandle(watchWorkflowId(stage.request.customerId));
      handedOver = true;
      behind = 0;
      return stage.handle;
    },
    async live(days, { stepDays = 1, each } = {}) {
      for (let left = Math.round(days / stepDays); left > 0; left -= 1) {
        await temporal.sleep(stepDays * DAY_MS);
        await synchronise();
        await signIn();
        await each?.();
      }
    },
    async liveUntilDue(steps) {
      const signer = self
        .servicePrincipal()
        .keyCredentials.find(
          ({ usage, customKeyIdentifier }) =>
            usage === 'Verify' && thumbprintOf(customKeyIdentifier) === self.active(),
        );
      const days = (Date.parse(signer?.endDateTime ?? '') - NOT_YET_DUE_MS - now()) / DAY_MS;
      await self.live(days, { stepDays: days / steps });
    },
    progress: () => self.handle.query<WatchProgress>('progress'),
    async paste() {
      const handover = await self.handle.query<HandoverPackage | null>('handover');
      if (handover === null) throw new Error('nothing is handed over');
      await fillHubForm(browser, { origin, accountId: 'contoso-parent' }, handover);
      return handover;
    },
    async confirm() {
      const { metadataSha256 } = await self.paste();
      await self.handle.executeUpdate('confirmHandover', {
        args: [{ confirmedBy: 'Hanna Hub', metadataSha256 }],
      });
    },
    servicePrincipal: () =>
      tenant.servicePrincipals.all().find(({ keyCredentials }) => keyCredentials.length > 0)!,
    thumbprints: () =>
      self
        .servicePrincipal()
        .keyCredentials.filter(({ usage }) => usage === 'Verify')
        .map(({ customKeyIdentifier }) => thumbprintOf(customKeyIdentifier)),
    active: () => self.servicePrincipal().preferredTokenSigningKeyThumbprint?.toUpperCase(),
    texts: () => world.sandbox.world.messages.inbox.map(({ content }) => content),
    inPortal: (method, path, body) =>
      inPortal(world.sandbox.world, tenant, ADMINISTRATOR, {
        method,
        path,
        ...(body === undefined ? {} : { body }),
      }),
    async stop() {
      await browser.close();
      await world.stop();
    },
  };
  return self;
}

/** With a server of its own for each test: time stands still while anything of an earlier one is under way. */
export function watchForEachTest(
  give: (made: { temporal: TestTemporal; watch: WatchWorld }) => void,
  options: WatchWorldOptions = {},
): void {
  let made: { temporal: TestTemporal; watch: WatchWorld };
  beforeEach(async () => {
    const temporal = await timeSkippingServer();
    made = { temporal, watch: await startWatchWorld(temporal, options) };
    give(made);
  });
  afterEach(async () => {
    await made.watch.stop();
    await made.temporal.stop();
  });
}

/** Until the watch is as wanted; without time passing. */
export const until = ({ progress }: WatchWorld, wanted: (found: WatchProgress) => boolean) =>
  untilTrue(progress, wanted);

export const refusals = ({ signIns }: WatchWorld) => signIns.filter(({ outcome }) => outcome !== 'in');
