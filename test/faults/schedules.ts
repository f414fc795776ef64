/** Random schedules for an onboarding: which faults strike, and who says or does what meanwhile. */
import fc from 'fast-check';
import { SIGNAL_NAMES, type SignalName } from '../../src/onboarding/signals.js';
import { STEP_NAMES, STEPS } from '../../src/onboarding/steps.js';
import type { Fault } from '../../sandbox/faults.js';
import { FAULTS } from './faults.js';
import { ANSWERS } from './stories.js';

export type Act =
  | { kind: 'signal'; signal: SignalName; input: unknown; times: number }
  /** As `temporal workflow cancel` does. */
  | { kind: 'cancel' }
  | { kind: 'workerStops'; when: 'before' | 'after' };

export type Schedule = {
  /** The n-th requests of a kind are struck, in a row. */
  faults: {
    fault: string;
    request: { method: Fault['method']; path: string };
    skip: number;
    times: number;
  }[];
  /** While the n-th attempt of an activity begins. */
  acts: { at: number; act: Act }[];
};

const to = (method: Fault['method'], path: string) => ({ method, path });
const REQUESTS = [
  to('GET', 'openid-configuration$'),
  to('POST', '/oauth2/v2.0/token$'),
  to('GET', 'federationmetadata'),
  to('POST', '^/v1/messages$'),
  to('GET', '^/v1.0/applications'),
  to('PATCH', '^/v1.0/applications'),
  to('GET', '^/v1.0/servicePrincipals'),
  to('PATCH', '^/v1.0/servicePrincipals'),
  to('GET', 'laimsMappingPolicies'),
  to('POST', 'laimsMappingPolicies'),
  to('DELETE', '^/v1.0/'),
  to('POST', 'addTokenSigningCertificate$'),
  to('POST', String.raw`\$batch$`),
  to('POST', 'appRoleAssignedTo$'),
];

const OTHER_TENANT = '11111111-2222-4333-8444-555555555555';
/** What makes sense at some time, said at any. */
const SENSIBLE: [SignalName, unknown][] = [
  ...(Object.entries(ANSWERS) as [SignalName, unknown][]),
  ['grantConsent', { declined: true, declinedBy: 'Anna Admin', reason: 'too much' }],
  ['grantConsent', { tenantId: OTHER_TENANT, grantedBy: 'Otto Other' }],
  [
    'chooseRoles',
    { assignments: [{ type: 'user', principal: 'maria@contoso.example', role: 'None' }], chosenBy: 'Anna' },
  ],
  ['makeLink', { id: 'a1b2c3d4e5f6', purpose: 'all', contact: 'Anna', send: false, by: 'operator' }],
  ['reportTestSignIn', { result: 'succeeded', by: 'Sam' }],
  ...STEP_NAMES.map((step): [SignalName, unknown] => ['retryStep', { step, by: 'somebody' }]),
];
const SKIPPABLE = STEPS.filter(({ skippable }) => skippable).map(({ name }) => name);

const times = fc.integer({ min: 1, max: 2 });
const signal = (what: fc.Arbitrary<[SignalName, unknown]>) =>
  fc.tuple(what, times).map(([[name, input], n]): Act => ({ kind: 'signal', signal: name, input, times: n }));

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: signal(fc.constantFrom(...SENSIBLE)) },
  {
    weight: 2,
    arbitrary: signal(fc.tuple(fc.constantFrom(...SIGNAL_NAMES), fc.jsonValue({ maxDepth: 2 }))),
  },
  {
    weight: 1,
    arbitrary: signal(
      fc
        .constantFrom(...SKIPPABLE)
        .map((step) => ['skipStep', { step, by: 'somebody', reason: 'by hand' }] as [SignalName, unknown]),
    ),
  },
  {
    weight: 1,
    arbitrary: signal(fc.constant(['cancelOnboarding', { by: 'somebody', reason: 'no longer wanted' }])),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: 'cancel' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('before', 'after').map((when): Act => ({ kind: 'workerStops', when })),
  },
);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  faults: fc.array(
    fc.record({
      fault: fc.constantFrom(...FAULTS.map(({ name }) => name)),
      request: fc.constantFrom(...REQUESTS),
      skip: fc.nat(4),
      times: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 6 },
  ),
  acts: fc.array(fc.record({ at: fc.integer({ min: 1, max: 25 }), act }), { maxLength: 6 }),
});
