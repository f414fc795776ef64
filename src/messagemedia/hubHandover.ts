/**
 * How the Hub learns of the identity provider. MessageMedia has no public API for SSO settings, so today a person
 * fills the Hub's form with the values of the package; a private gateway can implement the same interface later.
 */
import type { HandoverPackage } from '../onboarding/handover.js';

export interface HubHandover {
  /** Configures the Hub if it can; says `person` when a person has to do it and confirm. */
  handOver(handover: HandoverPackage): Promise<'done' | 'person'>;
}

/** The only way there is today. */
export const handoverByPerson: HubHandover = { handOver: () => Promise.resolve('person') };
