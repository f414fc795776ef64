/** What a choice would lead to, line by line, before it is confirmed. */
import type { LineState } from '../../onboarding/directory.js';
import { CsrfField } from '../layout.js';
import { peopleAndGroups, ROLES } from '../strings/roles.js';
import type { Access } from './access.js';
import { type ChoiceLine, lineOf } from './choice.js';
import { rolesByPrincipal } from './chosen.js';
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
  return (
    <SetupPage asking={access.asking} title={ROLES.previewTitle} beneath={whereIs(access.request, 'choose')}>
      <h1>{ROLES.previewTitle}</h1>
      <p class="lead">{ROLES.summaryOf(countOf(good), bad.length)}</p>
      <Totals good={good} roles={request.appRoles} />
      {bad.length === 0 ? null : (
        <Table id="bad" title={ROLES.badTitle(bad.length)} rows={bad} roles={request.appRoles} />
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
        <button class="quiet">{ROLES.correct}</button>
      </form>
      {good.length === 0 ? null : (
        <Table id="good" title={ROLES.goodTitle(good.length)} rows={good} roles={request.appRoles} />
      )}
    </SetupPage>
  );
}

/** People, not lines: one may be there in two roles. */
function countOf(good: Preview[]): string {
  const namedAs = (type: 'user' | 'group') =>
    new Set(
      good.flatMap(({ line }) =>
        line.assignment?.type === type ? [line.assignment.principal.toLowerCase()] : [],
      ),
    ).size;
  return peopleAndGroups(namedAs('user'), namedAs('group'));
}

function Totals({ good, roles }: { good: Preview[]; roles: Access['request']['appRoles'] }) {
  const named = [...roles, { value: undefined, displayName: ROLES.defaultAccess }];
  const rows = named.flatMap(({ value, displayName }) => {
    const of = good.filter(({ line }) => line.assignment?.role === value);
    const groups = of.filter(({ line }) => line.assignment?.type === 'group').length;
    return of.length === 0 ? [] : [ROLES.total(displayName, of.length - groups, groups)];
  });
  return (
    <ul>
      {rows.map((row) => (
        <li key={row}>{row}</li>
      ))}
    </ul>
  );
}

type ConfirmProps = { access: Access; good: Preview[]; leftOut: number; nameMissing: boolean };

function Confirm({ access, good, leftOut, nameMissing }: ConfirmProps) {
  const { link, csrf } = access;
  const list = good.flatMap(({ line }) => (line.assignment === undefined ? [] : [lineOf(line.assignment)]));
  return (
    <section class="card" aria-labelledby="confirm">
      <h2 id="confirm">{ROLES.confirmTitle}</h2>
      <p>{leftOut === 0 ? ROLES.confirmText : ROLES.confirmWithout(leftOut)}</p>
      <form method="post" action={`/setup/${link.id}/roles/confirm`}>
        <CsrfField token={csrf} />
        <textarea name="list" hidden readOnly aria-label={ROLES.list}>
          {list.join('\n')}
        </textarea>
        <NameField value={nameMissing ? '' : link.contact} isMissing={nameMissing} />
        <button>{ROLES.confirm(countOf(good))}</button>
      </form>
    </section>
  );
}

type TableProps = { id: string; title: string; rows: Preview[]; roles: Access['request']['appRoles'] };

function Table({ id, title, rows, roles }: TableProps) {
  const { line: number, who, role, state: how } = ROLES.columns;
  const otherRolesOf = rolesByPrincipal(rows.map(({ line }) => line));
  const nameOf = (value: string) => roles.find((one) => one.value === value)?.displayName ?? value;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{number}</th>
            <th scope="col">{who}</th>
            <th scope="col">{role}</th>
            <th scope="col">{how}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ line, state, note, otherRoles }) => {
            const assigned = line.assignment;
            const others = otherRolesOf(line);
            return (
              <tr key={line.number}>
                <td data-label={number}>{line.number}</td>
                <td data-label={who}>
                  <span>
                    {assigned?.principal ?? line.text}
                    {isGood({ state }) && note !== assigned?.principal ? (
                      <span class="hint">{note}</span>
                    ) : null}
                  </span>
                </td>
                <td data-label={role}>{assigned?.role ?? ROLES.defaultAccess}</td>
                <td data-label={how}>
                  <span>
                    <span class={`tag ${state === 'found' ? 'good' : state === 'assigned' ? '' : 'bad'}`}>
                      {ROLES.states[state]}
                    </span>
                    {isGood({ state }) ? null : <span class="hint">{note}</span>}
                    {otherRoles.length === 0 ? null : (
                      <span class="hint">
                        {ROLES.otherRoles(otherRoles.map((other) => other ?? ROLES.defaultAccess))}
                      </span>
                    )}
                    {others.length === 0 ? null : (
                      <span class="row-note warn">{ROLES.twoRoles(others.map(nameOf))}</span>
                    )}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > SHOWN ? <p class="muted">{ROLES.andMore(rows.length - SHOWN)}</p> : null}
    </section>
  );
}
