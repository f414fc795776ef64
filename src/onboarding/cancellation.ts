/** What a cancel would do now, told before it is done. */
import { applicationDisplayName } from './names.js';
import type { Progress } from './progress.js';
import type { OnboardingRequest } from './request.js';

export type CancellationPreview = {
  /** False when the onboarding is over. */
  possible: boolean;
  /** What is removed from the customer's tenant, one thing a line. */
  removes: string[];
  keeps: string[];
};

/** From what the onboarding knows that it has made; the rollback itself looks in the tenant. */
export function previewCancellation(
  { status, artefacts }: Progress,
  request: Pick<OnboardingRequest, 'companyName' | 'serviceProvider' | 'onCancel'>,
): CancellationPreview {
  const { claimsPolicyId, applicationId, certificate, assignments = [] } = artefacts;
  const application = `enterprise application "${applicationDisplayName(request)}"`;
  const parts = [
    ...(certificate === undefined ? [] : ['its signing certificate']),
    ...(assignments.length === 0 ? [] : [`${String(assignments.length)} assignments of users and groups`]),
  ];
  const made = [
    ...(claimsPolicyId === undefined ? [] : ['claims mapping policy']),
    ...(applicationId === undefined ? [] : [[application, ...parts].join(', with ')]),
  ];
  const possible = status !== 'done' && status !== 'cancelled' && status !== 'rollingBack';
  return request.onCancel === 'keep'
    ? { possible, removes: [], keeps: made }
    : { possible, removes: made, keeps: [] };
}
