/**
 * One customer's onboarding to MessageMedia SSO with Azure AD (Entra ID), from consent to a verified configuration.
 * It follows MessageMedia's help page; the numbers are its steps.
 */
import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  patched,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { handoverPackage } from '../onboarding/handover.js';
import { SMALL_CHOICE } from '../onboarding/choice.js';
import { applicationDisplayName, onboardingWorkflowId } from '../onboarding/names.js';
import type { OnboardingResult, StepProgress } from '../onboarding/progress.js';
import {
  describeIssues,
  type OnboardingRequest,
  type OnboardingRequestInput,
  onboardingRequestSchema,
  samlSettingsOf,
} from '../onboarding/request.js';
import { CUSTOMER_ID, TENANT } from '../onboarding/searchAttributes.js';
import type { Agreed } from '../onboarding/watch.js';
import { IN_TENANT } from './activityOptions.js';
import { ProblemError } from './problems.js';
import { forceSso } from './onboarding/forceSso.js';
import { hubSignIn } from './onboarding/hubSignIn.js';
import { assignAll, customerAssigns } from './onboarding/assignments.js';
import { assignLargeChoice } from './onboarding/largeChoice.js';
import { lookBefore } from './onboarding/preflight.js';
import { undo } from './onboarding/rollBack.js';
import { LeftOut, OnboardingRun } from './onboarding/run.js';
import { testSignIn } from './onboarding/testSignIn.js';
import { watchAsks } from './betweenWorkflows.js';
import { startWatch } from './onboarding/startWatch.js';
import { newProblem } from '../onboarding/problems/catalogue.js';

const activities = proxyActivities<Activities>(IN_TENANT);

/**
 * Sets up single sign-on for one customer. Workflow ID: `onboarding/<customerId>`.
 * @param startedBy who started it, for the record
 * @throws ApplicationFailure `InvalidRequest`, listing every problem, before anything is done
 */
export async function onboardCustomer(
  document: OnboardingRequestInput,
  startedBy: string | null = null,
): Promise<OnboardingResult> {
  const request = validated(document);
  upsertSearchAttributes([
    { key: CUSTOMER_ID, value: request.customerId },
    { key: TENANT, value: request.tenant },
  ]);
  const run = new OnboardingRun(request, startedBy);
  setHandler(watchAsks, () => {});
  try {
    await run.untilCancelled(() => setUpSingleSignOn(run, request));
    await run.end('done');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => undo(run, request));
    await run.end('cancelled');
    if (!run.cancelledBySignal) throw error; // so that Temporal shows it as cancelled
  }
  return resultOf(run);
}

