/** What this worker is set up for. */
import type { Capabilities } from '../onboarding/capabilities.js';
import type { Deps } from './deps.js';

export const capabilitiesOf = (deps: Deps): Capabilities => ({
  webhook: deps.webhook !== undefined,
  handOverTo: deps.hub === undefined ? 'person' : 'gateway',
  webPages: deps.links !== undefined,
  offboardingNeedsTwo: deps.offboardingNeedsTwo,
});

export function capabilitiesActivities(deps: Deps) {
  return {
    /** By its settings alone: nothing is called. */
    readCapabilities: (): Promise<Capabilities> => Promise.resolve(capabilitiesOf(deps)),
  };
}
