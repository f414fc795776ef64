/** The end: how to try it, what is in place and for how long, what to tell the team, and how to do without us. */
import { permits } from '../../onboarding/links.js';
import type { Assigned } from '../../onboarding/progress.js';
import { BLADES } from '../../onboarding/problems/portal.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import type { WebDeps } from '../deps.js';
import { FINISH } from '../strings/finish.js';
import { PROOFS } from '../strings/overview.js';
import { peopleAndGroups } from '../strings/roles.js';
import type { Access } from './access.js';
import { TryIt } from './stageList.js';
import { systemOf } from './stages.js';

type Props = { access: Access; deps: WebDeps };

export const Finish = ({ access, deps }: Props) => (
  <>
    <section class="card" aria-labelledby="try">
      <h2 id="try">{FINISH.title}</h2>
      <p>{FINISH.text}</p>
      <TryIt access={access} deps={deps} />
      <p class="hint">{FINISH.ifNot}</p>
    </section>
    <InPlace access={access} />
    <Message access={access} />
    {maySeePeople(access) ? <Permissions access={access} deps={deps} /> : null}
  </>
);

/** Who approves access or chooses people; whoever was only asked to try it, or to enter settings, is shown numbers. */
export const maySeePeople = ({ link }: Access) => permits(link, 'consent') || permits(link, 'roles');

function InPlace({ access }: Pick<Props, 'access'>) {
  const { onboarding, request, asking, link } = access;
  const { certificate, hubSignIn, assignments = [], manyAssignments } = onboarding.artefacts;
  const groups = assignments.filter(({ type }) => type === 'group').length;
  const { name: brand } = asking.brand;
  return (
    <section class="card" aria-labelledby="in-place">
      <h2 id="in-place">{FINISH.inPlace}</h2>
      <dl class="values">
        <div>
          <dt>{FINISH.facts.access}</dt>
          <dd>
            {peopleAndGroups(manyAssignments?.assigned ?? assignments.length - groups, groups)}
            {assignments.length > 0 && maySeePeople(access) ? <Everybody access={access} /> : null}
          </dd>
        </div>
        {certificate === undefined ? null : (
          <div>
            <dt>{FINISH.facts.certificate}</dt>
            <dd>
              {FINISH.certificate(new Date(certificate.expiresAt))}
              <span class="hint">
                {request.watch === undefined ? FINISH.notRenewed(brand) : FINISH.renewed(brand)}
              </span>
            </dd>
          </div>
        )}
        <div>
          <dt>{FINISH.facts.proof}</dt>
          <dd>{PROOFS[hubSignIn?.restsOn ?? 'nothing']}</dd>
        </div>
      </dl>
      {maySeePeople(access) ? (
        <div class="actions">
          <a class="button quiet" href={`/setup/${link.id}/report`}>
            {FINISH.report}
          </a>
        </div>
      ) : null}
    </section>
  );
}

const Everybody = ({ access: { onboarding, request } }: Pick<Props, 'access'>) => (
  <details id="everybody">
    <summary>{FINISH.showAll}</summary>
    <ul>
      {onboarding.artefacts.assignments?.map((one) => (
        <li key={`${one.principalId} ${one.role ?? ''}`}>
          {one.principal} <span class="muted">{roleOf(one, request)}</span>
        </li>
      ))}
    </ul>
  </details>
);

/** As the role is called. */
export const roleOf = ({ role }: Assigned, { appRoles }: Access['request']): string =>
  role === null ? FINISH.defaultAccess : (appRoles.find(({ value }) => value === role)?.displayName ?? role);

function Message({ access: { request } }: Pick<Props, 'access'>) {
  const { signOnUrl } = serviceProviderOf(request);
  const address = request.initiatedBy === 'sp' ? signOnUrl : 'https://myapps.microsoft.com';
  return (
    <details class="card" id="message">
      <summary>{FINISH.messageTitle}</summary>
      <label for="message-text" class="hidden">
        {FINISH.messageLabel}
      </label>
      <textarea id="message-text" class="prose" readOnly rows={13}>
        {FINISH.message(request.companyName, systemOf(request), address)}
      </textarea>
      <div class="actions">
        <button type="button" class="quiet" hidden data-copy="message-text" data-copied={FINISH.copied}>
          {FINISH.copy}
        </button>
      </div>
    </details>
  );
}

function Permissions({ access: { onboarding, request, asking }, deps }: Props) {
  const { name: brand } = asking.brand;
  const tenant = onboarding.artefacts.tenantId ?? request.tenant;
  return (
    <details class="card" id="permissions">
      <summary>{FINISH.permissionsTitle}</summary>
      <p>{FINISH.permissions(brand)}</p>
      <ul>
        {FINISH.without(request.watch !== undefined).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ol>
        {FINISH.how(brand).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <div class="actions">
        <a
          class="button quiet"
          href={`${deps.settings.adminCenterUrl}/${tenant}/${BLADES.enterpriseApplications}`}
          target="_blank"
          rel="noopener"
        >
          {FINISH.adminCenter}
        </a>
      </div>
    </details>
  );
}
