/** The last step: everything read back and compared with what was agreed. */
import { activityInfo } from '@temporalio/activity';
import { describeDifference, violations } from '../onboarding/drift.js';
import type { Agreed } from '../onboarding/watch.js';
import { differencesOf, readConfiguration } from './configuration.js';
import type { Deps, Scope } from './deps.js';
import { BlockedError, NotYetVisibleError } from './failures.js';

/** Reads that may show an older state before a difference is believed. */
const PATIENCE = 6;

export function verificationActivities(deps: Deps) {
  return {
    /** Blocks, field by field, when the tenant's configuration still differs after replication had its time. */
    async verifyConfiguration(input: Scope & { agreed: Agreed }): Promise<void> {
      const found = await readConfiguration(deps.graphFor(input), input.agreed);
      const differences = violations(differencesOf(found, input.agreed));
      if (differences.length === 0) return;
      if (activityInfo().attempt < PATIENCE) {
        throw new NotYetVisibleError(`${String(differences.length)} fields differ from what was agreed`);
      }
      throw new BlockedError({
        code: 'configuration_differs',
        reason: "The application's configuration in the tenant differs from what was agreed.",
        remedy:
          'Somebody may have edited it. Set the fields named in the details in the Azure portal, then retry the step.',
        details: differences.map(describeDifference),
      });
    },
  };
}
