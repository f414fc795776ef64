/** The name of who confirms something: theirs by the link, unless somebody else does it. */
import { NAME } from '../strings/setup.js';

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
