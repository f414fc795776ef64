/** Who is chosen, as rows with role and remove. */
import { type Reader, useReader } from '../reader.js';
import type { Access } from './access.js';
import type { ChoiceLine } from './choice.js';
import type { ChoiceForm } from './choiceForm.js';
import { canonical, detailsIn, MOST_ROWS, type Row, rowsOf } from './chosen.js';
import { peopleAndGroups } from './counts.js';
import { Avatar, RoleSelect, Who } from './principal.js';

export type ChosenProps = { access: Access; form: ChoiceForm; lines: ChoiceLine[] };

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
