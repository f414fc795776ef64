/** One user or group in a row of the roles page. */
import { type Reader, useReader } from '../reader.js';
import type { Access } from './access.js';
import type { Details } from './chosen.js';

export const Avatar = ({ name, type }: { name: string; type: 'user' | 'group' }) => (
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
export function Who({ name, type, principal, details }: WhoProps) {
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

type RoleSelectProps = { name: string; access: Access; chosen: string | undefined; of?: string };

/** @param of whose role it is, where there is no room to say so */
export function RoleSelect({ name, access, chosen, of }: RoleSelectProps) {
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
