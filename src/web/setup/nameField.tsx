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

type FieldProps = {
  id: string;
  words: { label: string; missing: string };
  /** What the browser may fill in. */
  autocomplete: 'name' | 'off';
  value?: string | undefined;
  isMissing: boolean;
};

/** Whose name it is, the label says. */
export function PersonField({ id, words, autocomplete, value, isMissing }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{words.label}</label>
      <input
        id={id}
        name="name"
        required
        maxLength={LONGEST}
        autocomplete={autocomplete}
        value={value}
        aria-describedby={isMissing ? `${id}-hint` : undefined}
        aria-invalid={isMissing}
      />
      {isMissing ? (
        <span class="hint wrong" id={`${id}-hint`} role="alert">
          {words.missing}
        </span>
      ) : null}
    </div>
  );
}

export const NameField = ({ value, isMissing }: { value: string; isMissing: boolean }) => (
  <PersonField id="name" words={NAME} autocomplete="name" value={value} isMissing={isMissing} />
);
