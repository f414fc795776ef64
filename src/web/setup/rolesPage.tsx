/** The page on which users and groups are gathered: a finder or a pasted list, and the rows of who is chosen. One form, also without scripts. */
import type { FoundInDirectory } from '../../onboarding/directory.js';
import { CsrfField } from '../layout.js';
import { type Reader, useReader } from '../reader.js';
import type { Access } from './access.js';
import { type ChoiceLine, maxLines } from './choice.js';
import type { ChoiceForm, SearchOutcome } from './choiceForm.js';
import { canonical, type Details, detailsIn, MOST_ROWS, pickText, type Row, rowsOf } from './chosen.js';
import { peopleAndGroups } from './counts.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';

type ChosenProps = { access: Access; form: ChoiceForm; lines: ChoiceLine[] };
type Props = ChosenProps & { answer?: SearchOutcome | undefined; problem?: string };

export function ChoosePage({ access, form, lines, answer, problem }: Props) {
  const { link, csrf, asking, request } = access;
  const base = `/setup/${link.id}/roles`;
  const isSearch = form.tab === 'search';
  const { words } = useReader();
  const { roles } = words;
  return (
    <SetupPage asking={asking} title={roles.title} beneath={whereIs(words, request, 'choose')}>
      <h1>{roles.title}</h1>
      <p class="lead">{roles.lead}</p>
      {problem === undefined ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action={`${base}/preview`} id="choice">
        <CsrfField token={csrf} />
        <input type="hidden" name="tab" value={form.tab} />
        {/* What Enter does. */}
        {isSearch ? (
          <div class="hidden">
            <button formAction={`${base}/search`} tabIndex={-1} aria-hidden="true" />
          </div>
        ) : null}
        <section class="card flush">
          <Tabs base={base} current={form.tab} />
          <div class="pad">
            {isSearch ? (
              <Finder access={access} form={form} answer={answer} base={base} />
            ) : (
              <Paste access={access} form={form} />
            )}
          </div>
          {isSearch ? <Chosen access={access} form={form} lines={lines} /> : null}
        </section>
        <div class="dock">
          <p>{isSearch ? roles.nested : null}</p>
          <button>{roles.check}</button>
        </div>
      </form>
    </SetupPage>
  );
}

/** Each is a button that sends the form, so that nothing typed is lost. */
function Tabs({ base, current }: { base: string; current: ChoiceForm['tab'] }) {
  const { roles } = useReader().words;
  return (
    <nav class="tabs" aria-label={roles.tabsLabel}>
      {(['search', 'paste'] as const).map((tab) => (
        <button
          key={tab}
          name="open"
          value={tab}
          formAction={`${base}/edit`}
          formNoValidate
          aria-current={tab === current ? 'true' : undefined}
        >
          {roles.tabs[tab]}
        </button>
      ))}
    </nav>
  );
}

type FinderProps = { access: Access; form: ChoiceForm; answer: SearchOutcome | undefined; base: string };

function Finder({ access, form, answer, base }: FinderProps) {
  const { roles } = useReader().words;
  return (
    <>
      <div class="inline">
        <div class="field">
          <label for="text">{roles.findLabel}</label>
          <input
            id="text"
            name="text"
            type="search"
            autocomplete="off"
            maxLength={100}
            placeholder={roles.findHint}
            value={form.text}
            data-search="results"
            data-failed="search-failed"
          />
        </div>
        <RoleSelect name="defaultRole" access={access} chosen={form.defaultRole} />
        <button class="quiet" formAction={`${base}/search`}>
          {roles.search}
        </button>
      </div>
      <p class="notice bad" id="search-failed" role="alert" hidden>
        {roles.noSearch}
      </p>
      <div id="results" aria-live="polite">
        <Results access={access} form={form} answer={answer} />
      </div>
    </>
  );
}

function Paste({ access, form }: Pick<FinderProps, 'access' | 'form'>) {
  const { roles } = useReader().words;
  const max = maxLines(access.request);
  return (
    <>
      <div class="field long">
        <label for="list">
          {roles.listLabel}
          <span class="hint">
            {access.request.appRoles.length > 0 ? roles.listHintRoles({ max }) : roles.listHint({ max })}
          </span>
        </label>
        <textarea id="list" name="list" rows={10} spellcheck={false}>
          {form.list}
        </textarea>
      </div>
      <input type="hidden" name="known" value={form.known} />
      <div class="field" hidden data-scripted>
        <label for="file">{roles.file}</label>
        <input
          id="file"
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          data-into="list"
          data-replaces={roles.fileReplaces}
        />
      </div>
      <RoleSelect name="defaultRole" access={access} chosen={form.defaultRole} />
    </>
  );
}

type RoleSelectProps = { name: string; access: Access; chosen: string | undefined; of?: string };

/** @param of whose role it is, where there is no room to say so */
function RoleSelect({ name, access, chosen, of }: RoleSelectProps) {
  const { roles } = useReader().words;
  if (access.request.appRoles.length === 0) return null;
  const select = (
    <select
      id={of === undefined ? name : undefined}
      name={name}
      aria-label={of && roles.roleOf({ name: of })}
    >
      {access.request.appRoles.map(({ value, displayName }) => (
        <option key={value} value={value} selected={value === chosen}>
          {displayName}
        </option>
      ))}
    </select>
  );
  if (of !== undefined) return select;
  return (
    <div class="field">
      <label for={name}>{roles.defaultRole}</label>
      {select}
    </div>
  );
}

type ResultsProps = { access: Access; form: ChoiceForm; answer: SearchOutcome | undefined };

export function Results({ access, form, answer }: ResultsProps) {
  const { roles } = useReader().words;
  if (answer === undefined) return null;
  if (answer === 'failed') return <p class="notice bad">{roles.noAnswer}</p>;
  if (answer.found.length === 0) return <p class="muted">{roles.nobody({ text: form.text })}</p>;
  const base = `/setup/${access.link.id}/roles`;
  return (
    <>
      <ul class="rows found">
        {answer.found.map((found) => (
          <Found key={`${found.type} ${found.principal}`} found={found} base={base} />
        ))}
      </ul>
      {answer.after === undefined ? null : (
        <p>
          <span class="muted">{roles.more} </span>
          <button class="quiet small" name="after" value={answer.after} formAction={`${base}/search`}>
            {roles.showMore}
          </button>
        </p>
      )}
    </>
  );
}

function Found({ found, base }: { found: FoundInDirectory; base: string }) {
  const { name, guest } = found;
  const { roles } = useReader().words;
  return (
    <li>
      <Avatar name={name} type={found.type} />
      <Who name={name} type={found.type} principal={found.principal} details={found} />
      {guest ? (
        <span class="row-note">{roles.guest}</span>
      ) : (
        <button
          class="quiet small"
          name="add"
          value={pickText(found)}
          formAction={`${base}/add`}
          data-part="chosen"
          data-added={roles.added}
        >
          {roles.add}
          <span class="hidden"> {name}</span>
        </button>
      )}
    </li>
  );
}

const Avatar = ({ name, type }: { name: string; type: 'user' | 'group' }) => (
  <span class={`avatar ${type}`} aria-hidden="true">
    {initialsOf(name)}
  </span>
);

const initialsOf = (name: string) =>
  name
    .split(/[\s.@_-]+/)
    .slice(0, 2)
    .map((word) => /^./su.exec(word)?.[0].toUpperCase() ?? '')
    .join('');

type WhoProps = {
  name: string;
  type: 'user' | 'group';
  principal: string;
  details: Omit<Details, 'name'> | undefined;
};

/** Groups of one name are told apart by their id and description. */
function Who({ name, type, principal, details }: WhoProps) {
  const { id, description, directUsers } = details ?? {};
  const { roles } = useReader().words;
  const isById = type === 'group' && id !== undefined && principal === id;
  return (
    <span class="who">
      <span>{name}</span>
      {type === 'user' ? (
        name === principal ? null : (
          <span class="hint">{principal}</span>
        )
      ) : (
        <span class="hint">
          {groupText(roles, directUsers)}
          {description === undefined ? null : ` · ${description}`}
          {isById ? ` · ${roles.id({ id })}` : null}
        </span>
      )}
    </span>
  );
}

type RolesWords = Reader['words']['roles'];

function groupText(words: RolesWords, direct: Details['directUsers']): string {
  if (direct === undefined) return words.group;
  const { count, more } = direct;
  if (more) return words.groupOfMore({ count });
  return count === 0 ? words.emptyGroup : words.groupOf({ count });
}

/** Rows of who is chosen, and the list itself; what changes it is answered with these anew. */
export function Chosen({ access, form, lines }: ChosenProps) {
  const { link } = access;
  const base = `/setup/${link.id}/roles`;
  const rows = rowsOf(lines, detailsIn(form.known));
  const reader = useReader();
  const { roles } = reader.words;
  return (
    <div class="chosen" id="chosen">
      <textarea name="list" hidden readOnly aria-label={roles.list}>
        {form.list}
      </textarea>
      <input type="hidden" name="known" value={form.known} />
      <h2 class="pad" id="chosen-title">
        {roles.chosenTitle}
        {rows.length === 0 ? null : <span class="muted"> {summaryOf(reader, rows)}</span>}
      </h2>
      {rows.length === 0 ? <p class="pad muted">{roles.nobodyYet}</p> : null}
      <ul class="rows" aria-labelledby="chosen-title">
        {rows.slice(0, MOST_ROWS).map((row) => (
          <ChosenRow key={canonical(row.line)} row={row} access={access} base={base} />
        ))}
      </ul>
      {rows.length > MOST_ROWS ? (
        <p class="pad muted">{roles.andMore({ count: rows.length - MOST_ROWS })}</p>
      ) : null}
    </div>
  );
}

function summaryOf(reader: Reader, rows: Row[]): string {
  const people = new Set<string>();
  const groups = new Set<string>();
  const direct = { count: 0, more: false };
  let isKnown = true;
  for (const { assignment, details } of rows) {
    const name = assignment.principal.toLowerCase();
    if (assignment.type === 'user') people.add(name);
    else if (!groups.has(name)) {
      groups.add(name);
      if (details?.directUsers === undefined) isKnown = false;
      else {
        direct.count += details.directUsers.count;
        direct.more ||= details.directUsers.more;
      }
    }
  }
  const who = peopleAndGroups(reader, people.size, groups.size);
  if (!isKnown || groups.size === 0) return who;
  const { withDirect, withDirectMore } = reader.words.roles;
  const { count, more } = direct;
  return more ? withDirectMore({ who, count }) : withDirect({ who, count });
}

function ChosenRow({ row, access, base }: { row: Row; access: Access; base: string }) {
  const { line, assignment, details, otherRoles } = row;
  const { type, principal, role } = assignment;
  const name = details?.name ?? principal;
  const text = canonical(line);
  const { words, listed, recorded } = useReader();
  const offered = access.request.appRoles;
  const named = otherRoles.map((other) => offered.find(({ value }) => value === other)?.displayName ?? other);
  return (
    <li>
      <Avatar name={name} type={type} />
      <Who name={name} type={type} principal={principal} details={details} />
      {offered.length === 0 ? null : (
        <>
          <input type="hidden" name="row" value={text} />
          <RoleSelect name="rowRole" access={access} chosen={role} of={name} />
        </>
      )}
      <button
        class="quiet small remove"
        name="remove"
        value={text}
        formAction={`${base}/remove`}
        data-part="chosen"
        aria-label={words.roles.remove({ name })}
      >
        <span aria-hidden="true">✕</span>
      </button>
      {otherRoles.length === 0 && line.problem === undefined ? null : (
        <span class="row-note warn">
          {otherRoles.length > 0
            ? words.roles.twoRoles({ roles: listed(named) })
            : (recorded(line.problem ?? '') ?? line.problem)}
        </span>
      )}
    </li>
  );
}
