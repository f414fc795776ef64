/**
 * What the workers are set up for, where it decides how a customer's workflow goes. The first activity tells it once. What
 * a tenant permits is not among it: that only the request itself shows (a licence comes and goes), so each step learns it.
 */
import { z } from 'zod';

export const capabilitiesSchema = z.object({
  /** Other systems are told how it proceeds. */
  webhook: z.boolean(),
  /** Who enters the settings in the Hub. */
  handOverTo: z.enum(['person', 'gateway']),
  /** There are web pages that a test sign-in can lead to. */
  webPages: z.boolean(),
  /** Two people must confirm an offboarding. */
  offboardingNeedsTwo: z.boolean(),
});

export type Capabilities = z.infer<typeof capabilitiesSchema>;
