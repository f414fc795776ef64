/** Everything that the pages need, for tests: Temporal, a worker, the sandbox, and the web server on a port of its own. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { connectDeps } from '../../src/activities/connect.js';
import { type Activities, createActivities } from '../../src/activities/index.js';
import type { WebSettings } from '../../src/config/web.js';
import type { WorkerSettings } from '../../src/config/worker.js';
import { Browser } from '../../demo/browser.js';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import type { LinkPurpose } from '../../src/onboarding/links.js';
import type { Progress } from '../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import type { AnswerName } from '../../src/onboarding/signals.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { createWebServer } from '../../src/web/server.js';
import { launch } from './browser.js';
import { freePort, startTestSandbox, type TestSandbox } from './sandbox.js';
import { contosoRequest } from './scenarios.js';
import { devServer, type TestTemporal } from './temporal.js';
import { untilProgress } from './until.js';
import { LINK_KEY, recordingLogger, webSettings } from './web.js';
import type { FastifyInstance } from 'fastify';
import type { WorkflowHandle } from '@temporalio/client';
import type * as playwright from 'playwright-core';
import { randomUUID } from 'node:crypto';
import { Agent, fetch } from 'undici';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { setTimeout as sleep } from 'node:timers/promises';

export type WebWorld = TestSandbox & {
  temporal: TestTemporal;
  publicUrl: string;
  /** Of the web process, line by line. */
  log: string[];
  /** The pages are served meanwhile; the worker, once there is one, goes on until the world is stopped. */
  run: (work: () => Promise<void>) => Promise<void>;
  /** For the next test: nothing of the last one is there, except the worker, which takes a second to start. */
  renew: () => Promise<void>;
  /** One more web process beside it, of the same settings, until the run is over. Returns its origin. */
  anotherWeb: () => Promise<string>;
  start: (changes?: Partial<OnboardingRequestInput>) => Promise<StartedOnboarding>;
};

export type StartedOnboarding = {
  customerId: string;
  handle: WorkflowHandle;
  progress: () => Promise<Progress>;
  until: (wanted: (progress: Progress) => boolean) => Promise<Progress>;
  /** The address of a link made for the contact. */
  link: (purpose: LinkPurpose, contact?: string) => Promise<string>;
  /** The address of one whose time is over. */
  expiredLink: () => string;
  waitsFor: (answer: AnswerName) => Promise<Progress>;
  /** Everybody answers without pages, until this answer is waited for; Sam is chosen, or these users are. */
  answersUntil: (answer: AnswerName, users?: string[]) => Promise<Progress>;
};

/** The application that signs the customer's people in, as the sandbox knows it. */
export const SIGN_IN = {
  clientId: '0d7c6a5e-2f4b-5c1d-9e8a-6b3f1c2d4e5f',
  clientSecret: 'sandbox-secret-sign-in',
};

/**
 * @param now the sandbox's clock, and that of activities
 * @param ofWorker settings of the worker
 */