async function setUpSingleSignOn(run: OnboardingRun, request: OnboardingRequest): Promise<void> {
  const { artefacts } = run.progress;
  const displayName = applicationDisplayName(request.companyName);
  const settings = samlSettingsOf(request);
  const { serviceProvider } = settings;

  // Before: an Azure administrator agrees to the changes.
  const { tenantId, granted } = await run.step('consent', async (step) => {
    const { customerId, onboardingId } = run.progress;
    const { tenant, permissionProfile } = request;
    const found = await activities.resolveTenant.executeWithOptions(
      { summary: `find the tenant ${tenant}` },
      [{ tenant, permissionProfile, onboardingId }],
    );
    run.events.configured(found.webhook);
    artefacts.tenantId = found.tenantId;
    run.progress.consentUrl = found.consentUrl;
    const consent = await run.waitFor(step, 'grantConsent', {
      from: 'azureAdministrator',
      instruction: `As Privileged Role Administrator or Global Administrator, agree to the changes: ${found.consentUrl}`,
      days: request.deadlines.consent,
    });
    if ('declined' in consent) {
      run.answers.drop('grantConsent');
      throw new ProblemError(
        newProblem('consent_declined', consent.reason === undefined ? {} : { details: [consent.reason] }),
      );
    }
    if (consent.tenantId !== found.tenantId) {
      run.answers.drop('grantConsent');
      throw new ProblemError(
        newProblem('wrong_tenant', { consented: consent.tenantId, tenantId: found.tenantId }),
      );
    }
    const { permissions } = await activities.checkConsent.executeWithOptions(
      { summary: 'check the permissions in a fresh token' },
      [{ customerId, onboardingId, tenantId: found.tenantId, permissionProfile, retried: step.attempts > 1 }],
    );
    artefacts.consentedBy = consent.grantedBy;
    if (consent.consentedAs !== undefined) artefacts.consentedAs = consent.consentedAs;
    return { tenantId: found.tenantId, granted: permissions };
  });

  /** What every activity in the tenant begins with. */
  const scope = (step: StepProgress) => ({
    customerId: request.customerId,
    onboardingId: run.progress.onboardingId,
    tenantId,
    permissionProfile: request.permissionProfile,
    retried: step.attempts > 1,
  });

  // 1: Create a new application integration, "MessageMedia SSO for <Your Company>".
  const application = await run.step('application', async (step) => {
    if (patched('tenant-preflight')) {
      const { customerId, permissionProfile } = request;
      const identifier = serviceProvider.entityId;
      await lookBefore(step, {
        customerId,
        tenant: tenantId,
        permissionProfile,
        identifier,
        displayName,
        granted,
      });
    }
    const created = await activities.createEnterpriseApplication.executeWithOptions(
      { summary: `create "${displayName}"` },
      [{ ...scope(step), displayName, roles: request.appRoles }],
    );
    const { applicationId, appId, servicePrincipalId } = created;
    Object.assign(artefacts, { applicationId, appId, servicePrincipalId });
    return created;
  });
  const { applicationId, appId, servicePrincipalId, roleIds } = application;

  // 2: Select SAML from the single sign-on method options.
  await run.step('samlMode', (step) =>
    activities.setSamlMode.executeWithOptions({ summary: 'choose SAML' }, [
      { ...scope(step), servicePrincipalId },
    ]),
  );

  // 3.1-3.3: Basic SAML Configuration, with the additional URLs for the SP-initiated mode.
  await run.step('samlSettings', (step) =>
    activities.setSamlSettings.executeWithOptions({ summary: `configure ${serviceProvider.entityId}` }, [
      { ...scope(step), applicationId, servicePrincipalId, settings },
    ]),
  );

  // 3.4: User Attributes & Claims.
  const claims = await run.skippableStep('claims', async (step) => {
    const { policyId } = await activities.setClaims.executeWithOptions({ summary: 'set the claims' }, [
      { ...scope(step), servicePrincipalId, claims: request.claims, nameId: request.nameId },
    ]);
    if (policyId === null) step.note = "no policy: left to Entra ID's defaults, as the request says";
    else artefacts.claimsPolicyId = policyId;
    return { policyId };
  });

  // 3.5: SAML Signing Certificate.
  const certificate = await run.step('certificate', async (step) => {
    const certificate = await activities.setSigningCertificate.executeWithOptions(
      { summary: 'add and activate the signing certificate' },
      [{ ...scope(step), servicePrincipalId, generation: 1, watched: request.watch !== undefined }],
    );
    artefacts.certificate = certificate;
    return certificate;
  });

  // 3.5: App Federation Metadata Url; the XML behind it, checked.
  const metadata = await run.step('metadata', async (step) => {
    const found = await activities.fetchFederationMetadata.executeWithOptions(
      { summary: 'fetch and check the federation metadata' },
      [{ ...scope(step), appId, thumbprint: certificate.thumbprint }],
    );
    artefacts.metadataUrl = found.url;
    artefacts.metadataSha256 = found.sha256;
    return found;
  });

  // 3.6: Configuration > Single Sign On (SSO) in the Hub, and paste the XML.
  const forceSsoLast = patched('force-sso-last');
  const forced = !forceSsoLast && request.hub.forceSso; // before, the handover asked for it
  const handover = handoverPackage(request, serviceProvider, metadata, forced);
  run.handover = handover; // also where the step is skipped: a test sign-in is checked by it
  await run.skippableStep('handover', async (step) => {
    if (metadata.handOverTo === 'gateway') {
      await activities.handOver.executeWithOptions({ summary: 'configure the Hub' }, [handover]);
      return;
    }
    const confirmation = await run.waitFor(step, 'confirmHandover', {
      from: 'hubAdministrator',
      instruction: `Fill in ${handover.location} with the values of the "handover" query, paste the XML, and confirm.`,
      days: request.deadlines.handover,
    });
    artefacts.handoverConfirmedBy = confirmation.confirmedBy;
  });

  // 4.1-4.5: Users and groups, with a role if there is one, else "Default Access".
  const chosen = await run.skippableStep('roleChoice', async (step) => {
    const roles = request.appRoles.map((role) => role.value);
    const choice = await run.waitFor(step, 'chooseRoles', {
      from: 'azureAdministrator',
      instruction: `Choose the users and groups who may sign in${
        roles.length === 0 ? '' : `, each with a role (${roles.join(', ')})`
      }.`,
      days: request.deadlines.roleChoice,
    });
    const { assignments } = choice;
    // A large choice is looked up page by page, as it is assigned.
    if (assignments.length > SMALL_CHOICE) return { assignments, principals: null };
    const found = await activities.lookUpPrincipals.executeWithOptions(
      { summary: `look up ${String(assignments.length)} users and groups` },
      [{ ...scope(step), assignments }],
    );
    return { assignments, principals: found.principals };
  });

  // 4.6: Assign.
  await run.skippableStep('assignments', async (step) => {
    if (chosen === undefined) throw new LeftOut('nobody was chosen');
    const target = { ...scope(step), servicePrincipalId, roleIds };
    if (chosen.principals === null) {
      artefacts.manyAssignments = await assignLargeChoice(chosen.assignments, step, target, () => {
        run.publish();
      });
      return;
    }
    const input = { ...target, principals: chosen.principals };
    const assign = request.permissionProfile === 'full' ? assignAll : customerAssigns;
    artefacts.assignments = await assign(run, step, input, displayName);
  });

  // Does it work? Somebody signs in, before the Hub is tried.
  await run.skippableStep('testSignIn', (step) =>
    testSignIn(run, step, { ...scope(step), applicationId, replyUrls: serviceProvider.replyUrls }),
  );

  const agreed: Agreed = {
    onboardingId: run.progress.onboardingId,
    request,
    tenantId,
    applicationId,
    appId,
    servicePrincipalId,
    roleIds,
    claimsPolicyId: claims?.policyId ?? null,
    certificate,
    trusted: metadata.thumbprints,
    assignments: artefacts.manyAssignments === undefined ? (artefacts.assignments ?? []) : null,
    optedOut: run.progress.optedOut,
  };

  // Does what was agreed stand in the tenant?
  await run.skippableStep('verification', (step) =>
    activities.verifyConfiguration.executeWithOptions({ summary: 'read everything back and compare' }, [
      { ...scope(step), agreed },
    ]),
  );

  // Can users sign in to the Hub? What that rests on is part of the result.
  await run.skippableStep('hubSignIn', (step) =>
    hubSignIn(run, step, {
      ...scope(step),
      appId,
      serviceProvider,
      singleSignOnUrl: metadata.singleSignOnUrl,
    }),
  );

  // Last of what people do: leave users no other way in.
  if (forceSsoLast) {
    await run.skippableStep('forceSso', (step) => forceSso(run, step, { ...scope(step), appId }));
    agreed.ssoForced = artefacts.forceSso !== undefined;
  } else {
    run.progress.steps = run.progress.steps.filter(({ name }) => name !== 'forceSso');
  }

  // Nowhere on the page: sign-in ends with the certificate, or when somebody edits the application.
  await run.skippableStep('watch', async () => {
    if (request.watch === undefined) throw new LeftOut('the request does not ask for it');
    // Somebody may have said STOP since.
    const { optedOut, optChangedAt } = run.progress;
    await startWatch({ ...agreed, optedOut, ...(optChangedAt === undefined ? {} : { optChangedAt }) });
  });
}

function validated(document: OnboardingRequestInput): OnboardingRequest {
  const parsed = onboardingRequestSchema.safeParse(document);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error).join('\n');
    throw ApplicationFailure.nonRetryable(`The request is not valid:\n${problems}`, 'InvalidRequest');
  }
  const expected = onboardingWorkflowId(parsed.data.customerId);
  const { workflowId } = workflowInfo();
  if (workflowId !== expected) {
    const message = `The workflow ID must be ${expected}, so that a customer is onboarded once; it is ${workflowId}.`;
    throw ApplicationFailure.nonRetryable(message, 'InvalidRequest');
  }
  return parsed.data;
}

function resultOf(run: OnboardingRun): OnboardingResult {
  const { customerId, onboardingId, status, artefacts, rollback, steps } = run.progress;
  const skipped = steps.filter((step) => step.status === 'skipped').map((step) => step.name);
  return { customerId, onboardingId, status, artefacts, rollback, skipped };
}
