/**
 * Five years of a customer's sign-in, on Temporal's time-skipping server and in a sandbox that lives by its clock:
 * three rollovers, two drifts, a certificate that the customer replaces on their own, and nobody ever kept out.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { dataConverter } from '../../src/temporal/encryptionCodec.js';
import { fromSetup, PAYLOAD_KEY, type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { DAY_MS, refusals, startWatchWorld, type WatchWorld } from '../support/watchWorld.js';

let temporal: TestTemporal;
let watch: WatchWorld;
beforeAll(async () => {
  temporal = await timeSkippingServer();
  // Ten months of the first certificate are left.
  watch = await startWatchWorld(temporal, { onboardedDaysAgo: 3 * 365 - 300 });
});
afterAll(async () => {
  await watch.stop();
  await temporal.stop();
});

const active = () => watch.servicePrincipal().preferredTokenSigningKeyThumbprint!.toUpperCase();
const certificates = () => watch.servicePrincipal().keyCredentials.filter(({ usage }) => usage === 'Verify');
const rollovers = async () => (await watch.progress()).rollovers.length;

/** The Hub administrator takes a few days to paste and confirm. */
async function pastesWhenAsked(): Promise<void> {
  const { waitingFor } = await watch.progress();
  if (waitingFor === null) return;
  const waited = (await now()).getTime() - Date.parse(waitingFor.since);
  if (waited >= 4 * DAY_MS) await watch.confirm();
}
const now = async () => new Date(await temporal.currentTimeMs());
const live = (days: number) => watch.live(days, { stepDays: 3.5, each: pastesWhenAsked });

/** The next writes lose their replies or are refused for the moment; so are reads, now and then. */
function letGraphFail(): void {
  const { faults } = watch.world.sandbox;
  const busy = {
    kind: 'status' as const,
    status: 503,
    code: 'ServiceUnavailable',
    message: '',
    retryAfter: '2',
  };
  for (const method of ['POST', 'PATCH'] as const) {
    for (const effect of [{ kind: 'resetAfter' as const }, busy]) {
      faults.add({ method, path: '^/v1', skip: 0, times: 1, effect });
    }
  }
  for (const skip of [3, 20, 60]) faults.add({ method: 'GET', path: '^/v1', skip, times: 2, effect: busy });
}

/** In the portal, as carefully as it can be done: first the Hub, then Entra ID. */
async function customerReplacesTheCertificate(): Promise<string> {
  const { id } = watch.servicePrincipal();
  const old = active();
  const endDateTime = new Date((await now()).getTime() + 180 * DAY_MS).toISOString();
  const path = `/servicePrincipals/${id}`;
  const { body } = watch.inPortal('POST', `${path}/addTokenSigningCertificate`, { endDateTime });
  const { thumbprint } = body as { thumbprint: string };
  // Until it was noticed, handed over and pasted.
  await live(35);
  watch.inPortal('PATCH', path, { preferredTokenSigningKeyThumbprint: thumbprint });
  await live(7);
  const isOld = ({ customKeyIdentifier }: { customKeyIdentifier: string | null }) =>
    Buffer.from(customKeyIdentifier ?? '', 'base64')
      .toString('hex')
      .toUpperCase() === old;
  const { keyCredentials, passwordCredentials } = watch.servicePrincipal();
  watch.inPortal('PATCH', path, {
    keyCredentials: keyCredentials.filter((key) => !isOld(key)).map((key) => ({ ...key, key: null })),
    passwordCredentials: passwordCredentials.filter((password) => !isOld(password)),
  });
  return thumbprint;
}

/** Every run of the chain, replayed with the workflows as they are. */
async function replayChain(first: string): Promise<number> {
  const { workflowId } = watch.handle;
  let runs = 0;
  let runId: string | undefined = first;
  while (runId !== undefined) {
    const history: Awaited<ReturnType<WorkflowHandle['fetchHistory']>> = await temporal.client.workflow
      .getHandle(workflowId, runId)
      .fetchHistory();
    const bundle = {
      workflowBundle: { codePath: fromSetup('TEST_WORKFLOW_BUNDLE') },
      dataConverter: dataConverter([PAYLOAD_KEY]),
    };
    await Worker.runReplayHistory(bundle, history, workflowId);
    const last = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
    runId = last?.newExecutionRunId ?? undefined;
    runs += 1;
  }
  return runs;
}

it('passes with three rollovers, two drifts and one outside change, without a refused sign-in', async () => {
  await temporal.withWorker(watch.activities, async () => {
    const customerId = 'contoso-for-years';
    await watch.onboard({ customerId, testSignIn: false, watch: { everyDays: 21, repair: ['urls'] } });
    const { runId } = await watch.handle.describe();
    const begun = await now();

    letGraphFail();
    await live(280);
    expect(await watch.progress()).toMatchObject({ rollovers: [{}], certificates: [{ active: true }] });

    // The first drift: somebody renames the application, and it is told who.
    const application = watch.tenant.applications.all().find(({ uniqueName }) => uniqueName !== null)!;
    watch.inPortal('PATCH', `/applications/${application.id}`, { displayName: 'Hub' });
    await live(28);
    const drifted = await watch.progress();
    expect(drifted.status).toBe('drifted');
    expect(drifted.drift?.differences).toMatchObject([
      { field: 'displayName', found: 'Hub', lastChange: { by: 'anna.admin@contoso.example' } },
    ]);
    watch.inPortal('PATCH', `/applications/${application.id}`, { displayName: application.displayName });

    await live(252);
    const theirs = await customerReplacesTheCertificate();
    await live(28);
    const followed = await watch.progress();
    expect(followed).toMatchObject({ status: 'watching', waitingFor: null });
    expect(active()).toBe(theirs);
    expect(followed.rollovers.at(-1)?.to).toBe(theirs);

    await live(154);
    expect(await rollovers()).toBe(3);
    expect(active()).not.toBe(theirs);

    // The second drift is one that the request says to repair.
    const { id, loginUrl } = watch.servicePrincipal();
    watch.inPortal('PATCH', `/servicePrincipals/${id}`, { loginUrl: 'https://elsewhere.example/' });
    await live(28);
    expect(watch.servicePrincipal().loginUrl).toBe(loginUrl);
    expect((await watch.progress()).drift?.repaired).toMatchObject([{ field: 'loginUrl' }]);

    const left = 5 * 365 - Math.floor(((await now()).getTime() - begun.getTime()) / DAY_MS);
    await live(left);
    const years = ((await now()).getTime() - begun.getTime()) / (365 * DAY_MS);
    expect(years).toBeGreaterThanOrEqual(5);

    const end = await watch.progress();
    expect(end.rollovers).toHaveLength(4); // three of ours, and the customer's
    expect(end.rollovers.filter(({ to }) => to === theirs)).toHaveLength(1);
    expect(end.status).toBe('watching');
    // Theirs stays until they remove it; ours is one.
    expect(certificates().filter(({ displayName }) => displayName.includes(customerId))).toHaveLength(1);
    expect(refusals(watch)).toEqual([]);
    expect(watch.signIns.length).toBeGreaterThan(500);
    expect(await replayChain(runId)).toBeGreaterThan(3);
  });
}, 600_000);
