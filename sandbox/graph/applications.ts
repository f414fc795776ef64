/** Applications: upsert by unique name, Basic SAML Configuration's half, app roles, soft delete. */
import { z } from 'zod';
import { newApplication } from '../seed.js';
import type { Application, AppRole, Tenant } from '../world.js';
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
import {
  applicationCredentials,
  applicationKeyBody,
  applicationPasswordBody,
} from './applicationCredentials.js';
import { restorable, softDelete } from './deletedItems.js';
import {
  API_DEFAULTS,
  APPLICATION_DEFAULTS,
  keptApiBody,
  keptApplicationBody,
  keptWebBody,
  NO_PUBLISHER,
  WEB_DEFAULTS,
} from './keptProperties.js';
import { withOwners } from './owners.js';

const READ = ['Application.Read.All', 'Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
const WRITE = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

const role = z.strictObject({
  id: z.guid(),
  // Graph: at most 120 characters, no spaces, no leading dot.
  value: z
    .string()
    .regex(/^(?!\.)\S{1,120}$/)
    .nullish(),
  displayName: z.string().min(1),
  description: z.string().min(1),
  // Documented default; m365 leaves it out.
  isEnabled: z.boolean().default(true),
  allowedMemberTypes: z.array(z.enum(['User', 'Application'])).min(1),
});

/** Entra ID takes no other than these; http is for this machine alone. */
const redirectUri = z.url().refine((text) => {
  const { protocol, hostname } = new URL(text);
  return protocol !== 'http:' || hostname === 'localhost' || hostname === '127.0.0.1';
});

const webBody = keptWebBody.extend({
  redirectUris: z.array(redirectUri).optional(),
  redirectUriSettings: z.array(z.strictObject({ uri: z.url(), index: z.int().nullable() })).optional(),
  logoutUrl: z.url().nullable().optional(),
  homePageUrl: z.url().nullable().optional(),
});

const scope = z.strictObject({
  id: z.guid(),
  value: z.string().nullable().default(null),
  type: z.enum(['User', 'Admin']).default('User'),
  isEnabled: z.boolean().default(true),
  adminConsentDisplayName: z.string().nullable().default(null),
  adminConsentDescription: z.string().nullable().default(null),
  userConsentDisplayName: z.string().nullable().default(null),
  userConsentDescription: z.string().nullable().default(null),
});

const apiBody = keptApiBody.extend({
  requestedAccessTokenVersion: z.int().nullable().optional(),
  oauth2PermissionScopes: z.array(scope).optional(),
});

const body = keptApplicationBody.extend({
  displayName: z.string().min(1).max(256).optional(),
  uniqueName: z.string().optional(),
  signInAudience: z
    .enum([
      'AzureADMyOrg',
      'AzureADMultipleOrgs',
      'AzureADandPersonalMicrosoftAccount',
      'PersonalMicrosoftAccount',
    ])
    .optional(),
  keyCredentials: z.array(applicationKeyBody).optional(),
  passwordCredentials: z.array(applicationPasswordBody).optional(),
  notes: z.string().nullable().optional(),
  isDisabled: z.boolean().nullable().optional(),
  tokenEncryptionKeyId: z.guid().nullable().optional(),
  requestSignatureVerification: z
    .strictObject({
      isSignedRequestRequired: z.boolean(),
      allowedWeakAlgorithms: z.enum(['rsaSha1']).nullable().default(null),
    })
    .nullable()
    .optional(),
  tags: z.array(z.string()).optional(),
  identifierUris: z.array(z.string().min(1)).optional(),
  appRoles: z.array(z.unknown()).optional(),
  api: apiBody.optional(),
  web: webBody.optional(),
});

export function upsertApplication(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const { tenant, servicePrincipalId } = call.caller;
  const uniqueName = call.params['uniqueName'] ?? '';
  const existing = tenant.applications.all().find((app) => app.uniqueName === uniqueName);
  if (existing !== undefined) {
    requireOwnership(call, existing.id);
    tenant.applications.put(changed(call, existing));
    return { status: 204 };
  }
  if (call.headers['prefer'] !== 'create-if-missing') throw notFound(uniqueName);
  requireFree(call, uniqueName);
  const id = newId();
  const fresh = { ...newApplication(id, newId(), ''), uniqueName, createdDateTime: iso(call.world.now()) };
  const created = changed(call, fresh);
  if (created.displayName === '') throw badRequest("Property 'displayName' is required but missing.");
  tenant.applications.put(created);
  // Q2: unconfirmed for the upsert; known for POST.
  if (call.world.rules.upsertMakesOwner) tenant.owners.set(id, servicePrincipalId);
  return { status: 201, body: entity(call, 'applications', shown(call, created)) };
}

/** A deleted application keeps its unique name until it is purged. */
function requireFree({ caller: { tenant }, world }: Call, uniqueName: string): void {
  const deleted = restorable(tenant, world.now()).flatMap((item) =>
    'application' in item ? [item.application] : [],
  );
  if (![...tenant.applications.all(), ...deleted].some((other) => other.uniqueName === uniqueName)) return;
  const message = 'Another object with the same value for property uniqueName already exists.';
  throw badRequest(message, [{ code: 'ObjectConflict', message, target: 'uniqueName' }]);
}

/** Given once, to an application that has none; as Microsoft's own guide does it, by a PATCH of its own. */
function requireNameable(call: Call, application: Application, uniqueName: string): void {
  if (uniqueName === application.uniqueName) return;
  if (application.uniqueName !== null) {
    throw badRequest("Property 'uniqueName' is read-only and cannot be set.");
  }
  requireFree(call, uniqueName);
}

/** Another one at each call. Owners besides the client are named in the body. */
export function createApplication(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const { tenant, servicePrincipalId } = call.caller;
  const { owners, rest } = withOwners(call);
  const id = newId();
  const fresh = { ...newApplication(id, newId(), ''), createdDateTime: iso(call.world.now()) };
  const created = changed({ ...call, body: rest }, fresh);
  if (created.displayName === '') {
    throw badRequest("A value is required for property 'displayName' of resource 'Application'.");
  }
  tenant.applications.put(created);
  for (const owner of [servicePrincipalId, ...owners]) tenant.owners.set(id, owner);
  return { status: 201, body: entity(call, 'applications', shown(call, created)) };
}

export function readApplication(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const { id, uniqueName, appId } = call.params;
  if (!call.world.rules.knowsIsDisabled && call.query.get('$select')?.includes('isDisabled') === true) {
    throw new GraphError(
      400,
      'BadRequest',
      "Could not find a property named 'isDisabled' on type 'microsoft.graph.application'.",
    );
  }
  const seen =
    id === undefined
      ? tenant.applications
          .allSeen('object')
          .find((app) => (uniqueName === undefined ? app.appId === appId : app.uniqueName === uniqueName))
      : tenant.applications.seen('object', id);
  if (seen === undefined) throw notFound(id ?? uniqueName ?? appId ?? '');
  // Graph shows `key` only where keyCredentials is selected on a single object.
  const selected = call.query.get('$select')?.includes('keyCredentials') === true;
  const keys = selected ? { keyCredentials: seen.keyCredentials } : {};
  return { status: 200, body: entity(call, 'applications', { ...shown(call, seen), ...keys }) };
}

/** The property as an address of its own. */
export function listAppRoles(call: Call): Reply {
  requirePermission(call, ...READ);
  const id = call.params['id'] ?? '';
  const seen = call.caller.tenant.applications.seen('object', id);
  if (seen === undefined) throw notFound(id);
  const roles = shuffled(call.world, seen.appRoles);
  return { status: 200, body: collection(call, 'appRoles', roles, `applications('${id}')/appRoles`) };
}

export function listApplications(call: Call): Reply {
  requirePermission(call, ...READ);
  const seen = call.caller.tenant.applications.allSeen('list');
  const all = seen.map((application) => shown(call, application));
  return { status: 200, body: collection(call, 'applications', all) };
}

export function patchApplication(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const application = existing(call);
  requireOwnership(call, application.id);
  const { tenant } = call.caller;
  const next = changed(call, application);
  tenant.applications.put(next);
  // In its own tenant the service principal is called as the application is.
  for (const principal of tenant.servicePrincipals.all()) {
    if (principal.appId !== next.appId || principal.displayName === next.displayName) continue;
    tenant.servicePrincipals.put({ ...principal, displayName: next.displayName });
  }
  return { status: 204 };
}

/** Soft: kept for 30 days. Its service principal goes too. */
export function deleteApplication(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const application = existing(call);
  requireOwnership(call, application.id);
  softDelete(call, application);
  return { status: 204 };
}

/** A replica that has not heard of a new object answers writes with 404 as well. */
function existing(call: Call): Application {
  const id = call.params['id'] ?? '';
  const { applications } = call.caller.tenant;
  const truth = applications.get(id);
  if (truth === undefined || applications.seen('object', id) === undefined) throw notFound(id);
  return truth;
}

function changed(call: Call, application: Application): Application {
  const parsed = parseBody(body, call.body);
  const { web, appRoles, identifierUris, uniqueName, api, keyCredentials, ...others } = parsed;
  const { passwordCredentials, ...plain } = others;
  if (uniqueName !== undefined) requireNameable(call, application, uniqueName);
  const nextWeb = changedWeb(call, application.web, web ?? {});
  const next = {
    ...application,
    ...definedOnly(plain),
    uniqueName: uniqueName ?? application.uniqueName,
    api: changedApi(application.api, api ?? {}),
    ...applicationCredentials(application, { keyCredentials, passwordCredentials }),
    web: nextWeb,
  };
  const indexes = nextWeb.redirectUriSettings
    .map((setting) => setting.index)
    .filter((index) => index !== null);
  if (new Set(indexes).size !== indexes.length)
    throw badRequest('redirectUriSettings: index must be unique.');
  return {
    ...next,
    appRoles: appRoles === undefined ? application.appRoles : changedRoles(application.appRoles, appRoles),
    identifierUris:
      identifierUris === undefined
        ? application.identifierUris
        : changedIdentifiers(call, application, identifierUris),
  };
}

type Api = Application['api'];

function changedApi(before: Api, wanted: z.output<typeof apiBody>): Api {
  const next = { ...before, ...definedOnly<Api>(wanted) };
  const ids = next.oauth2PermissionScopes.map(({ id }) => id);
  if (before.oauth2PermissionScopes.some((old) => old.isEnabled && !ids.includes(old.id)))
    throw stillEnabled();
  return next;
}

type Web = Application['web'];

/** One setting for each URI, with or without an index (O2). */
function changedWeb({ world: { rules } }: Call, before: Web, wanted: z.output<typeof webBody>): Web {
  const { redirectUris, redirectUriSettings, ...plain } = wanted;
  // O1
  if (redirectUris !== undefined && redirectUriSettings !== undefined) {
    throw badRequest("Can't modify redirectUris and redirectUriSettings within the same request.");
  }
  const next = { ...before, ...definedOnly<Web>(plain) };
  const indexIn = (settings: Web['redirectUriSettings'], uri: string) =>
    settings.find((setting) => setting.uri === uri)?.index ?? null;
  if (redirectUris !== undefined) {
    const kept = rules.redirectUrisResetIndexes ? [] : before.redirectUriSettings;
    const settings = redirectUris.map((uri) => ({ uri, index: indexIn(kept, uri) }));
    return { ...next, redirectUris, redirectUriSettings: settings };
  }
  if (redirectUriSettings === undefined) return next;
  const named = redirectUriSettings.map(({ uri }) => uri);
  // Unconfirmed, both ways.
  if (!rules.redirectUriSettingsReplaceUris && named.some((uri) => !before.redirectUris.includes(uri))) {
    throw badRequest("Invalid value specified for property 'web' of resource 'Application'.");
  }
  const uris = rules.redirectUriSettingsReplaceUris ? named : before.redirectUris;
  const settings = uris.map((uri) => ({ uri, index: indexIn(redirectUriSettings, uri) }));
  return { ...next, redirectUris: uris, redirectUriSettings: settings };
}

/** As Graph shows it: its lists in any order. */
function shown({ world, caller: { tenant } }: Call, application: Application): object {
  const { web, api, keyCredentials } = application;
  return {
    ...APPLICATION_DEFAULTS,
    ...application,
    publisherDomain: tenant.verifiedDomains[0] ?? null,
    disabledByMicrosoftStatus: null,
    certification: null,
    verifiedPublisher: NO_PUBLISHER,
    keyCredentials: keyCredentials.map((credential) => ({ ...credential, key: null })),
    api: { ...API_DEFAULTS, ...api },
    identifierUris: shuffled(world, application.identifierUris),
    appRoles: shuffled(world, application.appRoles),
    tags: shuffled(world, application.tags),
    web: {
      ...WEB_DEFAULTS,
      ...web,
      redirectUris: shuffled(world, web.redirectUris),
      redirectUriSettings: shuffled(world, web.redirectUriSettings),
    },
  };
}

const definedOnly = <T extends object>(value: { [K in keyof T]?: T[K] | undefined }) =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>;

const stillEnabled = () =>
  new GraphError(
    400,
    'CannotDeleteOrUpdateEnabledEntitlement',
    'Permission (scope or role) cannot be deleted or updated unless disabled first.',
  );

/** The list is replaced; what is left out must have been switched off before. */
function changedRoles(before: AppRole[], raw: unknown[]): AppRole[] {
  const roles = raw.map((item) => {
    // `origin` is read-only, but comes back with a role that was read: Graph takes it unchanged.
    const { origin, ...rest } = item as { origin?: unknown };
    return { ...parseBody(role, rest), origin: 'Application' };
  });
  const values = roles.map(({ value }) => value).filter((value) => value != null);
  const ids = roles.map(({ id }) => id);
  if (new Set(values).size !== values.length || new Set(ids).size !== ids.length) {
    const message = 'Request contains a property with duplicate values.';
    throw badRequest(message, [{ code: 'DuplicateValue', message, target: 'appRoles' }]);
  }
  if (before.some((old) => old.isEnabled && !ids.includes(old.id))) throw stillEnabled();
  return roles.map((item) => ({ ...item, value: item.value ?? null }));
}

function changedIdentifiers(call: Call, application: Application, uris: string[]): string[] {
  const { tenant } = call.caller;
  for (const uri of uris.filter((candidate) => !application.identifierUris.includes(candidate))) {
    if (uri.endsWith('/')) {
      const message = `Application alias '${uri}' value is invalid.`;
      throw badRequest(message, [{ code: 'IdentifierUrisEndsWithSlash', message, target: 'identifierUris' }]);
    }
    const others = tenant.applications.all().filter((app) => app.id !== application.id);
    if (others.some((other) => other.identifierUris.includes(uri))) {
      const message = 'Another object with the same value for property identifierUris already exists.';
      throw badRequest(message, [{ code: 'ObjectConflict', message, target: 'identifierUris' }]);
    }
    refuseForeign(call, tenant, application, uri);
  }
  return uris;
}

/** Both rules exempt an application whose service principal is, as far as this replica knows, in SAML mode. */
function refuseForeign(call: Call, tenant: Tenant, application: Application, uri: string): void {
  const isOwn = [tenant.id, application.appId, ...tenant.verifiedDomains].some((own) => uri.includes(own));
  if (isOwn) return;
  if (tenant.forbidsForeignIdentifierUris) {
    throw badRequest(
      `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
    );
  }
  const principal = tenant.servicePrincipals.allSeen('mirror').find((sp) => sp.appId === application.appId);
  if (principal?.preferredSingleSignOnMode === 'saml') return;
  const message = `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`;
  throw new GraphError(400, 'Request_BadRequest', message, [
    { code: 'HostNameNotOnVerifiedDomain', message, target: 'identifierUris' },
  ]);
}
