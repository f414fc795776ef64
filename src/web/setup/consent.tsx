/** Consent: what it is for, and the way through Microsoft's sign-in and consent pages and back. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { agreedClaims, agreedNameId } from '../../onboarding/claims.js';
import { OPTIONAL_PERMISSIONS, REQUIRED_PERMISSIONS } from '../../onboarding/permissions.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { FOR_OPERATORS } from '../strings/record.js';
import { sendPage } from '../page.js';
import { redirect } from '../redirect.js';
import { type Reader, Recorded, useReader } from '../reader.js';
import { claimsInWords } from './claimsInWords.js';
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
  const reader = useReader();
  const { consent } = reader.words;
  const system = systemOf(request);
  const sources = [...agreedClaims(request), agreedNameId(request)].map(({ source }) => source);
  const summary = [
    consent.summary.application({ application: applicationDisplayName(request) }),
    consent.summary.details({ system, details: detailNames(reader, sources) }),
    consent.summary[permissionProfile],
  ];
  return (
    <SetupPage asking={asking} title={consent.title} beneath={whereIs(reader.words, request, 'approve')}>
      <h1>{consent.title}</h1>
      <p class="lead">{consent.lead({ brand: asking.brand.name, company: companyName })}</p>
      <section class="card" aria-label={consent.summaryTitle}>
        <ul class="ticks">
          {summary.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <form method="post" action={`/setup/${link.id}/consent`} class="actions">
          <CsrfField token={csrf} />
          <button class="microsoft">
            <MicrosoftMark />
            {consent.signIn}
          </button>
        </form>
        <p class="hint">{consent.who}</p>
      </section>
      <Permissions access={access} />
      <details class="card">
        <summary>{consent.claimsTitle}</summary>
        <p>{claimsInWords(reader.words, request)}</p>
      </details>
      <Forward holder={access} task="consent" />
      <Decline access={access} />
    </SetupPage>
  );
}

/** In the order in which people name them. */
function detailNames({ words, listed }: Reader, sources: readonly string[]): string {
  const names: Partial<Record<string, string>> = words.consent.attributes;
  const known = Object.keys(names).filter((source) => sources.includes(source));
  const all = [...new Set([...known, ...sources])];
  return listed(all.map((source) => names[source] ?? source.replace('user.', '')));
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
  const { consent } = useReader().words;
  const all = REQUIRED_PERMISSIONS[permissionProfile];
  const strong = all.filter(({ limit }) => limit === null);
  const [changes, reads] = [true, false].map((writes) =>
    all.filter((one) => one.limit !== null && one.permission.includes('ReadWrite') === writes),
  );
  return (
    <section class="card" aria-labelledby="permissions">
      <h2 id="permissions">{consent.permissionsTitle}</h2>
      {strong.length === 0 ? <p>{consent.minimal}</p> : null}
      {strong.map((permission) => (
        <Strong key={permission.permission} permission={permission} access={access} />
      ))}
      <h3>{consent.groups.changes}</h3>
      <PermissionList permissions={changes ?? []} />
      <details>
        <summary>{consent.groups.reads({ count: String(reads?.length ?? 0) })}</summary>
        <PermissionList permissions={reads ?? []} />
      </details>
      <details>
        <summary>{consent.groups.optional}</summary>
        <PermissionList permissions={OPTIONAL_PERMISSIONS} />
      </details>
      <p class="hint">{consent.withdraw}</p>
    </section>
  );
}

/** With what it means, and the choice to do without it. */
function Strong({ permission, access }: { permission: Permission; access: Access }) {
  const { link, csrf, asking } = access;
  const { consent } = useReader().words;
  return (
    <div class="strong">
      <p class="permission">
        <code>{breakable(permission.permission)}</code> <span class="tag">{consent.strong}</span>
      </p>
      <p>
        {consent.use({ reason: <Recorded text={permission.reason} /> })} {consent.consequence}
      </p>
      <p class="hint">{limitOf(consent, permission)}</p>
      <details>
        <summary>{consent.alternativeTitle}</summary>
        <p>{consent.alternative({ brand: asking.brand.name })}</p>
        <form method="post" action={`/setup/${link.id}/decline`}>
          <CsrfField token={csrf} />
          <input type="hidden" name="reason" value={FOR_OPERATORS.minimalProfile} />
          <button class="quiet">{consent.alternativeButton}</button>
        </form>
      </details>
    </div>
  );
}

const limitOf = (consent: Reader['words']['consent'], { limit }: Permission) =>
  limit === null ? consent.noLimit : consent.limit({ limit: <Recorded text={limit} /> });

function PermissionList({ permissions }: { permissions: readonly Permission[] }) {
  const { consent } = useReader().words;
  return (
    <ul class="permissions">
      {permissions.map((one) => (
        <li key={one.permission}>
          <code>{breakable(one.permission)}</code>
          <p>{consent.use({ reason: <Recorded text={one.reason} /> })}</p>
          <p class="hint">{limitOf(consent, one)}</p>
        </li>
      ))}
    </ul>
  );
}

/** A name with dots may be broken after them, and nowhere else. */
const breakable = (name: string) =>
  name.split('.').flatMap((part, i) => (i === 0 ? [part] : ['.', <wbr key={part} />, part]));

export function Decline({ access }: { access: Access }) {
  const { link, csrf, asking } = access;
  const { consent } = useReader().words;
  return (
    <details class="card">
      <summary>{consent.declineTitle}</summary>
      <form method="post" action={`/setup/${link.id}/decline`}>
        <p>{consent.declineText({ brand: asking.brand.name })}</p>
        <CsrfField token={csrf} />
        <div class="field long">
          <label for="reason">{consent.declineReason}</label>
          <input id="reason" name="reason" maxLength={500} />
        </div>
        <button class="quiet">{consent.decline}</button>
      </form>
    </details>
  );
}
