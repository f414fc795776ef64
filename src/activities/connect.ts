/** The real clients of the activities, made from the worker's settings. */
import { Agent } from 'undici';
import type { WorkerSettings } from '../config/worker.js';
import { SmtpClient } from '../email/smtp.js';
import { GraphClient } from '../graph/client.js';
import { EntraId } from '../graph/entra.js';
import { MessagesClient } from '../messagemedia/messages.js';
import type { PermissionProfile } from '../onboarding/permissions.js';
import { Webhook } from '../webhook/webhook.js';
import type { Deps } from './deps.js';
import { trusting } from '../trust.js';

/** Tenants whose Graph client, and so whose token, is kept. */
const MAX_CLIENTS = 500;

export function connectDeps(settings: WorkerSettings, now = Date.now): Deps {
  const { ca, requestTimeoutMs: timeoutMs } = settings;
  const dispatcher = ca === undefined ? undefined : new Agent({ connect: { secureContext: trusting(ca) } });
  const entra = new EntraId({
    authorityHost: settings.authorityHost,
    graphBaseUrl: settings.graphBaseUrl,
    ca,
    dispatcher,
    timeoutMs,
  });
  const clients = new Map<string, GraphClient>();
  const clientOf = (profile: PermissionProfile) => settings.clients[profile];
  return {
    entra,
    clientOf,
    graphFor({ tenantId, permissionProfile }) {
      const key = `${tenantId}/${permissionProfile}`;
      const known = clients.get(key);
      if (known !== undefined) return known;
      const client = clientOf(permissionProfile);
      if (client === undefined) throw new TypeError(`no client for ${permissionProfile}`); // consent was blocked on it
      const graph = new GraphClient({
        baseUrl: settings.graphBaseUrl,
        credential: entra.credential(tenantId, client),
        dispatcher,
        timeoutMs,
        onRefused: () => clients.delete(key),
      });
      const [oldest] = clients.keys();
      if (clients.size >= MAX_CLIENTS && oldest !== undefined) clients.delete(oldest);
      clients.set(key, graph);
      return graph;
    },
    forgetTokens(tenantId) {
      for (const key of clients.keys()) if (key.startsWith(`${tenantId}/`)) clients.delete(key);
    },
    consentRedirectUri: settings.consentRedirectUri,
    links: settings.links,
    marks: settings.marks,
    callbacks: settings.callbacks,
    offboardingNeedsTwo: settings.offboardingNeedsTwo,
    ca,
    messages:
      settings.messages === undefined
        ? undefined
        : new MessagesClient({ ...settings.messages, dispatcher, timeoutMs }),
    email: settings.email === undefined ? undefined : new SmtpClient({ ...settings.email, ca, timeoutMs }),
    webhook:
      settings.webhook === undefined
        ? undefined
        : new Webhook({ ...settings.webhook, dispatcher, timeoutMs }),
    hub: undefined,
    settleMs: settings.settleMs,
    makesOwnCertificates: settings.makesOwnCertificates,
    templateId: settings.templateId,
    now,
  };
}
