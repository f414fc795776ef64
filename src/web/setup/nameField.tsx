/** The name of who confirms something: theirs by the link, unless somebody else does it. */
import type { SetupLink } from '../../onboarding/links.js';
import { NAME } from '../strings/setup.js';

/** As names in inputs of workflows may be. */
const LONGEST = 100;
const LONGEST_CONTACT = 40;

/** For the record: anybody can type any name, so it also says whose link it was. */
export function nameForRecord(typed: string, { contact }: Pick<SetupLink, 'contact'>): string {
  if (typed === contact) return typed;
  const link = ` ${NAME.withLinkOf(contact.slice(0, LONGEST_CONTACT))}`;
  return typed.slice(0, LONGEST - link.length) + link;
}

export function NameField({ value, isMissing }: { value: string; isMissing: boolean }) {
  return (
    <div class="field">
      <label for="name">{NAME.label}</label>
      <input
        id="name"
        name="name"
        required
        maxLength={100}
        autocomplete="name"
        value={value}
        aria-describedby={isMissing ? 'name-hint' : undefined}
        aria-invalid={isMissing}
      />
      {isMissing ? (
        <span class="hint wrong" id="name-hint" role="alert">
          {NAME.missing}
        </span>
      ) : null}
    </div>
  );
}
