/**
 * The service as docker-compose.yml installs it: Temporal's own server on PostgreSQL, set up by the scripts of deploy/, two
 * workers and the web pages in processes of their own, payloads encrypted. Needs PostgreSQL, Go and `npm run build`.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from '../../demo/browser.js';
import { signInToHub } from '../../demo/people.js';
import { ASSIGNED_USER, playPeople, ROLE_OF_ASSIGNED_USER, UNASSIGNED_USER } from '../../demo/story.js';
import { run } from '../../environment/temporal/run.js';
import type { Fault } from '../../sandbox/faults.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { contosoConsents } from '../faults/stories.js';
import { accessToken, operatorsOf } from '../support/operators.js';
import { contosoRequest } from '../support/scenarios.js';
import { until } from '../support/until.js';
import { answer, Customers, untilWaiting } from './cluster/customers.js';
import { Installation } from './cluster/installation.js';
import type { Service } from './cluster/program.js';

/** Onboardings under way at once while something goes wrong. */
const UNDER_WAY = Number(process.env['CLUSTER_ONBOARDINGS'] ?? 100);
const AWAY_MS = 60_000;
const MINUTES = 60_000;

let installation: Installation;
let customers: Customers;
let workers: Service[];
let web: Service;

beforeAll(async () => {
  installation = await Installation.start();
  contosoConsents(installation.world);
  customers = new Customers(installation);
  workers = [await installation.worker(), await installation.worker()];
  web = installation.web();
  for (const service of [...workers, web]) await service.untilReady();
}, 60 * MINUTES);
afterAll(() => installation.close());

