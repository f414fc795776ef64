/** Consent: what it is for, and the way through Microsoft's sign-in and consent pages and back. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { agreedClaims, agreedNameId, describeClaims } from '../../onboarding/claims.js';
import { OPTIONAL_PERMISSIONS, REQUIRED_PERMISSIONS } from '../../onboarding/permissions.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { sendPage } from '../page.js';
import { redirect } from '../redirect.js';
import { CONSENT } from '../strings/consent.js';
import { Forward } from './forward.js';
import { SetupPage } from './frame.js';
import { systemOf, whereIs } from './stages.js';
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
  const { link, csrf, asking, request } = access;
  const { companyName, permissionProfile } = request;
  const sources = [...agreedClaims(request), agreedNameId(request)].map(({ source }) => source);
  const summary = CONSENT.summary(
    applicationDisplayName(companyName),
    systemOf(request),
    sources,
    permissionProfile,
  );
  return (
    <SetupPage asking={asking} title={CONSENT.title} beneath={whereIs(request, 'approve')}>
      <h1>{CONSENT.title}</h1>
      <p class="lead">{CONSENT.lead(asking.brand.name, companyName)}</p>
      <section class="card" aria-label={CONSENT.summaryTitle}>
        <ul class="ticks">
          {summary.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <form method="post" action={`/setup/${link.id}/consent`} class="actions">
          <CsrfField token={csrf} />
          <button class="microsoft">
            <MicrosoftMark />
            {CONSENT.signIn}
          </button>
        </form>
        <p class="hint">{CONSENT.who}</p>
      </section>
      <Permissions access={access} />
      <details class="card">
        <summary>{CONSENT.claimsTitle}</summary>
        <p>{describeClaims(request)}</p>
      </details>
      <Forward holder={access} task="consent" />
      <Decline access={access} />
    </SetupPage>
  );
}

const SQUARES = [
  { x: 0, y: 0, fill: '#f25022' },
  { x: 11, y: 0, fill: '#7fba00' },
  { x: 0, y: 11, fill: '#00a4ef' },
  { x: 11, y: 11, fill: '#ffb900' },
];

const MicrosoftMark = () => (
  <svg width="21" height="21" viewBox="0 0 21 21" aria-hidden="true">
    {SQUARES.map((square) => (
      <rect key={square.fill} width="10" height="10" {...square} />
    ))}
  </svg>
);

type Permission = (typeof OPTIONAL_PERMISSIONS)[number];

/** By what they can do, the strongest first; what can only be read is folded. */
function Permissions({ access }: { access: Access }) {
  const { permissionProfile } = access.request;
  const all = REQUIRED_PERMISSIONS[permissionProfile];
  const strong = all.filter(({ limit }) => limit === null);
  const [changes, reads] = [true, false].map((writes) =>
    all.filter((one) => one.limit !== null && one.permission.includes('ReadWrite') === writes),
  );
  return (
    <section class="card" aria-labelledby="permissions">
      <h2 id="permissions">{CONSENT.permissionsTitle}</h2>
      {strong.length === 0 ? <p>{CONSENT.minimal}</p> : null}
      {strong.map((permission) => (
        <Strong key={permission.permission} permission={permission} access={access} />
      ))}
      <h3>{CONSENT.groups.changes}</h3>
      <PermissionList permissions={changes ?? []} />
      <details>
        <summary>{CONSENT.groups.reads(reads?.length ?? 0)}</summary>
        <PermissionList permissions={reads ?? []} />
      </details>
      <details>
        <summary>{CONSENT.groups.optional}</summary>
        <PermissionList permissions={OPTIONAL_PERMISSIONS} />
      </details>
      <p class="hint">{CONSENT.withdraw}</p>
    </section>
  );
}

/** With what it means, and the choice to do without it. */
function Strong({ permission, access }: { permission: Permission; access: Access }) {
  const { link, csrf, asking } = access;
  return (
    <div class="strong">
      <p class="permission">
        <code>{breakable(permission.permission)}</code> <span class="tag">{CONSENT.strong}</span>
      </p>
      <p>
        {CONSENT.use(permission.reason)} {CONSENT.consequence}
      </p>
      <p class="hint">{CONSENT.limit(permission.limit)}</p>
      <details>
        <summary>{CONSENT.alternativeTitle}</summary>
        <p>{CONSENT.alternative(asking.brand.name)}</p>
        <form method="post" action={`/setup/${link.id}/decline`}>
          <CsrfField token={csrf} />
          <input type="hidden" name="reason" value={CONSENT.alternativeReason} />
          <button class="quiet">{CONSENT.alternativeButton}</button>
        </form>
      </details>
    </div>
  );
}

const PermissionList = ({ permissions }: { permissions: readonly Permission[] }) => (
  <ul class="permissions">
    {permissions.map(({ permission, reason, limit }) => (
      <li key={permission}>
        <code>{breakable(permission)}</code>
        <p>{CONSENT.use(reason)}</p>
        <p class="hint">{CONSENT.limit(limit)}</p>
      </li>
    ))}
  </ul>
);

/** A name with dots may be broken after them, and nowhere else. */
const breakable = (name: string) =>
  name.split('.').flatMap((part, i) => (i === 0 ? [part] : ['.', <wbr key={part} />, part]));

export function Decline({ access }: { access: Access }) {
  const { link, csrf, asking } = access;
  return (
    <details class="card">
      <summary>{CONSENT.declineTitle}</summary>
      <form method="post" action={`/setup/${link.id}/decline`}>
        <p>{CONSENT.declineText(asking.brand.name)}</p>
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
