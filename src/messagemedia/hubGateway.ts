/**
 * A way to configure the Hub without a person. MessageMedia has no public API for SSO settings, so there is none today
 * and a person fills in the Hub's form; a private gateway can implement this later.
 */
import type { HandoverPackage } from '../onboarding/handover.js';

export interface HubGateway {
  /** Configures the Hub with every value of the package; may be called again with the same. */
  handOver(handover: HandoverPackage): Promise<void>;
}
