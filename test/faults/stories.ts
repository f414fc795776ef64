/** The stories that the fault matrix disturbs: between them they make every request that an onboarding can make. */
import type { WorkflowHandle } from '@temporalio/client';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import type { SignalName } from '../../src/onboarding/signals.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { CONTOSO } from '../support/pipeline.js';
import { minimalRequest } from '../support/request.js';
import type { TestSandbox } from '../support/sandbox.js';
import { sandboxHub } from '../support/scenarios.js';

/** What a person does who got a text message, by the signal that is waited for. */
type Person = (handle: WorkflowHandle, world: TestSandbox) => Promise<void>;

export type Story = {
  /** The application is made from Microsoft's template; else by upsert. */
  fromTemplate?: true;
  request: (world: TestSandbox, customerId: string) => OnboardingRequestInput;
  people: Partial<Record<SignalName, Person>>;
};

/** Contoso's administrator agrees to all that our application asks for. */
export function contosoConsents({ sandbox: { world } }: TestSandbox): void {
  const [client] = world.clients;
  consent(world.tenants[0]!, client!, client!.requestedPermissions);
}

const CHOICE = [
  { type: 'user', principal: 'maria@contoso.example', role: 'Manager' },
  { type: 'user', principal: 'mail.differs@contoso.example', role: 'Sender' },
  { type: 'group', principal: 'Messaging Senders', role: 'Sender' },
];

/** What they say when asked, which they may say before. */
export const ANSWERS = {
  grantConsent: { tenantId: CONTOSO.tenantId, grantedBy: 'Anna Admin' },
  chooseRoles: { assignments: CHOICE, chosenBy: 'Anna Admin' },
  confirmHandover: { confirmedBy: 'Hanna Hub' },
} satisfies Partial<Record<SignalName, unknown>>;

const grantConsent: Person = async (handle, world) => {
  contosoConsents(world);
  await handle.signal('grantConsent', ANSWERS.grantConsent);
};

const chooseRoles: Person = async (handle) => {
  await handle.signal('chooseRoles', ANSWERS.chooseRoles);
};

const confirmHandover: Person = async (handle) => {
  await handle.signal('confirmHandover', ANSWERS.confirmHandover);
};

const cancelInstead: Person = async (handle) => {
  await handle.signal('cancelOnboarding', { by: 'operator', reason: 'the customer left' });
};

const request: Story['request'] = (world, customerId) =>
  minimalRequest({
    customerId,
    serviceProvider: sandboxHub(world),
    initiatedBy: 'sp',
    appRoles: [
      { value: 'Sender', displayName: 'Sender' },
      { value: 'Manager', displayName: 'Manager' },
    ],
    certificateNotificationAddresses: ['it@contoso.example'],
  });

export const STORIES = {
  onboarding: { request, people: { grantConsent, confirmHandover, chooseRoles } },
  rollback: { request, people: { grantConsent, confirmHandover: cancelInstead } },
  fromTemplate: {
    fromTemplate: true,
    request,
    people: { grantConsent, confirmHandover: cancelInstead },
  },
} satisfies Record<string, Story>;
