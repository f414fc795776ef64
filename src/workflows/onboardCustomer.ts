/**
 * One customer's onboarding to MessageMedia SSO with Microsoft Entra ID, from consent to a verified configuration.
 * It follows MessageMedia's help page; the numbers are its steps.
 */
import { CancellationScope, isCancellation, patched, setHandler } from '@temporalio/workflow';
import type { Workflows } from '../onboarding/contract.js';
import { onboardingWorkflowId } from '../onboarding/names.js';
import type { OnboardingResult } from '../onboarding/progress.js';
import { onboardingRequestSchema } from '../onboarding/request.js';
import { watchAsks } from './betweenWorkflows.js';
import * as entra from './entra/index.js';
import { undo } from './onboarding/rollBack.js';
import { OnboardingRun } from './onboarding/run.js';
import { forceSso } from './onboarding/steps/forceSso.js';
import { handover } from './onboarding/steps/handover.js';
import { hubSignIn } from './onboarding/steps/hubSignIn.js';
import { roleChoice } from './onboarding/steps/roleChoice.js';
import { testSignIn } from './onboarding/steps/testSignIn.js';
import { watch } from './onboarding/steps/watch.js';
import { findableBy, validated } from './run/begin.js';

/**
 * Sets up single sign-on for one customer. Workflow ID: `onboarding/<customerId>`.
 * @throws ApplicationFailure `InvalidRequest`, listing every problem, before anything is done
 */
export const onboardCustomer: Workflows['onboardCustomer'] = async (document, startedBy = null) => {
  const request = validated(document, onboardingRequestSchema, onboardingWorkflowId);
  findableBy(request);
  const run = new OnboardingRun(request, startedBy);
  setHandler(watchAsks, () => {});
  try {
    await run.cancellable.run(() => setUpSingleSignOn(run));
    await run.end('done');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const removalIn = (tenantId: string) => entra.removal(entra.tenantOf(run, tenantId), 'onboarding');
    await CancellationScope.nonCancellable(() => undo(run, removalIn));
    await run.end('cancelled');
    if (!run.cancellable.bySignal) throw error; // so that Temporal shows it as cancelled
  }
  return resultOf(run);
};

async function setUpSingleSignOn(run: OnboardingRun): Promise<void> {
  await run.askCapabilities();
  // Before: an Azure administrator agrees to the changes.
  const consent = await entra.consent(run);
  // 1: Create a new application integration, "MessageMedia SSO for <Your Company>".
  const application = await entra.application(run, consent);
  // 2: Select SAML from the single sign-on method options.
  await entra.samlMode(run, application);
  // 3.1-3.3: Basic SAML Configuration, with the additional URLs for the SP-initiated mode.
  await entra.samlSettings(run, application);
  // 3.4: User Attributes & Claims.
  await entra.claims(run, application);
  // 3.5: SAML Signing Certificate; App Federation Metadata Url.
  const certificate = await entra.certificate(run, application);
  const metadata = await entra.metadata(run, application, certificate);

  const forceSsoLast = patched('force-sso-last'); // before, the handover asked for it
  // 3.6: Configuration > Single Sign On (SSO) in the Hub, and paste the XML.
  await handover(run, metadata, !forceSsoLast && run.request.hub.forceSso);
  // 4.1-4.5: Users and groups, with a role if there is one, else "Default Access".
  const chosen = await roleChoice(run, entra.principals(application));
  // 4.6: Assign.
  await entra.assignments(run, application, chosen);

  // Does it work? Somebody signs in, before the Hub is tried.
  await testSignIn(run, entra.testReplyUrl(run, application));
  // Does what was agreed stand in the tenant?
  const agreed = entra.agreedOf(run, application, certificate, metadata);
  await entra.verification(run, agreed);
  // Can users sign in to the Hub?
  const findSignIn = entra.signInLog(application);
  await hubSignIn(run, findSignIn, metadata);
  // Last of what people do: leave users no other way in.
  if (forceSsoLast) {
    await forceSso(run, findSignIn);
    agreed.ssoForced = run.artefacts.forceSso !== undefined;
  } else {
    run.dropStep('forceSso');
  }
  // Nowhere on the page: sign-in ends with the certificate, or when somebody edits the application.
  await watch(run, agreed);
}

function resultOf(run: OnboardingRun): OnboardingResult {
  const { customerId, onboardingId, status, artefacts, rollback, steps } = run.progress;
  const skipped = steps.filter((step) => step.status === 'skipped').map((step) => step.name);
  return { customerId, onboardingId, status, artefacts, rollback, skipped };
}
