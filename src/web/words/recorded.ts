/**
 * What workflows, activities and profiles say is English, also of years ago, made of texts with blanks. Here such a text
 * is found again by the one that made it, and said in the reader's language.
 */
import { ENTRA_ERRORS } from '../../onboarding/entraErrors.js';
import { PRINCIPAL_PROBLEMS } from '../../onboarding/directory.js';
import { PERMISSION_TEXTS } from '../../onboarding/permissions.js';
import { FIELD_TRAPS } from '../../onboarding/profiles/fields.js';
import { HUB_TRAPS } from '../../onboarding/profiles/hub.js';
import { SINCH_TRAPS } from '../../onboarding/profiles/sinchId.js';
import { CHOICE_PROBLEMS } from '../../onboarding/request.js';
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
  /** What fills blanks of others. */
  parts: {
    mail: 'mail address',
    principalName: 'user principal name',
    none: 'none',
    assignUser: 'user {principal} as {role}',
    assignGroup: 'group {principal} as {role}',
    defaultAccess: 'Default Access',
  },
  /** Of an onboarding that is blocked, or waits. */
  lines: {
    minimalProfile: FOR_OPERATORS.minimalProfile,
    assign: 'In Enterprise applications > "{application}" > Users and groups, assign: {wanted}.',
    user: 'user "{principal}" {problem}',
    group: 'group "{principal}" {problem}',
    missingPermission: '{permission}: to {reason}',
    hubEntityId: 'its entity ID is {issuer}, agreed is {entityId}',
    hubReplyUrl: 'its reply URL is {acsUrl}, agreed is {replyUrls}',
    hubAddress: 'it asks {address} (Destination {destination}), agreed is {singleSignOnUrl}',
    ownerToAdd: 'owner to add: service principal {servicePrincipal}',
    owner: 'owner {name} ({id})',
    policy: 'policy "{name}" ({id})',
    warned: '{name} ({warning})',
  },
} as const;

export type RecordedIn = Translated<typeof RECORDED>;

type Template = { pattern: RegExp; text: string; path: string };

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
  .map(([path, text]) => ({ path, text, pattern: patternOf(text) }))
  .sort((a, b) => ownWords(b.text) - ownWords(a.text));

function ownWords(text: string): number {
  return text.replaceAll(BLANK, '').length;
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
    for (const { path, pattern } of TEMPLATES) {
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
