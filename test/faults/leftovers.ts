/** The invariants that hold however a run went: what it may leave behind, by how it ended. */
import { isDeepStrictEqual } from 'node:util';
import { applicationUniqueName, creationTag } from '../../src/onboarding/names.js';
import type { Outcome } from './stage.js';

export type Left = Pick<
  Outcome,
  'status' | 'problems' | 'progress' | 'tenant' | 'inbox' | 'state' | 'bystandersUntouched'
>;

/** What is wrong with what a run has left; `agreed` is a run without faults. Empty when all is well. */
export function leftovers(outcome: Left, agreed: Left): string[] {
  const { status, problems, inbox, bystandersUntouched } = outcome;
  const ids = inbox.map(({ metadata }) => metadata['sso-onboarding-message']);
  const complaints = [
    ...complain(bystandersUntouched, 'what was there before was touched'),
    ...complain(new Set(ids).size === ids.length, 'a text message was sent twice'),
  ];
  if (status === 'done') return [...complaints, ...finished(outcome, agreed)];
  if (status === 'cancelled') return [...complaints, ...removed(outcome)];
  return [...complaints, `ended ${status}: ${JSON.stringify(problems)}`];
}

const complain = (holds: boolean, text: string) => (holds ? [] : [text]);

const skippedSteps = ({ progress }: Left) =>
  progress.steps.filter((step) => step.status === 'skipped').map(({ name }) => name);

/** As agreed; of a step that was skipped there is at most what it would have made. */
function finished(outcome: Left, agreed: Left): string[] {
  const { applications, servicePrincipals, policies, certificates, assignments } = made(outcome);
  const leftOut = skippedSteps(agreed);
  const skipped = skippedSteps(outcome).filter((name) => !leftOut.includes(name));
  if (skipped.length === 0) {
    const [left, right] = [agreed, outcome].map(({ state }) => (state as { objects: unknown }).objects);
    return complain(isDeepStrictEqual(left, right), 'the tenant is not as agreed');
  }
  return [
    ...complain(applications === 1 && servicePrincipals === 1, 'not one application'),
    ...complain(certificates === 2, 'not one certificate, with its two halves'),
    ...complain(policies === 1 || (policies === 0 && skipped.includes('claims')), 'not one claims policy'),
    ...complain(
      assignments === 3 || skipped.includes('assignments') || skipped.includes('roleChoice'),
      'not the assignments that were chosen',
    ),
  ];
}

/** Nothing; and only this onboarding's own application is among what was deleted. */
function removed(outcome: Left): string[] {
  const left = Object.entries(made(outcome)).filter(([, count]) => count > 0);
  const tag = creationTag(outcome.progress.onboardingId);
  const deleted = outcome.tenant.deletedItems
    .all()
    .flatMap((item) => ('application' in item ? [item.application] : []));
  return [
    ...complain(left.length === 0, `left behind: ${JSON.stringify(Object.fromEntries(left))}`),
    ...complain(
      deleted.every(({ tags }) => tags.includes(tag)) && deleted.length <= 1,
      'something else was deleted',
    ),
  ];
}

/** How many there are of each thing that this onboarding makes. */
export function made({ tenant, progress }: Pick<Left, 'tenant' | 'progress'>): Record<string, number> {
  const uniqueName = applicationUniqueName(progress.customerId);
  const applications = tenant.applications.all().filter((found) => found.uniqueName === uniqueName);
  const servicePrincipals = tenant.servicePrincipals
    .all()
    .filter(({ appId }) => applications.some((application) => application.appId === appId));
  const policies = tenant.claimsPolicies
    .all()
    .filter(({ displayName }) => displayName.includes(progress.onboardingId));
  return {
    applications: applications.length,
    servicePrincipals: servicePrincipals.length,
    certificates: servicePrincipals.flatMap(({ keyCredentials }) => keyCredentials).length,
    policies: policies.length,
    assignments: tenant.appRoleAssignments.all().length,
  };
}
