/** Whole onboardings on a real Temporal server, in a sandbox whose replicas lag. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signInToHub } from '../../demo/people.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { play, SCENARIOS, startOnboarding, type Stage } from '../support/scenarios.js';
import { bystandersOf, idsOf } from '../support/state.js';
import { devServer, type TestTemporal } from '../support/temporal.js';

/** Of single objects; lists and metadata lag twice and three times as long. */
const LAG_MS = 100;

let temporal: TestTemporal;
let world: TestSandbox;
let stage: Stage & { close: () => Promise<void> };
let before: { ids: Set<string>; bystanders: string };

beforeEach(async () => {
  temporal = await devServer();
  world = await startTestSandbox({ lagMs: LAG_MS });
  const ids = idsOf(world.sandbox);
  before = { ids, bystanders: bystandersOf(world.sandbox, ids) };
});
afterEach(async () => {
  await stage.close();
  await world.stop();
  await temporal.stop();
});

async function run(name: keyof typeof SCENARIOS): Promise<{ progress: Progress; result: OnboardingResult }> {
  const scenario = SCENARIOS[name];
  return temporal.withWorker(world.activities, async () => {
    stage = await startOnboarding(temporal, world, scenario.request(world));
    const progress = await play(stage, scenario.people);
    const result = (await stage.handle.result()) as OnboardingResult;
    return { progress, result };
  });
}

const signIn = (user: string) => signInToHub(stage.browser, world.sandbox.origin, user);
const statuses = ({ steps }: Progress) => steps.map(({ name, status }) => `${name} ${status}`);
const contoso = () => world.sandbox.world.tenants[0]!;
const own = () =>
  contoso()
    .applications.all()
    .filter(({ uniqueName }) => uniqueName !== null);

describe('an onboarding', () => {
  it('ends with an assigned user signing in to the Hub, and an unassigned one refused', async () => {
    const { progress, result } = await run('spInitiatedWithRoles');
    const leftOut = ['testSignIn skipped', 'forceSso skipped', 'watch skipped'];
    expect(statuses(progress).filter((line) => !line.endsWith(' done'))).toEqual(leftOut);
    expect(result.status).toBe('done');
    expect(await signIn('sam@contoso.example')).toMatchObject({
      signIn: { nameId: 'sam@contoso.example', roles: ['Sender'], initiatedBy: 'sp' },
    });
    expect(await signIn('maria@contoso.example')).toMatchObject({ signIn: { roles: ['Manager'] } });
    expect(await signIn('una@contoso.example')).toEqual({ refused: expect.stringContaining('AADSTS50105') });
  });

  it('gives Default Access when no roles are offered, and starts sign-in at Entra ID for the IdP-initiated mode', async () => {
    const { result } = await run('happyPath');
    const { appId, tenantId, assignments } = result.artefacts;
    expect(assignments).toMatchObject([{ principal: 'sam@contoso.example', role: null }]);
    const tile = `${world.sandbox.origin}/api/signin/${appId!}?tenantId=${tenantId!}&login_hint=sam@contoso.example`;
    const { forms } = await stage.browser.open(tile);
    const { text } = await stage.browser.submit(forms[0]!, {}, 'application/json');
    expect(JSON.parse(text)).toMatchObject({ nameId: 'sam@contoso.example', initiatedBy: 'idp' });
  });

  it('tells contacts by text message when it is their turn, once each', async () => {
    await run('happyPath');
    const { inbox } = world.sandbox.world.messages;
    expect(inbox.map(({ content }) => content.split(': ')[0])).toEqual(
      Array.from({ length: 3 }, () => 'MessageMedia SSO for Contoso'),
    );
    expect(new Set(inbox.map(({ metadata }) => metadata['sso-onboarding-message'])).size).toBe(3);
  });

  it('leaves the assignment to the customer in the minimal permission profile, and checks it', async () => {
    const { result } = await run('minimalProfile');
    expect(result.status).toBe('done');
    expect(await signIn('sam@contoso.example')).toHaveProperty('signIn');
    const consented = [...contoso().consents.values()].flatMap(({ permissions }) => permissions);
    expect(consented).not.toContain('AppRoleAssignment.ReadWrite.All');
  });

  it('is blocked, not lost, when the administrator declines, and goes on when they consent after all', async () => {
    const { progress, result } = await run('refusedConsent');
    expect(progress.actions.map(({ signal }) => signal)).toEqual(
      expect.arrayContaining(['grantConsent', 'retryStep']),
    );
    expect(progress.steps[0]).toMatchObject({ name: 'consent', status: 'done', attempts: 2 });
    expect(result.status).toBe('done');
  });

  it('is blocked by an identifier that another application has, and goes on when it is retried', async () => {
    const { progress, result } = await run('blockedAndRetried');
    const step = progress.steps.find(({ name }) => name === 'application');
    expect(step?.status).toBe('done');
    // A replica that lags may tell the retry of the old owner once more.
    expect(step?.attempts).toBeGreaterThanOrEqual(2);
    expect(result.status).toBe('done');
    expect(await signIn('finn@fabrikam.example')).toHaveProperty('signIn');
  });

  it('removes what it made, and nothing else, when it is cancelled', async () => {
    const { result } = await run('cancelledWithRollback');
    expect(result).toMatchObject({ status: 'cancelled', rollback: { kept: [] } });
    expect(result.rollback?.removed).toHaveLength(2);
    expect(own()).toEqual([]);
    expect(
      contoso()
        .claimsPolicies.all()
        .map(({ displayName }) => displayName),
    ).toEqual(['Payroll claims']);
    expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
  });
});
