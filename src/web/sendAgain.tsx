/** What was sent when it could not be taken, kept by the page that says so: nobody types it twice. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ProblemKind } from './problems.js';
import { useReader } from './reader.js';

/** Every field of every form of ours that somebody fills in: nothing else comes back. None is sent twice. */
const FIELDS = [
  ...['csrf', 'key', 'id', 'name', 'administrator', 'reason', 'error', 'metadataSha256'],
  ...['list', 'defaultRole', 'text', 'role', 'add', 'after'],
  ...['step', 'shown', 'contact', 'purpose', 'days', 'send', 'document'],
  ...['customerId', 'companyName', 'tenant', 'azureName', 'azureMobile', 'hubName', 'hubMobile', 'timeZone'],
  ...['emailDomains', 'accounts', 'appRoles', 'initiatedBy', 'permissionProfile', 'testSignIn', 'watch'],
  ...['profile', 'entityId', 'replyUrls', 'signOnUrl'],
];

/** As a browser sends a form. */
const sent = z.record(z.string(), z.unknown());

/** After these the same form may well be taken. */
const MAY_PASS: readonly ProblemKind[] = [
  'unavailable',
  'busy',
  'noSignIn',
  'failed',
  'refused',
  'signInAgain',
  'linkAgain',
];

export function SendAgain({ request, kind }: { request: FastifyRequest; kind: ProblemKind }) {
  const { words } = useReader();
  const { success, data } = sent.safeParse(request.body);
  if (request.method !== 'POST' || !success || !MAY_PASS.includes(kind)) return null;
  const fields = FIELDS.flatMap((name) => {
    const value = data[name];
    return typeof value === 'string' ? [{ name, value }] : [];
  });
  return (
    <form method="post" action={request.url} class="card">
      <p>{words.sendAgain.text}</p>
      {fields.map(({ name, value }) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button>{words.sendAgain.button}</button>
    </form>
  );
}
