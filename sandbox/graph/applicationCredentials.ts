/** What an application proves itself with: certificates are uploaded, passwords are made by an action. */
import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Application, ApplicationKey, PasswordCredential } from '../world.js';
import {
  badRequest,
  type Call,
  entity,
  iso,
  notFound,
  parseBody,
  type Reply,
  requireOwnership,
  requirePermission,
} from './call.js';

const WRITE = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

const date = z.iso.datetime({ offset: true });

export const applicationKeyBody = z.strictObject({
  customKeyIdentifier: z.string().nullish(),
  displayName: z.string().nullish(),
  startDateTime: date.nullish(),
  endDateTime: date.nullish(),
  key: z.base64().nullish(),
  keyId: z.guid().nullish(),
  type: z.string(),
  usage: z.string(),
});
export const applicationPasswordBody = z.looseObject({ keyId: z.guid().nullish() });

type Wanted = {
  keyCredentials?: z.output<typeof applicationKeyBody>[] | undefined;
  passwordCredentials?: z.output<typeof applicationPasswordBody>[] | undefined;
};

/** Lists are replaced: what is there is named by its `keyId`, what is new brings its key. */
export function applicationCredentials(
  application: Application,
  wanted: Wanted,
): Pick<Application, 'keyCredentials' | 'passwordCredentials'> {
  const keys = wanted.keyCredentials?.map(
    (item) => application.keyCredentials.find(({ keyId }) => keyId === item.keyId) ?? added(item),
  );
  const passwords = wanted.passwordCredentials?.map((item) => {
    const old = application.passwordCredentials.find(({ keyId }) => keyId === item.keyId);
    if (old === undefined)
      throw badRequest('New password credentials must be generated using service actions.');
    return old;
  });
  return {
    keyCredentials: keys ?? application.keyCredentials,
    passwordCredentials: passwords ?? application.passwordCredentials,
  };
}

function added(item: z.output<typeof applicationKeyBody>): ApplicationKey {
  const certificate = certificateOf(item.key ?? '');
  const thumbprint = createHash('sha1').update(certificate.raw).digest('base64');
  return {
    customKeyIdentifier: item.customKeyIdentifier ?? thumbprint,
    displayName: item.displayName ?? certificate.subject,
    startDateTime: item.startDateTime ?? iso(Date.parse(certificate.validFrom)),
    endDateTime: item.endDateTime ?? iso(Date.parse(certificate.validTo)),
    key: item.key ?? null,
    keyId: item.keyId ?? randomUUID(),
    type: item.type,
    usage: item.usage,
  };
}

/** A certificate as it is, or as the text of a PEM file: clients send both. */
function certificateOf(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    throw badRequest("Invalid value specified for property 'key' of resource 'KeyCredential'.");
  }
}

const addBody = z.strictObject({
  passwordCredential: z
    .strictObject({
      displayName: z.string().nullish(),
      startDateTime: date.nullish(),
      endDateTime: date.nullish(),
    })
    .nullish(),
});
const removeBody = z.strictObject({ keyId: z.guid() });

const TWO_YEARS_MS = 2 * 365 * 86_400_000;

/** The only reply that shows the secret. */
export function addPassword(call: Call): Reply {
  const { passwords, put } = held(call);
  const wanted = parseBody(addBody, call.body, 'PasswordCredential').passwordCredential ?? {};
  const now = call.world.now();
  const secretText = randomBytes(30).toString('base64url');
  const credential: PasswordCredential = {
    customKeyIdentifier: null,
    displayName: wanted.displayName ?? null,
    endDateTime: iso(wanted.endDateTime == null ? now + TWO_YEARS_MS : Date.parse(wanted.endDateTime)),
    hint: secretText.slice(0, 3),
    keyId: randomUUID(),
    secretText: null,
    startDateTime: iso(wanted.startDateTime == null ? now : Date.parse(wanted.startDateTime)),
  };
  put([...passwords, credential]);
  return {
    status: 200,
    body: entity(call, 'microsoft.graph.passwordCredential', { ...credential, secretText }),
  };
}

export function removePassword(call: Call): Reply {
  const { passwords, put } = held(call);
  const { keyId } = parseBody(removeBody, call.body, 'PasswordCredential');
  const left = passwords.filter((credential) => credential.keyId !== keyId);
  if (left.length === passwords.length) {
    throw badRequest(`No password credential found with keyId '${keyId}'.`);
  }
  put(left);
  return { status: 204 };
}

type Held = { passwords: PasswordCredential[]; put: (next: PasswordCredential[]) => void };

function held(call: Call): Held {
  requirePermission(call, ...WRITE);
  const id = call.params['id'] ?? '';
  requireOwnership(call, id);
  const { applications, servicePrincipals } = call.caller.tenant;
  const application = applications.get(id);
  if (application !== undefined) {
    const put = (passwordCredentials: PasswordCredential[]) =>
      applications.put({ ...application, passwordCredentials });
    return { passwords: application.passwordCredentials, put };
  }
  const principal = servicePrincipals.get(id);
  if (principal === undefined) throw notFound(id);
  const put = (passwordCredentials: PasswordCredential[]) =>
    servicePrincipals.put({ ...principal, passwordCredentials });
  return { passwords: principal.passwordCredentials, put };
}
