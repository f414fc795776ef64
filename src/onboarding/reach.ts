/** How somebody can be written to. */
import { z } from 'zod';

/** MessageMedia: 8 to 15 digits. */
export const mobileNumber = z
  .string()
  .regex(/^\+[1-9]\d{7,14}$/, 'must be an international number such as +61491570156');
export const emailAddress = z.email('must be an e-mail address').max(254);
