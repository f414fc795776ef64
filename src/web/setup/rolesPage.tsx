/** The page on which users and groups are gathered: by a finder or a pasted list. One form, also without scripts. */
import type { FoundInDirectory } from '../../onboarding/directory.js';
import { CsrfField } from '../layout.js';
import { useReader } from '../reader.js';
import type { Access } from './access.js';
import { maxLines } from './choice.js';
import type { ChoiceForm, SearchOutcome } from './choiceForm.js';
import { pickText } from './chosen.js';
import { Chosen, type ChosenProps } from './chosenRows.js';
import { SetupPage } from './frame.js';
import { Avatar, RoleSelect, Who } from './principal.js';
import { whereIs } from './stages.js';

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
      <RoleSelect name="defaultRole" access={access} chosen={form.defaultRole} />
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