export async function startWebWorld(
  changes: Partial<WebSettings> = {},
  now?: () => number,
  ofWorker: Partial<WorkerSettings> = {},
): Promise<WebWorld> {
  const temporal = await devServer();
  const world = await startTestSandbox(now === undefined ? {} : { now });
  const port = await freePort();
  const publicUrl = `http://localhost:${String(port)}`;
  const { logger, lines } = recordingLogger();
  const { origin } = world.sandbox;
  const links = { publicUrl, key: LINK_KEY };
  const newActivities = () =>
    createActivities(
      connectDeps(
        {
          ...world.settings,
          links,
          callbacks: true,
          consentRedirectUri: `${publicUrl}/consented`,
          ...ofWorker,
        },
        now,
      ),
    );
  const activities = newActivities();
  const started: StartedOnboarding[] = [];
  let stopWorker: (() => Promise<void>) | undefined;
  const callbackKeys = new Map([await signatureKey(world)]);
  const servers: FastifyInstance[] = [];
  const serve = async (on: number): Promise<string> => {
    const settings = webSettings({
      publicUrl,
      authorityHost: origin,
      callbackKeys,
      ca: world.settings.ca,
      signIn: SIGN_IN,
      ...changes,
    });
    const server = await createWebServer({ temporal: temporal.port, settings, logger });
    servers.push(server);
    return server.listen({ host: '127.0.0.1', port: on });
  };

  const start = async (requested: Partial<OnboardingRequestInput> = {}): Promise<StartedOnboarding> => {
    const request = contosoRequest(world, requested);
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(request.customerId),
      args: [request],
    });
    const progress = () => handle.query<Progress>('progress');
    const onboarding: StartedOnboarding = {
      customerId: request.customerId,
      handle,
      progress,
      until: (wanted) => untilProgress(handle, wanted),
      expiredLink: () =>
        setupUrl(links, request.customerId, { id: 'a1b2c3d4e5f6', expiresAt: '2026-01-01T00:00:00Z' }),
      waitsFor: (answer) => onboarding.until(({ waitingFor }) => waitingFor?.signal === answer),
      async answersUntil(wanted, users = ['sam@contoso.example']) {
        const { tenants, clients } = world.sandbox.world;
        const client = clients[request.permissionProfile === 'minimal' ? 1 : 0]!;
        consent(tenants[0]!, client, client.requestedPermissions);
        const answers: Partial<Record<AnswerName, object>> = {
          grantConsent: { tenantId: tenants[0]!.id, grantedBy: 'Anna Admin' },
          confirmHandover: { confirmedBy: 'Hanna Hub' },
          chooseRoles: {
            assignments: users.map((principal) => ({ type: 'user', principal })),
            chosenBy: 'Anna',
          },
        };
        for (const [signal, answer] of Object.entries(answers)) {
          if (signal === wanted) break;
          await handle.signal(signal, answer);
        }
        return onboarding.waitsFor(wanted);
      },
      async link(purpose, contact = 'Anna') {
        const id = randomUUID().replaceAll('-', '').slice(0, 12);
        await handle.executeUpdate('makeLink', { args: [{ id, purpose, contact, by: 'Olga Operator' }] });
        const made = (await progress()).links.find((link) => link.id === id)!;
        return setupUrl(links, request.customerId, made);
      },
    };
    started.push(onboarding);
    return onboarding;
  };

  return {
    ...world,
    activities,
    temporal,
    publicUrl,
    log: lines,
    start,
    anotherWeb: () => serve(0),
    async run(work) {
      stopWorker ??= await temporal.startWorker(asTheyAre(activities));
      await serve(port);
      try {
        await work();
      } finally {
        for (const server of servers.splice(0)) await server.close();
      }
    },
    async renew() {
      for (const { handle } of started.splice(0)) await handle.terminate().catch(() => undefined); // or it is over
      Object.assign(activities, newActivities());
      lines.length = 0;
      world.sandbox.reset();
      await world.sandbox.network.up();
    },
    async stop() {
      await stopWorker?.();
      await sleep(300); // polls of live pages that are under way
      await world.stop();
      await temporal.stop();
    },
  };
}

/** Activities that can be replaced while a worker runs. */
const asTheyAre = (activities: Activities): Activities =>
  Object.fromEntries(
    Object.keys(activities).map((name) => [
      name,
      (...input: never[]) =>
        (activities[name as keyof Activities] as (...input: never[]) => unknown)(...input),
    ]),
  ) as Activities;

/** A world for all tests of a file, which each finds as new. */
export function worldForEachTest<W extends WebWorld>(
  start: () => Promise<W>,
  give: (made: { world: W; browser: Browser }) => void,
): void {
  let world: W;
  let browser: Browser;
  beforeAll(async () => {
    world = await start();
  });
  beforeEach(async () => {
    await world.renew();
    browser = visitor(world);
    give({ world, browser });
  });
  afterEach(async () => {
    await browser.close();
  });
  afterAll(async () => {
    await world.stop();
  });
}

/** The same with a real browser; `newPerson` opens a page for somebody else, who is signed in nowhere. */
export function realBrowserForEachTest(
  context: playwright.BrowserContextOptions,
  give: (made: { world: WebWorld; page: playwright.Page; newPerson: () => Promise<playwright.Page> }) => void,
  start: () => Promise<WebWorld> = startWebWorld,
): void {
  let world: WebWorld;
  let browser: playwright.Browser;
  const newPerson = async () => (await browser.newContext({ ignoreHTTPSErrors: true, ...context })).newPage();
  beforeAll(async () => {
    browser = await launch();
    world = await start();
  });
  beforeEach(async () => {
    await world.renew();
    give({ world, page: await newPerson(), newPerson });
  });
  afterEach(async () => {
    for (const opened of browser.contexts()) await opened.close();
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });
}

/** Somebody with a browser of their own. */
export const visitor = (world: WebWorld) => new Browser(world.settings.ca!);

/** Presses the button of the page's form that posts to an address ending so. */
export async function press(
  browser: Browser,
  page: Awaited<ReturnType<Browser['open']>>,
  ending: string,
  fields: Record<string, string> = {},
) {
  const form = page.forms.find(({ action }) => action.endsWith(ending));
  if (form === undefined) throw new Error(`${page.url} has no form for ${ending}: ${page.text}`);
  return browser.submit(form, fields);
}

/** The sandbox's key of signed callbacks, as an operator asks for it once. */
async function signatureKey({ settings }: TestSandbox): Promise<[string, string]> {
  const dispatcher = new Agent({ connect: { ca: settings.ca! } });
  const reply = await fetch(`${settings.authorityHost}/v1/iam/signature_keys/enabled`, {
    dispatcher,
    headers: { Authorization: `Basic ${Buffer.from('sandbox-key:sandbox-api-secret').toString('base64')}` },
  });
  const { key_id: id, public_key: key } = (await reply.json()) as { key_id: string; public_key: string };
  await dispatcher.close();
  return [id, key];
}
