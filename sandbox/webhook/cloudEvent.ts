/** CloudEvents 1.0: the attributes it requires, and those that an event of ours must have besides. */
import { z } from 'zod';

export const cloudEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().regex(/^com\.messagemedia\.sso\.onboarding\.[a-z_]+$/),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.record(z.string(), z.unknown()),
});
export type CloudEvent = z.infer<typeof cloudEvent>;
