/**
 * What the Hub's form at Configuration > Single Sign On (SSO) holds. The real one is a page only (ssoPage.ts); here it
 * is also the API behind that page, so that the demo can fill it in.
 */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseXml } from '../saml/xml.js';
import type { HubAccount, World } from '../world.js';
import { oneSpelling } from './domains.js';

const settings = z.strictObject({
  emailDomains: z
    .array(
      z
        .string()
        .transform(oneSpelling)
        .pipe(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain such as contoso.example')),
    )
    .min(1, 'is needed'),
  identityProvider: z.literal('Azure AD'),
  metadataXml: z.string().min(1, 'is needed'),
  createUsersAutomatically: z.boolean(),
  defaultUserRole: z.enum(['Administrator', 'Advanced User', 'Basic User']),
  accounts: z.array(z.string().min(1)),
  forceSso: z.boolean(),
});

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';

export type IdentityProvider = { entityId: string; signOnUrl: string; certificates: string[] };

/** What the Hub takes from the pasted XML. @throws Error for anything but identity provider metadata */
export function readMetadata(xml: string): IdentityProvider {
  const root = parseXml(xml).documentElement;
  if (root.localName !== 'EntityDescriptor' || root.namespaceURI !== METADATA) {
    throw new Error(`the XML is a ${root.localName}, not an EntityDescriptor`);
  }
  const idp = root.getElementsByTagNameNS(METADATA, 'IDPSSODescriptor').item(0);
  if (idp === null) throw new Error('the XML has no IDPSSODescriptor');
  const redirect = Array.from(idp.getElementsByTagNameNS(METADATA, 'SingleSignOnService')).find((service) =>
    service.getAttribute('Binding')?.endsWith(':HTTP-Redirect'),
  );
  const certificates = Array.from(idp.getElementsByTagNameNS('*', 'X509Certificate')).map((element) =>
    element.textContent.replace(/\s/g, ''),
  );
  const signOnUrl = redirect?.getAttribute('Location');
  if (!signOnUrl || certificates.length === 0)
    throw new Error('the XML has no sign-on service or no certificate');
  return { entityId: root.getAttribute('entityID') ?? '', signOnUrl, certificates };
}

export function hubSettings(server: FastifyInstance, world: World): void {
  const path = '/hub/api/accounts/:accountId/sso';
  const accountOf = (id: string): HubAccount | undefined =>
    world.hub.accounts.find(({ accountId }) => accountId === id);

  server.get<{ Params: { accountId: string } }>(path, (request, reply) => {
    const account = accountOf(request.params.accountId);
    return account === undefined ? reply.code(404).send({ message: 'no such account' }) : reply.send(account);
  });

  server.put<{ Params: { accountId: string } }>(path, (request, reply) => {
    const account = accountOf(request.params.accountId);
    if (account === undefined) return reply.code(404).send({ message: 'no such account' });
    const refusal = save(world, account, request.body);
    if (refusal === undefined) return reply.code(204).send();
    return reply.code(refusal.status).send({ message: refusal.message });
  });
}

/** Takes the settings, or says why not. */
export function save(
  world: World,
  account: HubAccount,
  input: unknown,
): { status: number; message: string } | undefined {
  if (!account.ssoFeatureEnabled) {
    return { status: 403, message: 'Single Sign On is not switched on for this account: ask support.' };
  }
  const parsed = settings.safeParse(input);
  if (!parsed.success) return { status: 400, message: z.prettifyError(parsed.error) };
  const taken = world.hub.accounts.find(
    (other) =>
      other !== account && other.emailDomains.some((domain) => parsed.data.emailDomains.includes(domain)),
  );
  if (taken !== undefined) return { status: 409, message: 'An e-mail domain is used by another account.' };
  try {
    readMetadata(parsed.data.metadataXml);
  } catch (error) {
    return { status: 400, message: `IDP metadata XML: ${error instanceof Error ? error.message : ''}` };
  }
  // The last option of the Hub's help, after all others; that it is refused before is our inference.
  if (parsed.data.forceSso && account.metadataXml === null) {
    return { status: 409, message: 'Force SSO: save single sign-on first, and see somebody sign in by it.' };
  }
  const { identityProvider, ...stored } = parsed.data;
  Object.assign(account, stored);
  return undefined;
}
