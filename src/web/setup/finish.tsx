/** The end: how to try it, what is in place and for how long, what to tell the team, and how to do without us. */
import { permits } from '../../onboarding/links.js';
import type { Assigned } from '../../onboarding/progress.js';
import { BLADES } from '../../onboarding/problems/portal.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import type { WebDeps } from '../deps.js';
import { Time, useReader } from '../reader.js';
import type { Words } from '../words/languages.js';
import type { Access } from './access.js';
import { whoHasAccess } from './counts.js';
import { TryIt } from './stageList.js';
import { systemOf } from './stages.js';

type Props = { access: Access; deps: WebDeps };

export function Finish({ access, deps }: Props) {
  const { finish } = useReader().words;
  return (
    <>
      <section class="card" aria-labelledby="try">
        <h2 id="try">{finish.title}</h2>
        <p>{finish.text}</p>
        <TryIt access={access} deps={deps} />
        <p class="hint">{finish.ifNot}</p>
      </section>
      <InPlace access={access} />
      <Message access={access} />
      {maySeePeople(access) ? <Permissions access={access} deps={deps} /> : null}
    </>
  );
}

/** Who approves access or chooses people; whoever was only asked to try it, or to enter settings, is shown numbers. */
export const maySeePeople = ({ link }: Access) => permits(link, 'consent') || permits(link, 'roles');

function InPlace({ access }: Pick<Props, 'access'>) {
  const { onboarding, request, asking, link } = access;
  const { certificate, hubSignIn, assignments = [] } = onboarding.artefacts;
  const { name: brand } = asking.brand;
  const reader = useReader();
  const { finish, proofs } = reader.words;
  return (
    <section class="card" aria-labelledby="in-place">
      <h2 id="in-place">{finish.inPlace}</h2>
      <dl class="values">
        <div>
          <dt>{finish.facts.access}</dt>
          <dd>
            {whoHasAccess(reader, onboarding.artefacts)}
            {assignments.length > 0 && maySeePeople(access) ? <Everybody access={access} /> : null}
          </dd>
        </div>
        {certificate === undefined ? null : (
          <div>
            <dt>{finish.facts.certificate}</dt>
            <dd>
              {finish.certificate({ until: <Time at={new Date(certificate.expiresAt)} /> })}
              <span class="hint">
                {request.watch === undefined ? finish.notRenewed({ brand }) : finish.renewed({ brand })}
              </span>
            </dd>
          </div>
        )}
        <div>
          <dt>{finish.facts.proof}</dt>
          <dd>{proofs[hubSignIn?.restsOn ?? 'nothing']}</dd>
        </div>
      </dl>
      {maySeePeople(access) ? (
        <div class="actions">
          <a class="button quiet" href={`/setup/${link.id}/report`}>
            {finish.report}
          </a>
        </div>
      ) : null}
    </section>
  );
}

function Everybody({ access: { onboarding, request } }: Pick<Props, 'access'>) {
  const { words } = useReader();
  return (
    <details id="everybody">
      <summary>{words.finish.showAll}</summary>
      <ul>
        {onboarding.artefacts.assignments?.map((one) => (
          <li key={`${one.principalId} ${one.role ?? ''}`}>
            {one.principal} <span class="muted">{roleOf(words, one, request)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** As the role is called. */
export const roleOf = ({ finish }: Words, { role }: Assigned, { appRoles }: Access['request']): string =>
  role === null ? finish.defaultAccess : (appRoles.find(({ value }) => value === role)?.displayName ?? role);

function Message({ access: { request } }: Pick<Props, 'access'>) {
  const { signOnUrl } = serviceProviderOf(request);
  const address = request.initiatedBy === 'sp' ? signOnUrl : 'https://myapps.microsoft.com';
  const { finish } = useReader().words;
  return (
    <details class="card" id="message">
      <summary>{finish.messageTitle}</summary>
      <label for="message-text" class="hidden">
        {finish.messageLabel}
      </label>
      <textarea id="message-text" class="prose" readOnly rows={13}>
        {finish.message({ company: request.companyName, system: systemOf(request), address })}
      </textarea>
      <div class="actions">
        <button type="button" class="quiet" hidden data-copy="message-text" data-copied={finish.copied}>
          {finish.copy}
        </button>
      </div>
    </details>
  );
}

function Permissions({ access: { onboarding, request, asking }, deps }: Props) {
  const { name: brand } = asking.brand;
  const tenant = onboarding.artefacts.tenantId ?? request.tenant;
  const { finish } = useReader().words;
  const { without, how } = finish;
  return (
    <details class="card" id="permissions">
      <summary>{finish.permissionsTitle}</summary>
      <p>{finish.permissions({ brand })}</p>
      <ul>
        {[...(request.watch === undefined ? [] : [without.monitoring]), without.removal].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ol>
        {[how.open, how.find({ brand }), how.remove].map((line) => (
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
          {finish.adminCenter}
        </a>
      </div>
    </details>
  );
}