it('an onboarding that an application begins by the REST API ends with an assigned user at the Hub, and nobody else', async () => {
  const { world, cluster, webUrl } = installation;
  const { origin } = world.sandbox;
  const request = contosoRequest(world, {
    initiatedBy: 'sp',
    appRoles: [
      { value: 'Sender', displayName: 'Sender' },
      { value: 'Manager', displayName: 'Manager' },
    ],
    testSignIn: true,
    watch: {},
  });
  const reply = await fetch(`${webUrl}/api/v1/onboardings/${request.customerId}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await accessToken(world, operatorsOf(world).operator)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(request),
  });
  expect([reply.status, await reply.json()]).toEqual([201, expect.objectContaining({ created: true })]);

  const handle = cluster.client.workflow.getHandle(onboardingWorkflowId(request.customerId));
  const browser = new Browser(world.settings.ca ?? '');
  try {
    const stage = { handle, browser, hubOrigin: origin, say: () => undefined };
    expect(await playPeople(stage)).toMatchObject({ status: 'done', problem: null });
    expect(await signInToHub(browser, origin, ASSIGNED_USER)).toMatchObject({
      signIn: { nameId: ASSIGNED_USER, roles: [ROLE_OF_ASSIGNED_USER] },
    });
    const refused = expect.stringContaining('AADSTS50105');
    expect(await signInToHub(browser, origin, UNASSIGNED_USER)).toEqual({ refused });
  } finally {
    await browser.close();
  }
});

it('the database holds no telephone number of a contact in clear', async () => {
  const [contact] = contosoRequest(installation.world).contacts;
  const holds = async (text: string) => {
    const sql = `SELECT count(*) FROM history_node WHERE position(convert_to('${text}', 'UTF8') IN data) > 0`;
    const args = ['-U', 'temporal', '-d', 'temporal', '-At', '-c', sql];
    return Number(await run('psql', args, { env: installation.cluster.postgres.clientEnv })) > 0;
  };
  expect(await holds('onboardCustomer')).toBe(true);
  expect(await holds(contact?.mobile ?? '')).toBe(false);
});

it(
  `a rolling restart of the workers loses nothing of ${String(UNDER_WAY)} onboardings, and makes nothing twice`,
  async () => {
    const begun = await customers.begin(UNDER_WAY);
    await answer(begun, 'grantConsent', 'chooseRoles');
    await rollingRestart();
    await untilWaiting(begun, 'confirmHandover');
    await answer(begun, 'confirmHandover');
    await rollingRestart();
    await customers.untilDone(begun);
    expect(await customers.complaints(begun)).toEqual([]);
  },
  30 * MINUTES,
);

it.each(['a worker', "Temporal's server", 'the database'] as const)(
  `%s that is killed under ${String(UNDER_WAY)} onboardings and started again: nothing is lost, nothing made twice`,
  async (what) => {
    const { cluster } = installation;
    const { faults } = installation.world.sandbox;
    /** While a request of one of them is under way: its reply comes too late. */
    const killAt = async (request: Pick<Fault, 'path' | 'skip'>, worker: Service) => {
      faults.add({ method: 'POST', ...request, times: 1, effect: { kind: 'hangAfter' } });
      await until(
        () => faults.struck,
        (struck) => struck > 0,
      );
      const killed = {
        'a worker': worker,
        "Temporal's server": cluster.server,
        'the database': cluster.postgres,
      }[what];
      await killed.kill();
      await killed.start();
      await cluster.untilReady();
      faults.clear();
    };
    const begun = await customers.begin(UNDER_WAY);
    const [first, second] = workers;
    const killed = killAt({ path: '/addTokenSigningCertificate$', skip: Math.floor(UNDER_WAY / 2) }, first!);
    await answer(begun, 'grantConsent', 'chooseRoles');
    await killed;
    await untilWaiting(begun, 'confirmHandover');
    const killedAgain = killAt({ path: String.raw`/\$batch$`, skip: Math.floor(UNDER_WAY / 2) }, second!);
    await answer(begun, 'confirmHandover');
    await killedAgain;
    await customers.untilDone(begun);
    expect(await customers.complaints(begun)).toEqual([]);
    for (const service of [...workers, web]) await service.untilReady();
  },
  30 * MINUTES,
);

it(
  'a worker with another PAYLOAD_KEY says so and takes no work, and the others go on',
  async () => {
    const wrong = await installation.worker({ PAYLOAD_KEY: Buffer.alloc(32, 8).toString('base64') });
    const reason = 'PAYLOAD_KEY is not the key of the namespace';
    expect(await wrong.untilReady(503)).toContain(reason);
    const begun = await customers.begin(Math.ceil(UNDER_WAY / 10));
    await answer(begun, 'grantConsent', 'chooseRoles', 'confirmHandover');
    await customers.untilDone(begun);
    expect(await customers.complaints(begun)).toEqual([]);
    expect(wrong.log).toContain('Until then this worker takes no work.');
    expect(await wrong.readiness()).toMatchObject({ status: 503 });
    await wrong.stop();
  },
  10 * MINUTES,
);

it(
  'Temporal away for a minute: workers and web pages say so, stay up, and go on by themselves',
  async () => {
    const { cluster } = installation;
    const begun = await customers.begin(UNDER_WAY);
    await answer(begun, 'grantConsent', 'chooseRoles');
    await cluster.server.kill();
    const services = [...workers, web];
    for (const service of services)
      expect(await service.untilReady(503)).toContain('Temporal does not answer');
    await sleep(AWAY_MS);
    expect(services.map(({ runs }) => runs)).toEqual([true, true, true]);
    cluster.server.start();
    await cluster.untilReady();
    for (const service of services) await service.untilReady();
    await untilWaiting(begun, 'confirmHandover');
    await answer(begun, 'confirmHandover');
    await customers.untilDone(begun);
    expect(await customers.complaints(begun)).toEqual([]);
  },
  30 * MINUTES,
);

/** One after another, each when the last one is ready, as the runbook says. */
async function rollingRestart(): Promise<void> {
  for (const worker of workers) {
    await worker.stop();
    worker.start();
    await worker.untilReady();
  }
}
