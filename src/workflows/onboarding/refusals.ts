/** Why what somebody tells an onboarding cannot be taken now. Pure: validators of updates must not change anything. */
import { SMALL_CHOICE } from '../../onboarding/choice.js';
import { isForcedFor } from '../../onboarding/forceSso.js';
import { latestLink } from '../../onboarding/links.js';
import { purposeOf } from '../../onboarding/signals.js';
import type { Progress } from '../../onboarding/progress.js';
import { assignmentProblems } from '../../onboarding/choiceProblems.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { type StepName, STEPS } from '../../onboarding/steps.js';
import { linkRefusal } from '../contacts/links.js';
import type { Input } from './recorded.js';

/** One sentence, or undefined when the input is welcome. */
export function refusalOf(input: Input, progress: Progress, request: OnboardingRequest): string | undefined {
  const { status, step: current, steps, problem, waitingFor, artefacts, links, actions } = progress;
  const over = status === 'done' || status === 'cancelled' || status === 'rollingBack';
  const mayRetry = status === 'rollingBack' && problem !== null;
  if (over && !(input.signal === 'retryStep' && mayRetry)) return `the onboarding is ${status}`;
  const finished = (name: StepName) =>
    steps.some((step) => step.name === name && (step.status === 'done' || step.status === 'skipped'));
  switch (input.signal) {
    case 'cancelOnboarding':
      return undefined;
    case 'retryStep': {
      const isLookedFor = waitingFor?.observed !== undefined;
      const possible = input.value.step === current && (problem !== null || isLookedFor);
      return possible ? undefined : `the step ${input.value.step} is not blocked`;
    }
    case 'skipStep': {
      const { step } = input.value;
      if (finished(step)) return `the step ${step} is finished`;
      // One that was begun by an older version may lack it.
      if (!steps.some(({ name }) => name === step)) return `this onboarding has no step ${step}`;
      const isAtWork = steps.some(({ name, status }) => name === step && status === 'running');
      if (isAtWork) return `the step ${step} is at work: skip it when it waits or is blocked`;
      const skippable = STEPS.find(({ name }) => name === step)?.skippable === true;
      return skippable ? undefined : `the step ${step} cannot be skipped: later steps need it`;
    }
    case 'grantConsent': {
      const consentId = 'consentId' in input.value ? input.value.consentId : undefined;
      const cameBefore = consentId !== undefined && actions.some((action) => action.consentId === consentId);
      if (cameBefore) return 'this consent has been told before';
      if (finished('consent')) return 'the step consent is finished';
      const { tenantId } = artefacts;
      const wrong = 'tenantId' in input.value && tenantId !== undefined && input.value.tenantId !== tenantId;
      return wrong ? `the consent is for another tenant than this customer's, ${tenantId}` : undefined;
    }
    case 'confirmHandover':
      return finished('handover') ? 'the step handover is finished' : undefined;
    case 'reportTestSignIn': {
      if (waitingFor?.signal !== 'reportTestSignIn') return 'no test sign-in is open';
      const { requestId } = input.value;
      const answered = artefacts.testSignIns?.some((test) => test.requestId === requestId) ?? false;
      return requestId !== undefined && answered ? 'this sign-in has been reported before' : undefined;
    }
    case 'confirmForceSso':
      return forceSsoRefusal(input.value.administratorWithoutSso, progress, request);
    case 'chooseRoles': {
      if (finished('roleChoice')) return 'the step roleChoice is finished';
      const { assignments, part } = input.value;
      if (
        request.permissionProfile === 'minimal' &&
        (part !== undefined || assignments.length > SMALL_CHOICE)
      ) {
        return `in the minimal permission profile the customer assigns by hand: choose at most ${String(SMALL_CHOICE)}, such as groups`;
      }
      const problems = assignmentProblems(assignments, request.appRoles);
      if (problems.length === 0) return undefined;
      return problems.map(({ index, message }) => `assignments[${String(index)}]: ${message}`).join('; ');
    }
    case 'remind':
      return remindRefusal(progress, request);
    case 'makeLink':
      return linkRefusal(input.value, progress, request);
    case 'revokeLink': {
      const { id } = input.value;
      return links.some((link) => link.id === id) ? undefined : `there is no link ${id}`;
    }
  }
}

/** No early answer counts: whoever forces SSO before a sign-in was seen locks everybody out. */
function forceSsoRefusal(
  administrator: string,
  { step, waitingFor, problem }: Progress,
  { hub }: OnboardingRequest,
): string | undefined {
  const isLate = step === 'forceSso' && problem?.code === 'deadline_passed';
  if (waitingFor?.signal !== 'confirmForceSso' && !isLate) {
    return 'Force SSO is not asked for now: it comes last, once somebody was seen to sign in by SSO';
  }
  if (!isForcedFor(administrator, hub.emailDomains)) return undefined;
  return `${administrator} is on a listed domain and could not sign in without SSO either: name an administrator on another domain`;
}

/** Enough for an SMS to arrive, and for its reader to act. */
const REMIND_AGAIN_AFTER_MINUTES = 10;
/** A text that reached nobody. */
const UNSENT = ['not sent', 'stopped', 'refused', 'given up', 'postponed', 'failed', 'rejected'];

function remindRefusal(
  { waitingFor, step, messages, optedOut, links }: Progress,
  { contacts }: OnboardingRequest,
): string | undefined {
  const asked = contacts.filter(({ roles }) => roles.some((role) => role === waitingFor?.from));
  if (waitingFor === null || asked.length === 0) return 'no contact is waited for';
  const task = purposeOf(waitingFor) ?? 'all';
  const reachable = asked.filter(
    (contact) =>
      !optedOut.includes(contact.name) && latestLink(links, contact, task).known?.revokedAt === undefined,
  );
  if (reachable.length === 0) return 'who is waited for wants no more texts, or their link is withdrawn';
  const last = messages.findLast((message) => message.step === step && !UNSENT.includes(message.status));
  const minutes = last === undefined ? Infinity : (Date.now() - Date.parse(last.at)) / 60_000;
  if (minutes >= REMIND_AGAIN_AFTER_MINUTES) return undefined;
  return `a text was sent less than ${String(REMIND_AGAIN_AFTER_MINUTES)} minutes ago`;
}
