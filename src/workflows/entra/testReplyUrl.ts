/** Our own assertion consumer service as an additional reply URL of the application, while a sign-in is tested. */
import { proxyActivities } from '@temporalio/workflow';
import type { Scope } from '../../activities/deps.js';
import type { Activities } from '../../activities/index.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { type OnboardingRequest, serviceProviderOf } from '../../onboarding/request.js';
import type { Agreed } from '../../onboarding/watch.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import type { TestReplyUrl } from '../provider.js';
import { type Application, scopeOf, watchedScope } from './tenant.js';

const { openTestSignIn, closeTestSignIn } = proxyActivities<Activities>(IN_TENANT);

function replyUrlOf(scope: Scope, applicationId: string, request: OnboardingRequest): TestReplyUrl {
  const target = { ...scope, applicationId, replyUrls: serviceProviderOf(request).replyUrls };
  return {
    add: () => openTestSignIn.executeWithOptions({ summary: 'add our own reply URL for a test' }, [target]),
    remove: (replyUrl) =>
      closeTestSignIn.executeWithOptions({ summary: 'remove our own reply URL' }, [{ ...target, replyUrl }]),
  };
}

export const testReplyUrl =
  ({ request }: OnboardingRun, { tenant, applicationId }: Application) =>
  (step: StepProgress): TestReplyUrl =>
    replyUrlOf(scopeOf(tenant, step), applicationId, request);

export const watchedTestReplyUrl = (agreed: Agreed): TestReplyUrl =>
  replyUrlOf(watchedScope(agreed), agreed.applicationId, agreed.request);
