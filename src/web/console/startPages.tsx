/** The two pages on which an onboarding is started. What is wrong is told all at once, and nothing that was typed is lost. */
import type { ComponentChildren } from 'preact';
import type { WebSettings } from '../../config/web.js';
import type { DocumentProblem } from '../../onboarding/document.js';
import { LANGUAGES } from '../../onboarding/languages.js';
import { PERMISSION_PROFILES } from '../../onboarding/permissions.js';
import { PROFILE_NAMES, PROFILES } from '../../onboarding/profiles.js';
import { CsrfField } from '../layout.js';
import { Frame } from './frame.js';
import type { Operator } from './session.js';
import type { FieldProblem, StartFields } from './startForm.js';
import { FRAME } from '../strings/console.js';
import { START } from '../strings/consoleStart.js';
import { LANGUAGE_NAMES } from '../words/names.js';

const LANGUAGE_OPTIONS = [
  { value: '', text: START.anyLanguage },
  ...LANGUAGES.map((value) => ({ value, text: LANGUAGE_NAMES[value] })),
];

/** Whatever has a label of its own. */
type TextField = keyof typeof START.fields;

type Common = { operator: Operator; settings: WebSettings; refusal?: string | undefined };
type FormProps = Common & { fields: StartFields; problems: FieldProblem[] };

export function FormPage({ operator, settings, fields, problems, refusal }: FormProps) {
  const field = (name: TextField, more: Partial<FieldProps> = {}) => (
    <Field name={name} value={fields[name]} problems={problems} {...more} />
  );
  return (
    <Frame title={START.title} operator={operator} settings={settings}>
      <p>
        <a href="/console">{FRAME.backToList}</a>
      </p>
      <h1>{START.title}</h1>
      <p class="lead">
        {START.lead} <a href="/console/start/document">{START.fromDocument}</a>
      </p>
      <Problems refusal={refusal}>
        {problems.map(({ field: name, path, message }, i) => (
          <li key={i}>
            <a href={`#${name}`}>{`${path}: ${message}`}</a>
          </li>
        ))}
      </Problems>
      <form method="post" action="/console/start">
        <CsrfField token={operator.csrf} />
        <input type="hidden" name="key" value={fields.key} />
        <Group title={START.groups.customer}>
          {field('customerId')}
          {field('companyName')}
          {field('tenant')}
        </Group>
        <Group title={START.groups.contacts} hint={START.contactsHint}>
          {field('azureName')}
          {field('azureMobile')}
          {field('azureLanguage', { options: LANGUAGE_OPTIONS })}
          {field('hubName')}
          {field('hubMobile')}
          {field('hubLanguage', { options: LANGUAGE_OPTIONS })}
          {field('timeZone')}
        </Group>
        <Group title={START.groups.hub}>
          {field('emailDomains')}
          {field('accounts', { rows: 2 })}
          {field('appRoles', { rows: 3 })}
        </Group>
        <Group title={START.groups.how}>
          {field('initiatedBy', { options: [...START.initiatedBy] })}
          {field('permissionProfile', {
            options: PERMISSION_PROFILES.map((value) => ({ value, text: START.permissionProfiles[value] })),
          })}
          <Check name="testSignIn" checked={fields.testSignIn !== undefined} />
          <Check name="watch" checked={fields.watch !== undefined} />
        </Group>
        <Group title={START.groups.serviceProvider} hint={START.serviceProviderHint}>
          {field('profile', {
            options: PROFILE_NAMES.map((value) => ({ value, text: PROFILES[value].label })),
          })}
          {field('entityId')}
          {field('replyUrls', { rows: 2 })}
          {field('signOnUrl')}
        </Group>
        <div class="actions">
          <button>{START.button}</button>
        </div>
      </form>
    </Frame>
  );
}

type DocumentProps = Common & {
  form: { key: string; document: string };
  problems: DocumentProblem[];
};

export function DocumentPage({ operator, settings, form, problems, refusal }: DocumentProps) {
  return (
    <Frame title={START.documentTitle} operator={operator} settings={settings}>
      <p>
        <a href="/console/start">{START.backToForm}</a>
      </p>
      <h1>{START.documentTitle}</h1>
      <p class="lead">{START.documentLead}</p>
      <Problems refusal={refusal}>
        {problems.map(({ message, line }) => (
          <li key={message}>
            {message} <span class="muted">({START.line(line)})</span>
          </li>
        ))}
      </Problems>
      <form method="post" action="/console/start/document" class="card">
        <CsrfField token={operator.csrf} />
        <input type="hidden" name="key" value={form.key} />
        <div class="field long">
          <label for="document">{START.document}</label>
          <textarea id="document" name="document" rows={20} required spellcheck={false}>
            {form.document}
          </textarea>
        </div>
        <div class="field" hidden data-scripted>
          <label for="file">{START.file}</label>
          <input
            id="file"
            type="file"
            accept=".yaml,.yml,.json"
            data-into="document"
            data-replaces={START.fileReplaces}
          />
        </div>
        <button>{START.button}</button>
      </form>
    </Frame>
  );
}

function Problems({ refusal, children }: { refusal: string | undefined; children: ComponentChildren[] }) {
  if (refusal === undefined && children.length === 0) return null;
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{refusal ?? START.wrong(children.length)}</strong>
      </p>
      {children.length === 0 ? null : <ul>{children}</ul>}
    </div>
  );
}

function Group({ title, hint, children }: { title: string; hint?: string; children: ComponentChildren }) {
  return (
    <fieldset class="card">
      <legend>{title}</legend>
      {hint === undefined ? null : <p class="muted">{hint}</p>}
      <div class="pairs">{children}</div>
    </fieldset>
  );
}

type FieldProps = {
  name: TextField;
  value: string;
  problems: FieldProblem[];
  rows?: number;
  options?: { value: string; text: string }[];
};

function Field({ name, value, problems, rows, options }: FieldProps) {
  const wrong = problems.filter(({ field }) => field === name);
  const { label, hint } = START.fields[name];
  const common = { id: name, name, 'aria-invalid': wrong.length > 0, 'aria-describedby': `${name}-hint` };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {options !== undefined ? (
        <select {...common}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.text}
            </option>
          ))}
        </select>
      ) : rows !== undefined ? (
        <textarea {...common} rows={rows} class="short">
          {value}
        </textarea>
      ) : (
        <input {...common} value={value} autocomplete="off" />
      )}
      <span class="hint" id={`${name}-hint`}>
        {hint}
        {wrong.map(({ message }) => (
          <span class="hint wrong" key={message}>
            {message}
          </span>
        ))}
      </span>
    </div>
  );
}

function Check({ name, checked }: { name: 'testSignIn' | 'watch'; checked: boolean }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} checked={checked} />
      {START.checks[name]}
    </label>
  );
}
