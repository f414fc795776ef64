/** Service principals: upsert by appId, SAML mode, certificates, and the mirror of their application. */
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { newServicePrincipal } from '../seed.js';
import { makeCertificate } from '../tls.js';
import type { KeyCredential, ServicePrincipal } from '../world.js';
import {
  badRequest,
  type Call,
  collection,
  entity,
  GraphError,
  iso,
  newId,
  notFound,
  parseBody,
  type Reply,
  requireOwnership,
  requirePermission,
  shuffled,
} from './call.js';
import { keyCredentialBody, passwordCredentialBody, replacedCredentials } from './credentials.js';
import { restorable, softDeletePrincipal } from './deletedItems.js';
import {
  keptServicePrincipalBody,
  NO_PUBLISHER,
  SERVICE_PRINCIPAL_DEFAULTS,
  APPLICATION_DEFAULTS,
} from './keptProperties.js';
import { withOwners } from './owners.js';

const READ = ['Application.Read.All', 'Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
const WRITE = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

const body = keptServicePrincipalBody.extend({
  appRoleAssignmentRequired: z.boolean().optional(),
  accountEnabled: z.boolean().optional(),
  tokenEncryptionKeyId: z.guid().nullable().optional(),
  loginUrl: z.url().nullable().optional(),
  // Entra ID: at most 5 addresses.
  notificationEmailAddresses: z.array(z.email()).max(5).optional(),
  preferredSingleSignOnMode: z.enum(['saml', 'password', 'oidc', 'notSupported']).nullable().optional(),
  preferredTokenSigningKeyThumbprint: z.string().nullable().optional(),
  samlSingleSignOnSettings: z.strictObject({ relayState: z.string().nullable() }).nullable().optional(),
  tags: z.array(z.string()).optional(),
  keyCredentials: z.array(keyCredentialBody).optional(),
  passwordCredentials: z.array(passwordCredentialBody).optional(),
});

export function upsertServicePrincipal(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const { tenant, servicePrincipalId } = call.caller;
  const appId = call.params['appId'] ?? '';
  const present = tenant.servicePrincipals.all().find((sp) => sp.appId === appId);
  if (present !== undefined) {
    requireOwnership(call, present.id);
    tenant.servicePrincipals.put(changed(call, present));
    return { status: 204 };
  }
  if (call.headers['prefer'] !== 'create-if-missing') throw notFound(appId);
  return created(call, appId, call.world.rules.upsertMakesOwner ? [servicePrincipalId] : []);
}

const creation = z.looseObject({ appId: z.string() });

/** One for each application. */
export function createServicePrincipal(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const { tenant, servicePrincipalId } = call.caller;
  const { owners, rest } = withOwners(call);
  const { appId, ...body } = parseBody(creation, rest, 'ServicePrincipal');
  if (tenant.servicePrincipals.some((principal) => principal.appId === appId)) throw inUse(appId);
  return created({ ...call, body }, appId, [servicePrincipalId, ...owners]);
}

function created(call: Call, appId: string, owners: string[]): Reply {
  const { tenant } = call.caller;
  const application = tenant.applications.allSeen('object').find((app) => app.appId === appId);
  if (application === undefined) {
    throw badRequest(
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    );
  }
  requireOwnership(call, application.id);
  // Unconfirmed: that a deleted service principal stands in the way of a new one, which would lack its certificates.
  const deleted = restorable(tenant, call.world.now());
  if (deleted.some((item) => 'servicePrincipal' in item && item.servicePrincipal.appId === appId)) {
    throw inUse(appId);
  }
  const principal = changed(call, newServicePrincipal(newId(), application));
  tenant.servicePrincipals.put(principal);
  for (const owner of owners) tenant.owners.set(principal.id, owner);
  return { status: 201, body: entity(call, 'servicePrincipals', shown(call, principal)) };
}

const inUse = (appId: string) =>
  new GraphError(
    409,
    'Request_MultipleObjectsWithSameKeyValue',
    `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
  );

/** Soft, as for an application, which stays. */
export function deleteServicePrincipal(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const principal = existingServicePrincipal(call);
  requireOwnership(call, principal.id);
  softDeletePrincipal(call, principal);
  return { status: 204 };
}

export function readServicePrincipal(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const { id, appId } = call.params;
  const seen =
    id === undefined
      ? tenant.servicePrincipals.allSeen('object').find((sp) => sp.appId === appId)
      : tenant.servicePrincipals.seen('object', id);
  if (seen === undefined) throw notFound(id ?? appId ?? '');
  const selected = call.query.get('$select')?.includes('keyCredentials') === true;
  // Graph shows `key` only where keyCredentials is selected on a single object.
  const principal = selected ? seen : withoutKeys(seen);
  return { status: 200, body: entity(call, 'servicePrincipals', shown(call, principal)) };
}

const withoutKeys = (principal: ServicePrincipal): ServicePrincipal => ({
  ...principal,
  keyCredentials: principal.keyCredentials.map((credential) => ({ ...credential, key: null })),
});

export function listServicePrincipals(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const seen = tenant.servicePrincipals.allSeen('list').map((sp) => shown(call, withoutKeys(sp)));
  return { status: 200, body: collection(call, 'servicePrincipals', seen) };
}

export function patchServicePrincipal(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const principal = existingServicePrincipal(call);
  requireOwnership(call, principal.id);
  call.caller.tenant.servicePrincipals.put(changed(call, principal));
  return { status: 204 };
}

const certificateBody = z.strictObject({
  displayName: z.string().startsWith('CN=').optional(),
  endDateTime: z.iso.datetime({ offset: true }).optional(),
  // Hamilton sends them empty, and Graph takes that.
  type: z.literal('').optional(),
  usage: z.literal('').optional(),
});

const THREE_YEARS_MS = 3 * 365 * 86_400_000;

/** Adds another certificate at each call: not idempotent, as Graph's is not. The national clouds have no such action. */
export function addTokenSigningCertificate(call: Call): Reply {
  if (call.world.cloud !== 'global') {
    throw new GraphError(
      400,
      'BadRequest',
      "Resource not found for the segment 'addTokenSigningCertificate'.",
    );
  }
  requirePermission(call, ...WRITE);
  const { tenant } = call.caller;
  const principal = existingServicePrincipal(call);
  requireOwnership(call, principal.id);
  const wanted = parseBody(certificateBody, call.body);
  const displayName = wanted.displayName ?? 'CN=Microsoft Azure Federated SSO Certificate';
  const now = call.world.now();
  const end = wanted.endDateTime === undefined ? now + THREE_YEARS_MS : Date.parse(wanted.endDateTime);
  if (tenant.maxCertificateDays !== null && end - now > tenant.maxCertificateDays * 86_400_000) {
    throw new GraphError(
      call.world.rules.policyRefusalStatus,
      'CredentialInvalidLifetimeAsPerAppPolicy',
      'Credential lifetime exceeds the max value allowed as per assigned policy.',
    );
  }
  if (end > now + THREE_YEARS_MS + 86_400_000) throw badRequest('endDateTime must be within three years.');
  const made = makeCertificate({
    commonName: displayName.slice('CN='.length),
    notBefore: new Date(now - 60_000),
    notAfter: new Date(end),
  });
  const der = new X509Certificate(made.certificatePem).raw;
  const digest = createHash('sha1').update(der).digest();
  const thumbprint = digest.toString('hex').toUpperCase();
  tenant.signingKeys.set(thumbprint, made);
  const common = {
    customKeyIdentifier: {
      sha1: digest.toString('base64'),
      sha256: createHash('sha256').update(der).digest('base64'),
      hexText: thumbprint,
    }[call.world.rules.customKeyIdentifier],
    displayName,
    startDateTime: iso(now),
    endDateTime: iso(end),
  };
  const sign = {
    ...common,
    key: null,
    keyId: randomUUID(),
    type: 'X509CertAndPassword',
    usage: 'Sign' as const,
  };
  const verify: KeyCredential = {
    ...common,
    key: der.toString('base64'),
    keyId: randomUUID(),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
  };
  const { customKeyIdentifier, startDateTime, endDateTime } = common;
  tenant.servicePrincipals.put({
    ...principal,
    keyCredentials: [...principal.keyCredentials, sign, verify],
    passwordCredentials: [
      ...principal.passwordCredentials,
      {
        customKeyIdentifier,
        displayName,
        endDateTime,
        hint: null,
        keyId: sign.keyId,
        secretText: null,
        startDateTime,
      },
    ],
  });
  // The returned keyId is the Sign credential's, although usage says Verify.
  const answer = { ...verify, keyId: sign.keyId, thumbprint };
  return { status: 200, body: entity(call, 'selfSignedCertificate', answer) };
}

/** A replica that has not heard of a new object answers writes with 404 as well. */
export function existingServicePrincipal(call: Call): ServicePrincipal {
  const id = call.params['id'] ?? '';
  const { servicePrincipals } = call.caller.tenant;
  const truth = servicePrincipals.get(id);
  if (truth === undefined || servicePrincipals.seen('object', id) === undefined) throw notFound(id);
  return truth;
}

function changed(call: Call, principal: ServicePrincipal): ServicePrincipal {
  const {
    keyCredentials,
    passwordCredentials,
    preferredTokenSigningKeyThumbprint: preferred,
    ...plain
  } = parseBody(body, call.body, 'ServicePrincipal');
  const defined = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  return {
    ...principal,
    ...defined,
    // Stored lower-case, and not checked against the certificates.
    ...(preferred === undefined
      ? {}
      : { preferredTokenSigningKeyThumbprint: preferred?.toLowerCase() ?? null }),
    ...replacedCredentials(call.caller.tenant, principal, { keyCredentials, passwordCredentials }),
  };
}

/** With what it mirrors from its application, which lags. */
function shown({ world, caller: { tenant } }: Call, principal: ServicePrincipal): object {
  const application = tenant.applications.allSeen('mirror').find((app) => app.appId === principal.appId);
  return {
    ...SERVICE_PRINCIPAL_DEFAULTS,
    ...principal,
    // That of the sandbox's own client is in another tenant.
    appOwnerOrganizationId: application === undefined ? null : tenant.id,
    appDescription: application?.description ?? null,
    createdDateTime: application?.createdDateTime ?? null,
    disabledByMicrosoftStatus: null,
    homepage: application?.web.homePageUrl ?? null,
    info: application?.info ?? APPLICATION_DEFAULTS.info,
    oauth2PermissionScopes: application?.api.oauth2PermissionScopes ?? [],
    signInAudience: application?.signInAudience ?? 'AzureADMultipleOrgs',
    addIns: [],
    resourceSpecificApplicationPermissions: [],
    verifiedPublisher: NO_PUBLISHER,
    appDisplayName: application?.displayName ?? principal.displayName,
    appRoles: shuffled(world, application?.appRoles ?? []),
    replyUrls: shuffled(world, application?.web.redirectUris ?? []),
    keyCredentials: shuffled(world, principal.keyCredentials),
    passwordCredentials: shuffled(world, principal.passwordCredentials),
    notificationEmailAddresses: shuffled(world, principal.notificationEmailAddresses),
    logoutUrl: application?.web.logoutUrl ?? null,
    servicePrincipalNames: [...(application?.identifierUris ?? []), principal.appId],
    tags: shuffled(world, [...new Set([...principal.tags, ...(application?.tags ?? [])])]),
    servicePrincipalType: 'Application',
  };
}
