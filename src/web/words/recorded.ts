/**
 * What workflows, activities and profiles say is English, also of years ago, made of texts with blanks. Here such a text
 * is found again by the one that made it, and said in the reader's language.
 */
import { ENTRA_ERRORS } from '../../onboarding/entraErrors.js';
import { PRINCIPAL_PROBLEMS } from '../../onboarding/directory.js';
import { PREFLIGHT_TEXTS } from '../../onboarding/preflightTexts.js';
import { DETAILS } from '../../onboarding/problems/details.js';
import { PERMISSION_TEXTS } from '../../onboarding/permissions.js';
import { FIELD_TRAPS } from '../../onboarding/profiles/fields.js';
import { HUB_TRAPS } from '../../onboarding/profiles/hub.js';
import { SINCH_TRAPS } from '../../onboarding/profiles/sinchId.js';
import { CHOICE_PROBLEMS } from '../../onboarding/choiceProblems.js';
import { SIGN_IN_RULES } from '../../onboarding/testSignIn.js';
import { CAUSE_REMEDIES, FINDINGS, RULE_REMEDIES, WHERE_CLAIMS_ARE } from '../../saml/findingTexts.js';
import { FOR_OPERATORS } from '../strings/record.js';
import { said, type Texts, type Translated } from './message.js';

export const RECORDED = {
  permissions: PERMISSION_TEXTS,
  findings: FINDINGS,
  ruleRemedies: RULE_REMEDIES,
  causeRemedies: CAUSE_REMEDIES,
  whereClaimsAre: WHERE_CLAIMS_ARE,
  rules: SIGN_IN_RULES,
  errors: ENTRA_ERRORS,
  principals: PRINCIPAL_PROBLEMS,
  choice: CHOICE_PROBLEMS,
  traps: { fields: FIELD_TRAPS, hub: HUB_TRAPS, sinch: SINCH_TRAPS },
  details: DETAILS,
  preflight: PREFLIGHT_TEXTS,
  /** What fills blanks of others. */
  parts: {
    mail: 'mail address',
    principalName: 'user principal name',
    none: 'none',
    application: 'application',
    servicePrincipal: 'service principal',
    minimalProfile: FOR_OPERATORS.minimalProfile,
    warned: '{name} ({warning})',
  },
} as const;

export type RecordedIn = Translated<typeof RECORDED>;

type Template = {
  pattern: RegExp;
  /** Its longest words between two blanks: a text without them is another. */
  words: string;
  path: string;
};

/** `findings.guest.message` and its text, for each. */
function* flat(texts: Texts, path = ''): Generator<[path: string, text: string]> {
  if (typeof texts === 'string') yield [path, texts];
  else for (const [name, one] of Object.entries(texts)) yield* flat(one, `${path}.${name}`);
}

const BLANK = /\{(\w+)\}/g;

export function patternOf(text: string): RegExp {
  const escaped = text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(BLANK, '(?<$1>[\\s\\S]+?)')}$`);
}

/** Those with the most words of their own first. */
const TEMPLATES: Template[] = [...flat(RECORDED)]
  .sort(([, a], [, b]) => ownWords(b).length - ownWords(a).length)
  .map(([path, text]) => ({ path, pattern: patternOf(text), words: longestOf(text.split(/\{\w+\}/)) }));

function ownWords(text: string): string {
  return text.replaceAll(BLANK, '');
}

function longestOf(parts: readonly string[]): string {
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

/** What was recorded, in another language; undefined for what is not known. */
export type SayRecorded = (recorded: string) => string | undefined;

/** What fills a blank may be recorded words too, or several of them parted by semicolons. */
export function recordedIn(texts: RecordedIn, language: string): SayRecorded {
  const messages = new Map(
    [...flat(texts)].map(([path, text]) => [
      path,
      said(text, language) as string | ((blanks: object) => string),
    ]),
  );
  const say: SayRecorded = (recorded) => {
    for (const { path, pattern, words } of TEMPLATES) {
      if (!recorded.includes(words)) continue;
      const found = pattern.exec(recorded);
      if (found === null) continue;
      const message = messages.get(path);
      if (typeof message !== 'function') return message;
      return message(filledAnew(found.groups ?? {}));
    }
    return undefined;
  };
  const part = (text: string) => say(text) ?? text;
  const filledAnew = (blanks: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(blanks).map(([name, value]) => [
        name,
        say(value) ?? value.split('; ').map(part).join('; '),
      ]),
    );
  return say;
}
