/** The parts of the setup that a link's first page lists. */
import { expect, it } from '@jest/globals';
import { newProgress } from '../../../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../../../src/onboarding/request.js';
import { stagesOf, systemOf } from '../../../../src/web/setup/stages.js';
import { minimalRequest } from '../../../support/request.js';

const hub = { accounts: ['contoso'], emailDomains: ['contoso.example'] };
const requestWith = (changes: object) => onboardingRequestSchema.parse(minimalRequest(changes));

it.each([
  {
    asked: 'a test, Force SSO and monitoring',
    changes: { testSignIn: true, watch: {}, hub: { ...hub, forceSso: true } },
  },
  { asked: 'a test and monitoring', changes: { testSignIn: true, watch: {} } },
  { asked: 'monitoring alone', changes: { testSignIn: false, watch: {} } },
  { asked: 'a test alone', changes: { testSignIn: true } },
])('with $asked, each step of the onboarding is in one part, in the order of the steps', ({ changes }) => {
  const request = requestWith(changes);
  const listed = stagesOf(request).flatMap(({ step, then }) => [step, ...then]);
  const steps = newProgress(request, 'id', null).steps.map(({ name }) => name);
  const leftOut = (step: string) =>
    (step === 'watch' && request.watch === undefined) ||
    (step === 'forceSso' && !request.hub.forceSso) ||
    (step === 'testSignIn' && !request.testSignIn);
  // Without a test, the first sign-in to the Hub is the part, and the check of the configuration comes with it.
  const signIn = request.testSignIn ? ['verification', 'hubSignIn'] : ['hubSignIn', 'verification'];
  const order = steps.flatMap((step) =>
    step === 'verification' ? signIn : step === 'hubSignIn' ? [] : step,
  );
  expect(listed).toEqual(order.filter((step) => !leftOut(step)));
});

it('messages say the Hub with an article of their own, and Sinch ID by its name', () => {
  const overrides = {
    entityId: 'https://provider.example/entity',
    replyUrls: ['https://provider.example/acs'],
    signOnUrl: 'https://provider.example/sso',
  };
  expect(systemOf(requestWith({}))).toBe('hub');
  expect(systemOf(requestWith({ serviceProvider: { profile: 'sinch-id', overrides } }))).toBe('Sinch ID');
});
