/** What a choice would lead to, line by line, before it is confirmed. */
import type { LineState } from '../../onboarding/directory.js';
import { CsrfField } from '../layout.js';
import { type Reader, useReader } from '../reader.js';
import { peopleAndGroups } from './counts.js';
import type { Access } from './access.js';
import { type ChoiceLine, lineOf } from './choice.js';
import { detailsIn, rolesByPrincipal, rowsOf } from './chosen.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';
import { NameField } from './nameField.js';
import type { ChoiceForm } from './choiceForm.js';

export type Preview = {
  line: ChoiceLine;
  state: LineState['state'] | 'unreadable';
  note: string;
  otherRoles: (string | null)[];
};

const isGood = ({ state }: Pick<Preview, 'state'>) => state === 'found' || state === 'assigned';
/** Rows of one table; a longer list is told in numbers. */
const SHOWN = 500;

type Props = { access: Access; form: ChoiceForm; preview: Preview[]; nameMissing?: boolean };

export function PreviewPage({ access, form, preview, nameMissing = false }: Props) {
  const { request } = access;
  const good = preview.filter(isGood);
  const bad = preview.filter((one) => !isGood(one));
  const hasLines = wasTyped(preview, form);
  const reader = useReader();
  const { roles } = reader.words;
  return (
    <SetupPage
      asking={access.asking}
      title={roles.previewTitle}
      beneath={whereIs(reader.words, request, 'choose')}
    >
      <h1>{roles.previewTitle}</h1>
      <p class="lead">{summaryOf(reader, good, bad.length)}</p>
      <Totals good={good} offered={request.appRoles} />
      <TwoRoles good={good} />
      {bad.length === 0 ? null : (
        <Table
          id="bad"
          title={roles.badTitle({ count: bad.length })}
          rows={bad}
          hasLines={hasLines}
          offered={request.appRoles}
        />
      )}
      {good.length === 0 ? null : (
        <Confirm access={access} good={good} leftOut={bad.length} nameMissing={nameMissing} />
      )}
      <form method="post" action={`/setup/${access.link.id}/roles/edit`} class="actions">
        <CsrfField token={access.csrf} />
        <input type="hidden" name="list" value={form.list} />
        <input type="hidden" name="tab" value={form.tab} />
        <input type="hidden" name="known" value={form.known} />
        {form.defaultRole === undefined ? null : (
          <input type="hidden" name="defaultRole" value={form.defaultRole} />
        )}
        <button class="quiet">{roles.correct}</button>
      </form>
      {good.length === 0 ? null : (
        <Table
          id="good"
          title={roles.goodTitle({ who: countOf(reader, good) })}
          rows={good}
          hasLines={hasLines}
          offered={request.appRoles}
        />
      )}
    </SetupPage>
  );
}

/** Who has picked everybody from a search has written no lines to be counted. */
function wasTyped(preview: Preview[], { known }: ChoiceForm): boolean {
  const lines = preview.map(({ line }) => line);
  const rows = rowsOf(lines, detailsIn(known));
  return rows.length < lines.length || rows.some(({ details }) => details === undefined);
}

function summaryOf(reader: Reader, good: Preview[], count: number): string {
  const { allCan, noneCan, someCannot } = reader.words.roles;
  const who = countOf(reader, good);
  if (count === 0) return allCan({ who });
  return who === '' ? noneCan({ count }) : someCannot({ who, count });
}

/** People, not lines: one may be there in two roles. */
function countOf(reader: Reader, good: Preview[]): string {
  const namedAs = (type: 'user' | 'group') =>
    new Set(
      good.flatMap(({ line }) =>
        line.assignment?.type === type ? [line.assignment.principal.toLowerCase()] : [],
      ),
    ).size;
  return peopleAndGroups(reader, namedAs('user'), namedAs('group'));
}

function Totals({ good, offered }: { good: Preview[]; offered: Access['request']['appRoles'] }) {
  const reader = useReader();
  const { roles } = reader.words;
  const named = [...offered, { value: undefined, displayName: roles.defaultAccess }];
  const rows = named.flatMap(({ value, displayName }) => {
    const of = good.filter(({ line }) => line.assignment?.role === value);
    return of.length === 0 ? [] : [roles.total({ role: displayName, who: countOf(reader, of) })];
  });
  return (
    <ul>
      {rows.map((row) => (
        <li key={row}>{row}</li>
      ))}
    </ul>
  );
}

