/** The page on which users and groups are gathered: a finder, and the list that it fills. One form, also without scripts. */
import type { FoundInDirectory } from '../../onboarding/directory.js';
import { CsrfField } from '../layout.js';
import { ROLES } from '../strings/setup.js';
import type { Access } from './access.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';
import { lineOf, maxLines } from './choice.js';
import type { ChoiceForm, SearchOutcome } from './choiceForm.js';

type Props = { access: Access; form: ChoiceForm; answer?: SearchOutcome | undefined; problem?: string };

export function ChoosePage({ access, form, answer, problem }: Props) {
  const { link, csrf, request } = access;
  const base = `/setup/${link.id}/roles`;
  const roles = request.appRoles;
  return (
    <SetupPage asking={access.asking} title={ROLES.title} beneath={whereIs(access.request, 'choose')}>
      <h1>{ROLES.title}</h1>
      <p class="lead">{roles.length === 0 ? ROLES.leadWithoutRoles : ROLES.lead}</p>
      {problem === undefined ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action={`${base}/preview`} id="choice">
        <CsrfField token={csrf} />
        <section class="card" aria-labelledby="find">
          <h2 id="find">{ROLES.find}</h2>
          <div class="inline">
            <div class="field">
              <label for="text">{ROLES.findLabel}</label>
              <input
                id="text"
                name="text"
                type="search"
                autocomplete="off"
                maxLength={100}
                value={form.text}
                data-search="results"
                data-failed="search-failed"
              />
            </div>
            {roles.length === 0 ? null : (
              <RoleSelect name="role" label={ROLES.roleOfAdded} roles={roles} chosen={form.role} />
            )}
            <button class="quiet" formAction={`${base}/search`}>
              {ROLES.search}
            </button>
          </div>
          <p class="notice bad" id="search-failed" role="alert" hidden>
            {ROLES.noSearch}
          </p>
          <div id="results" aria-live="polite">
            <Results access={access} form={form} answer={answer} />
          </div>
        </section>
        <section class="card" aria-labelledby="list-title">
          <h2 id="list-title">{ROLES.list}</h2>
          <div class="field long">
            <label for="list">
              {ROLES.listLabel}
              <span class="hint">{ROLES.listHint(roles.length > 0, maxLines(request))}</span>
            </label>
            <textarea id="list" name="list" rows={10} spellcheck={false}>
              {form.list}
            </textarea>
          </div>
          <div class="field" hidden data-scripted>
            <label for="file">{ROLES.file}</label>
            <input
              id="file"
              type="file"
              accept=".csv,.txt,text/csv,text/plain"
              data-into="list"
              data-replaces={ROLES.fileReplaces}
            />
          </div>
          {roles.length === 0 ? null : (
            <RoleSelect
              name="defaultRole"
              label={ROLES.defaultRole}
              roles={roles}
              chosen={form.defaultRole}
            />
          )}
          <div class="actions">
            <button>{ROLES.check}</button>
          </div>
        </section>
      </form>
    </SetupPage>
  );
}

function RoleSelect({
  name,
  label,
  roles,
  chosen,
}: {
  name: string;
  label: string;
  roles: readonly { value: string; displayName: string }[];
  chosen: string | undefined;
}) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {roles.map(({ value, displayName }) => (
          <option key={value} value={value} selected={value === chosen}>
            {displayName}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Results({
  access,
  form,
  answer,
}: {
  access: Access;
  form: ChoiceForm;
  answer: SearchOutcome | undefined;
}) {
  if (answer === undefined) return null;
  if (answer === 'failed') return <p class="notice bad">{ROLES.noAnswer}</p>;
  if (answer.found.length === 0) return <p class="muted">{ROLES.nobody(form.text)}</p>;
  const base = `/setup/${access.link.id}/roles`;
  return (
    <>
      <ul class="plain found">
        {answer.found.map((found) => (
          <Found key={`${found.type} ${found.principal}`} found={found} base={base} />
        ))}
      </ul>
      {answer.after === undefined ? null : (
        <p>
          <span class="muted">{ROLES.more} </span>
          <button class="quiet small" name="after" value={answer.after} formAction={`${base}/search`}>
            {ROLES.showMore}
          </button>
        </p>
      )}
    </>
  );
}

function Found({ found, base }: { found: FoundInDirectory; base: string }) {
  const { type, name, principal, guest } = found;
  return (
    <li>
      <span>
        <strong>{name}</strong> <span class="muted">{type === 'group' ? ROLES.group : principal}</span>
      </span>
      {guest ? (
        <span class="tag warn">{ROLES.states.guest}</span>
      ) : (
        <button
          class="quiet small"
          name="add"
          value={lineOf({ type, principal })}
          formAction={`${base}/add`}
          data-added={ROLES.added}
        >
          {ROLES.add}
          <span class="hidden"> {name}</span>
        </button>
      )}
    </li>
  );
}
