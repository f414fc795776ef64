/** The name of who confirms something: theirs by the link, unless somebody else does it. */
import type { SetupLink } from '../../onboarding/links.js';
import { useReader } from '../reader.js';
import { FOR_OPERATORS } from '../strings/record.js';
import type { Words } from '../words/languages.js';

/** As names in inputs of workflows may be. */
const LONGEST = 100;
const LONGEST_CONTACT = 40;

/** For the record: anybody can type any name, so it also says whose link it was. */
export function nameForRecord(typed: string, { contact }: Pick<SetupLink, 'contact'>): string {
  if (typed === contact) return typed;
  const link = ` ${FOR_OPERATORS.withLinkOf(contact.slice(0, LONGEST_CONTACT))}`;
  return typed.slice(0, LONGEST - link.length) + link;
}

const RECORDED = /^(.*) \(with the link of (.*)\)$/;

/** As it was recorded, for who reads it. */
export function recordedName({ name: words }: Words, recorded: string): string {
  const [, name, contact] = RECORDED.exec(recorded) ?? [];
  return name === undefined || contact === undefined ? recorded : words.withLinkOf({ name, contact });
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

export function NameField({ value, isMissing }: { value: string; isMissing: boolean }) {
  const { name } = useReader().words;
  return <PersonField id="name" words={name} autocomplete="name" value={value} isMissing={isMissing} />;
}
