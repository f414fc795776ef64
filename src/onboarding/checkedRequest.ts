/**
 * The request as it is taken in: from files, pages and the API. Beyond its shape, which workflows check again, this
 * asks what tables of the world's numbers tell, takes no address that reads otherwise than it is, and writes domains in
 * one spelling.
 */
import { z } from 'zod';
import { asciiDomain } from './domains.js';
import { mobileProblem } from './phoneNumber.js';
import { LONGEST_ADDRESS } from './profiles.js';
import { MOST_CONTACTS, type OnboardingRequest, onboardingRequestSchema } from './request.js';
import { hasHidden } from './visible.js';

/** Read for themselves: a bad field elsewhere must not hide their problems. */
const contacts = z.object({ contacts: z.array(z.unknown()).max(MOST_CONTACTS) });

const text = z.string().optional().catch(undefined);
const overrides = z.object({
  serviceProvider: z.object({
    overrides: z.object({
      entityId: text,
      replyUrls: z.array(text).max(10).catch([]),
      signOnUrl: text,
      logoutUrl: text,
      probeUrl: text,
    }),
  }),
});

/** Reply URLs are where sign-ins are sent: whoever reads one must see the host that a browser goes to. */
function addressProblem(address: string): string | undefined {
  if (address.length > LONGEST_ADDRESS) return undefined; // said already
  if (/[\s\\]/.test(address) || hasHidden(address)) {
    return 'must have no space, backslash or hidden character: programs read such addresses differently';
  }
  if (!URL.canParse(address)) return undefined; // said already
  const { username, password } = new URL(address);
  return username + password === '' ? undefined : 'must have no user name or password';
}

export const checkedRequestSchema = onboardingRequestSchema
  .superRefine(
    (request, context) => {
      const named = overrides.safeParse(request).data?.serviceProvider.overrides ?? {};
      for (const [field, value] of Object.entries(named)) {
        for (const [index, address] of [value].flat().entries()) {
          const message = typeof address === 'string' ? addressProblem(address) : undefined;
          if (message === undefined) continue;
          const within = Array.isArray(value) ? [index] : [];
          const path = ['serviceProvider', 'overrides', field, ...within];
          context.addIssue({ code: 'custom', path, message });
        }
      }
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
