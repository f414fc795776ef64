/** Whole onboardings with their people, played in a sandbox. Used by the end-to-end tests. */
import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from '../../demo/browser.js';
import { consent, fillHubForm } from '../../demo/people.js';
import type { HandoverPackage } from '../../src/onboarding/handover.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import { minimalRequest } from './request.js';
import type { TestSandbox } from './sandbox.js';
import type { TestTemporal } from './temporal.js';

export type Stage = {
  world: TestSandbox;
  handle: WorkflowHandle;
  browser: Browser;
  request: OnboardingRequestInput;
};

/** What somebody does when it is their turn; `blocked` is the operator. */
export type Person = (stage: Stage, progress: Progress) => Promise<void>;
export type People = Partial<
  Record<'grantConsent' | 'confirmHandover' | 'chooseRoles' | 'assignments' | 'blocked', Person>
>;

export type Scenario = { request: (world: TestSandbox) => OnboardingRequestInput; people: People };

/** The sandbox's Hub, as a white-label brand. */
export const sandboxHub = ({
  sandbox: { origin },
}: TestSandbox): OnboardingRequestInput['serviceProvider'] => ({
  profile: 'messagemedia-hub',
  overrides: {
    entityId: `${origin}/hub`,
    replyUrls: [`${origin}/hub/sso/acs`],
    signOnUrl: `${origin}/hub/login/sso`,
  },
});

export const contosoRequest = (
  world: TestSandbox,
  changes: Partial<OnboardingRequestInput> = {},
): OnboardingRequestInput =>
  minimalRequest({
    customerId: `contoso-${randomUUID().slice(0, 8)}`,
    serviceProvider: sandboxHub(world),
    ...changes,
  });

/** An administrator of each sandbox tenant who may consent. */
const ADMINISTRATORS: Record<string, string> = {
  'contoso.example': 'cc729a22-e45d-5362-b716-f237640927cb',
  'fabrikam.example': '49bc5b5c-1181-58f6-90e8-b62ef81ef6c9',
  'northwind.example': '9ebba637-f9f1-51ac-bdfb-1d9d2809c54d',
};

export const consents: Person = async ({ browser, handle, request }, progress) => {
  const url = /https:\S+/.exec(progress.waitingFor?.instruction ?? '')?.[0] ?? '';
  const tenantId = await consent(browser, url, ADMINISTRATORS[request.tenant]!);
  await handle.signal('grantConsent', { tenantId, grantedBy: 'Anna Admin' });
};

export const fillsInTheHub: Person = async ({ browser, handle, world, request }) => {
  const handover = await handle.query<HandoverPackage>('handover');
  const [accountId] = request.hub.accounts;
  await fillHubForm(browser, { origin: world.sandbox.origin, accountId: accountId! }, handover);
  await handle.signal('confirmHandover', { confirmedBy: 'Hub Admin' });
};

export const chooses =
  (...assignments: { type: string; principal: string; role?: string }[]): Person =>
  async ({ handle }) => {
    await handle.signal('chooseRoles', { assignments, chosenBy: 'Anna Admin' });
  };

export const usualPeople: People = {
  grantConsent: consents,
  confirmHandover: fillsInTheHub,
  chooseRoles: chooses({ type: 'user', principal: 'sam@contoso.example' }),
};

/** What the customer's administrator does in the Microsoft Entra admin center: assigns whoever was chosen. */
export const assignsInThePortal: Person = async ({ world, handle, request }) => {
  const tenant = world.sandbox.world.tenants.find(({ verifiedDomains }) =>
    verifiedDomains.includes(request.tenant),
  )!;
  const { artefacts } = await handle.query<Progress>('progress');
  const user = tenant.users.find(({ userPrincipalName }) => userPrincipalName === 'sam@contoso.example')!;
  tenant.appRoleAssignments.put({
    id: randomUUID(),
    appRoleId: '00000000-0000-0000-0000-000000000000',
    createdDateTime: new Date().toISOString(),
    principalId: user.id,
    principalDisplayName: user.displayName,
    principalType: 'User',
    resourceId: artefacts.servicePrincipalId!,
    resourceDisplayName: 'MessageMedia SSO',
  });
  await handle.signal('retryStep', { step: 'assignments', by: 'operator' });
};

