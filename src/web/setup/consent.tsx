/** Consent: what it is for, and the way through Microsoft's sign-in and consent pages and back. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  OPTIONAL_PERMISSIONS,
  type PermissionProfile,
  REQUIRED_PERMISSIONS,
} from '../../onboarding/permissions.js';
import { describeClaims } from '../../onboarding/claims.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { sendPage } from '../page.js';
import { redirect } from '../redirect.js';
import { CONSENT } from '../strings/setup.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';
import type { Access } from './access.js';
import { accessOn } from './scope.js';

export function consentPage(scope: FastifyInstance, { temporal }: WebDeps): void {
  const options = { config: { purpose: 'consent' } } as const;

  scope.get('/consent', options, (request, reply) => {
    const access = accessOn(request);
    if (isGiven(access)) return redirect(reply, `/setup/${access.link.id}`);
    return sendPage(reply, <Consent access={access} />);
  });

  scope.post('/decline', options, async (request, reply) => {
    const access = accessOn(request);
    const { customerId } = access.onboarding;
    const { reason } = z.looseObject({ reason: z.string().trim().max(500).default('') }).parse(request.body);
    await temporal.tell({ kind: 'onboarding', customerId }, 'grantConsent', {
      declined: true,
      declinedBy: access.link.contact,
      ...(reason === '' ? {} : { reason }),
    });
    return redirect(reply, `/setup/${access.link.id}`);
  });
}

export const isGiven = ({ onboarding }: Access) =>
  onboarding.steps.some(({ name, status }) => name === 'consent' && status === 'done');

function Consent({ access }: { access: Access }) {
  const { link, csrf, onboarding, request } = access;
  const { companyName } = onboarding;
  return (
    <SetupPage asking={access.asking} title={CONSENT.title} beneath={whereIs(access.request, 'approve')}>
      <h1>{CONSENT.title}</h1>
      <p class="lead">{CONSENT.lead(companyName)}</p>

      <section class="card" aria-labelledby="made">
        <h2 id="made">{CONSENT.madeTitle}</h2>
        <ul>
          {CONSENT.made(
            applicationDisplayName(companyName),
            request.permissionProfile,
            describeClaims(request),
          ).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>

      <Permissions profile={request.permissionProfile} />

      <section class="card" aria-labelledby="how">
        <h2 id="how">{CONSENT.howTitle}</h2>
        <ol>
          {CONSENT.how(companyName).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        <form method="post" action={`/setup/${link.id}/consent`} class="actions">
          <CsrfField token={csrf} />
          <button>{CONSENT.signIn}</button>
        </form>
        <p class="muted">{CONSENT.who}</p>
      </section>

      <Decline access={access} />
    </SetupPage>
  );
}

function Permissions({ profile }: { profile: PermissionProfile }) {
  return (
    <section class="card" aria-labelledby="permissions">
      <h2 id="permissions">{CONSENT.permissionsTitle}</h2>
      <div class="scroll" role="group" aria-labelledby="permissions" tabIndex={0}>
        <table class="stacks">
          <thead>
            <tr>
              <th scope="col">{CONSENT.columns.permission}</th>
              <th scope="col">{CONSENT.columns.reason}</th>
              <th scope="col">{CONSENT.columns.limit}</th>
            </tr>
          </thead>
          <tbody>
            {REQUIRED_PERMISSIONS[profile].map(permissionRow)}
            <tr>
              <td colSpan={3}>{CONSENT.optional}</td>
            </tr>
            {OPTIONAL_PERMISSIONS.map(permissionRow)}
          </tbody>
        </table>
      </div>
      <p class="muted">{CONSENT.profiles[profile]}</p>
    </section>
  );
}

const permissionRow = ({ permission, reason, limit }: (typeof OPTIONAL_PERMISSIONS)[number]) => (
  <tr key={permission}>
    <td>
      <code>{breakable(permission)}</code>
    </td>
    <td data-label={CONSENT.columns.reason}>{reason}</td>
    <td data-label={CONSENT.columns.limit}>{limit === null ? CONSENT.noLimit : CONSENT.cannot(limit)}</td>
  </tr>
);

/** A name with dots may be broken after them, and nowhere else. */
const breakable = (name: string) =>
  name.split('.').flatMap((part, i) => (i === 0 ? [part] : ['.', <wbr key={part} />, part]));

export function Decline({ access }: { access: Access }) {
  const { link, csrf } = access;
  return (
    <details class="card">
      <summary>{CONSENT.declineTitle}</summary>
      <form method="post" action={`/setup/${link.id}/decline`}>
        <p>{CONSENT.declineText}</p>
        <CsrfField token={csrf} />
        <div class="field long">
          <label for="reason">{CONSENT.declineReason}</label>
          <input id="reason" name="reason" maxLength={500} />
        </div>
        <button class="quiet">{CONSENT.decline}</button>
      </form>
    </details>
  );
}