/** Before the button that would give both. */
function TwoRoles({ good }: { good: Preview[] }) {
  const { roles } = useReader().words;
  const otherRolesOf = rolesByPrincipal(good.map(({ line }) => line));
  const count = new Set(
    good.flatMap(({ line }) =>
      otherRolesOf(line).length === 0 ? [] : [line.assignment?.principal.toLowerCase()],
    ),
  ).size;
  return count === 0 ? null : <p class="notice warn">{roles.twoRolesTitle({ count })}</p>;
}

type ConfirmProps = { access: Access; good: Preview[]; leftOut: number; nameMissing: boolean };

function Confirm({ access, good, leftOut, nameMissing }: ConfirmProps) {
  const { link, csrf } = access;
  const reader = useReader();
  const { roles } = reader.words;
  const list = good.flatMap(({ line }) => (line.assignment === undefined ? [] : [lineOf(line.assignment)]));
  return (
    <section class="card" aria-labelledby="confirm">
      <h2 id="confirm">{roles.confirmTitle}</h2>
      <p>{leftOut === 0 ? roles.confirmText : roles.confirmWithout({ count: leftOut })}</p>
      <form method="post" action={`/setup/${link.id}/roles/confirm`}>
        <CsrfField token={csrf} />
        <textarea name="list" hidden readOnly aria-label={roles.list}>
          {list.join('\n')}
        </textarea>
        <NameField value={nameMissing ? '' : link.contact} isMissing={nameMissing} />
        <button>{roles.confirm({ who: countOf(reader, good) })}</button>
      </form>
    </section>
  );
}

type TableProps = {
  id: string;
  title: string;
  rows: Preview[];
  hasLines: boolean;
  offered: Access['request']['appRoles'];
};

function Table({ id, title, rows, hasLines, offered }: TableProps) {
  const { words, listed, recorded } = useReader();
  const { roles } = words;
  const { line: number, who, role, state: how } = roles.columns;
  const otherRolesOf = rolesByPrincipal(rows.map(({ line }) => line));
  const nameOf = (value: string) => offered.find((one) => one.value === value)?.displayName ?? value;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table class="cards">
        <thead>
          <tr>
            {hasLines ? <th scope="col">{number}</th> : null}
            <th scope="col">{who}</th>
            <th scope="col">{role}</th>
            <th scope="col">{how}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ line, state, note: found, otherRoles }) => {
            const note = recorded(found) ?? found;
            const assigned = line.assignment;
            const others = otherRolesOf(line);
            return (
              <tr key={line.number}>
                {hasLines ? <td data-label={number}>{line.number}</td> : null}
                <td data-label={who}>
                  <span>
                    {assigned?.principal ?? line.text}
                    {isGood({ state }) && note !== assigned?.principal ? (
                      <span class="hint">{note}</span>
                    ) : null}
                  </span>
                </td>
                <td data-label={role}>{assigned?.role ?? roles.defaultAccess}</td>
                <td data-label={how}>
                  <span>
                    <span class={`tag ${state === 'found' ? 'good' : state === 'assigned' ? '' : 'bad'}`}>
                      {roles.states[state]}
                    </span>
                    {isGood({ state }) ? null : <span class="hint">{note}</span>}
                    {state === 'unknown' && assigned?.type === 'user' && !assigned.principal.includes('@') ? (
                      <span class="hint">{roles.writeGroup({ name: assigned.principal })}</span>
                    ) : null}
                    {otherRoles.length === 0 ? null : (
                      <span class="hint">
                        {roles.otherRoles({
                          count: otherRoles.length,
                          roles: otherRoles.map((other) => other ?? roles.defaultAccess).join(', '),
                        })}
                      </span>
                    )}
                    {others.length === 0 ? null : (
                      <span class="row-note warn">
                        {roles.twoRoles({ roles: listed(others.map(nameOf)) })}
                      </span>
                    )}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > SHOWN ? <p class="muted">{roles.andMore({ count: rows.length - SHOWN })}</p> : null}
    </section>
  );
}
