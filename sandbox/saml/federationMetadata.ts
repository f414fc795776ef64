/** Federation metadata of one application: its certificates, signed by the tenant's token service. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { makeCertificate } from '../tls.js';
import { type Tenant, tenantOf, type World } from '../world.js';
import { certificateBody, signXml } from './xml.js';

type Signer = { privateKeyPem: string; certificatePem: string };
export const entityIdOf = (tenant: Tenant) => `https://sts.windows.net/${tenant.id}/`;

export function federationMetadata(server: FastifyInstance, world: World): void {
  // One token-service key for all tenants, as the public cloud's; service providers need not trust it.
  let signer: Signer | undefined;
  server.get<{ Params: { tenant: string } }>(
    '/:tenant/federationmetadata/2007-06/federationmetadata.xml',
    (request, reply) => {
      const tenant = tenantOf(world, request.params.tenant);
      if (tenant === undefined) return reply.code(404).send();
      const now = world.now();
      signer ??= makeCertificate({
        commonName: 'accounts.accesscontrol.windows.net',
        notBefore: new Date(now - 86_400_000),
        notAfter: new Date(now + 5 * 365 * 86_400_000),
      });
      const { appid } = z.object({ appid: z.string().optional() }).parse(request.query);
      const certificates = appid === undefined ? undefined : certificatesOf(tenant, appid);
      // Without `appid`, or before the application is known there, the tenant-wide key is shown.
      const shown = certificates ?? [certificateBody(signer.certificatePem)];
      return reply
        .type('application/samlmetadata+xml; charset=utf-8')
        .send(document(world, tenant, shown, signer));
    },
  );
}

function certificatesOf(tenant: Tenant, appId: string): string[] | undefined {
  const principal = tenant.servicePrincipals.allSeen('metadata').find((sp) => sp.appId === appId);
  const keys = principal?.keyCredentials.flatMap(({ usage, key }) =>
    usage === 'Verify' && key !== null ? [key] : [],
  );
  return keys === undefined || keys.length === 0 ? undefined : keys;
}

function document(world: World, tenant: Tenant, certificates: string[], signer: Signer): string {
  const login = `${world.origin}/${tenant.id}/saml2`;
  const wsfed = `${world.origin}/${tenant.id}/wsfed`;
  const keyDescriptors = certificates
    .map(
      (certificate) =>
        `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
    )
    .join('');
  const address = (url: string) =>
    `<wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:Address>${url}</wsa:Address></wsa:EndpointReference>`;
  const role = (type: string, endpoint: string) =>
    `<RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:${type}" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706">${keyDescriptors}<fed:${endpoint}>${address(wsfed)}</fed:${endpoint}><fed:PassiveRequestorEndpoint>${address(wsfed)}</fed:PassiveRequestorEndpoint></RoleDescriptor>`;
  const binding = 'urn:oasis:names:tc:SAML:2.0:bindings:';
  const xml = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" ID="_${randomUUID()}" entityID="${entityIdOf(tenant)}">${role('SecurityTokenServiceType', 'SecurityTokenServiceEndpoint')}${role('ApplicationServiceType', 'ApplicationServiceEndpoint')}<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keyDescriptors}<SingleLogoutService Binding="${binding}HTTP-Redirect" Location="${login}"/><SingleSignOnService Binding="${binding}HTTP-Redirect" Location="${login}"/><SingleSignOnService Binding="${binding}HTTP-POST" Location="${login}"/></IDPSSODescriptor></EntityDescriptor>`;
  const signed = signXml(xml, { ...signer, element: 'EntityDescriptor', after: '', action: 'prepend' });
  return `<?xml version="1.0" encoding="utf-8"?>${signed}`;
}