/** Somebody takes the identifier away from the application that has it. */
export const freesTheIdentifier: Person = async ({ world, handle }) => {
  const fabrikam = world.sandbox.world.tenants.find(({ displayName }) => displayName === 'Fabrikam')!;
  const trial = fabrikam.applications.all().find(({ displayName }) => displayName === 'Hub trial')!;
  fabrikam.applications.put({ ...trial, identifierUris: [] });
  await handle.signal('retryStep', { step: 'application', by: 'operator' });
};

const declined = new WeakSet<WorkflowHandle>();

/** Declines at first, and consents when asked again. */
const declinesOnce: Person = async (stage, progress) => {
  if (declined.has(stage.handle)) return consents(stage, progress);
  declined.add(stage.handle);
  await stage.handle.signal('grantConsent', { declined: true, declinedBy: 'Anna Admin', reason: 'too much' });
};

export const SCENARIOS = {
  happyPath: { request: (world) => contosoRequest(world, { initiatedBy: 'idp' }), people: usualPeople },
  spInitiatedWithRoles: {
    request: (world) =>
      contosoRequest(world, {
        initiatedBy: 'sp',
        appRoles: [
          { value: 'Sender', displayName: 'Sender' },
          { value: 'Manager', displayName: 'Manager' },
        ],
      }),
    people: {
      ...usualPeople,
      chooseRoles: chooses(
        { type: 'group', principal: 'Messaging Senders', role: 'Sender' },
        { type: 'user', principal: 'maria@contoso.example', role: 'Manager' },
      ),
    },
  },
  minimalProfile: {
    request: (world) => contosoRequest(world, { permissionProfile: 'minimal' }),
    people: { ...usualPeople, assignments: assignsInThePortal },
  },
  refusedConsent: {
    request: (world) => contosoRequest(world),
    people: {
      ...usualPeople,
      grantConsent: declinesOnce,
      blocked: async ({ handle }) => {
        await handle.signal('retryStep', { step: 'consent', by: 'operator' });
      },
    },
  },
  blockedAndRetried: {
    request: (world) =>
      contosoRequest(world, {
        companyName: 'Fabrikam',
        tenant: 'fabrikam.example',
        hub: { emailDomains: ['fabrikam.example'], accounts: ['fabrikam-parent'] },
      }),
    people: {
      ...usualPeople,
      chooseRoles: chooses({ type: 'user', principal: 'finn@fabrikam.example' }),
      blocked: freesTheIdentifier,
    },
  },
  cancelledWithRollback: {
    request: (world) => contosoRequest(world),
    people: {
      grantConsent: consents,
      confirmHandover: async ({ handle }) => {
        await handle.signal('cancelOnboarding', { by: 'operator', reason: 'customer changed their mind' });
      },
    },
  },
} satisfies Record<string, Scenario>;

const POLL_MS = 100;

/** Starts an onboarding; a worker must run. */
export async function startOnboarding(
  temporal: TestTemporal,
  world: TestSandbox,
  request: OnboardingRequestInput,
): Promise<Stage & { close: () => Promise<void> }> {
  const handle = await temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    workflowIdConflictPolicy: 'FAIL',
    args: [request],
  });
  const browser = new Browser(world.settings.ca!);
  return { world, handle, browser, request, close: () => browser.close() };
}

/** Everybody does their part, until the onboarding is over or somebody has no part to play. Returns that progress. */
export async function play(stage: Stage, people: People): Promise<Progress> {
  const acted = new Set<string>();
  for (;;) {
    const progress = await stage.handle.query<Progress>('progress');
    const { status, waitingFor, problem, actions } = progress;
    if (status === 'done' || status === 'cancelled') return progress;
    const turn = status === 'blocked' ? 'blocked' : (waitingFor?.signal ?? waitingFor?.observed);
    const person = turn === undefined ? undefined : people[turn as keyof People];
    if (status === 'waiting' || status === 'blocked') {
      if (person === undefined) return progress;
      const key = `${progress.step}/${String(turn)}/${problem?.code ?? ''}/${String(actions.length)}`;
      if (!acted.has(key)) await person(stage, progress);
      acted.add(key);
    }
    await sleep(POLL_MS);
  }
}
