/**
 * The request as it is taken in: from files, pages and the API. Beyond its shape, which workflows check again, this
 * asks what tables of the world's numbers tell, and writes domains in one spelling.
 */
import { z } from 'zod';
import { asciiDomain } from './domains.js';
import { mobileProblem } from './phoneNumber.js';
import { type OnboardingRequest, onboardingRequestSchema } from './request.js';

/** Read for themselves: a bad field elsewhere must not hide their problems. */
const contacts = z.object({ contacts: z.array(z.unknown()) });

export const checkedRequestSchema = onboardingRequestSchema
  .superRefine(
    (request, context) => {
      const parsed = contacts.safeParse(request);
      for (const [index, contact] of (parsed.data?.contacts ?? []).entries()) {
        const { data } = z.object({ mobile: z.string().startsWith('+') }).safeParse(contact);
        const message = data === undefined ? undefined : mobileProblem(data.mobile);
        if (message === undefined) continue;
        context.addIssue({ code: 'custom', path: ['contacts', index, 'mobile'], message });
      }
    },
    { when: () => true },
  )
  .transform(canonical);

function canonical(request: OnboardingRequest): OnboardingRequest {
  const { tenant, hub } = request;
  const emailDomains = [...new Set(hub.emailDomains.map(asciiDomain))];
  return { ...request, tenant: asciiDomain(tenant), hub: { ...hub, emailDomains } };
}
