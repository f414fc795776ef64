/** Step 3.6: Configuration > Single Sign On (SSO) in the Hub, and paste the XML. */
import { patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.js';
import type { Capabilities } from '../../../onboarding/capabilities.js';
import { handoverPackage } from '../../../onboarding/handover.js';
import { serviceProviderOf } from '../../../onboarding/request.js';
import { IN_TENANT } from '../../activityOptions.js';
import type { OnboardingRun } from '../run.js';
import { type Wait, waitFor } from '../waiting.js';
import { confirmedAndSeen } from './settingsCheck.js';

const { handOver, probeSignOn } = proxyActivities<Activities>(IN_TENANT);

type Metadata = Parameters<typeof handoverPackage>[2] &
  // In older histories, this comes with the metadata.
  Partial<Pick<Capabilities, 'handOverTo'>>;

/** Somebody waits for the answer, and the step hubSignIn looks again. */
const LOOK = {
  summary: 'see whether the Hub has the settings',
  scheduleToCloseTimeout: '45 seconds',
} as const;

/** @param forced whether the form is to force SSO; else that is a step of its own, or not asked for */
export function handover(run: OnboardingRun, metadata: Metadata, forced: boolean) {
  const { request } = run;
  const serviceProvider = serviceProviderOf(request);
  const form = handoverPackage(request, serviceProvider, metadata, forced);
  run.handover = form; // also where the step is skipped: a test sign-in is checked by it
  const { handOverTo } = run.capabilities ?? metadata;
  return run.skippableStep('handover', async (step) => {
    if (handOverTo === 'gateway') {
      await handOver.executeWithOptions({ summary: 'configure the Hub' }, [form]);
      return;
    }
    const wait: Wait = {
      from: 'hubAdministrator',
      instruction: `Fill in ${form.location} with the values of the "handover" query, paste the XML, and confirm.`,
      days: request.deadlines.handover,
    };
    const { probeUrl } = serviceProvider;
    const { confirmedBy } =
      probeUrl === undefined || !patched('saved-settings-are-checked')
        ? await waitFor(run, step, 'confirmHandover', wait)
        : await confirmedAndSeen(run, step, wait, () =>
            probeSignOn.executeWithOptions(LOOK, [
              { probeUrl, serviceProvider, singleSignOnUrl: metadata.singleSignOnUrl, somebodyWaits: true },
            ]),
          );
    run.made({ handoverConfirmedBy: confirmedBy });
  });
}
