/** What is looked at in a tenant before anything is written to it, and what was found. */
import { filled } from './blanks.js';
import { PREFLIGHT_TEXTS as TEXTS } from './preflightTexts.js';
import type { PermissionProfile } from './permissions.js';
import type { NewProblem, ProblemCode } from './problems/catalogue.js';

export type Check =
  | 'tenant'
  | 'consent'
  | 'licence'
  | 'identifierPolicy'
  | 'credentialPolicy'
  | 'identifier'
  | 'displayName'
  | 'leftovers';

export type Finding = {
  check: Check;
  message: string;
  /** What to do, and where; only where something is to be done. */
  remedy?: string;
} & (
  | { verdict: 'fine' | 'warns' }
  /** It could not be read; the step that it concerns will tell. */
  | { verdict: 'unknown' }
  | { verdict: 'blocks'; remedy: string; code: ProblemCode }
);

export type SurveyInput = {
  customerId: string;
  /** Id or domain. */
  tenant: string;
  permissionProfile: PermissionProfile;
  /** The service provider's entity ID. */
  identifier: string;
  /** Of the application. */
  displayName: string;
  /** What the tenant has consented to, where that has been looked at just now. */
  granted?: readonly string[];
};

export const describeFinding = ({ check, verdict, message, remedy }: Finding): string =>
  `${verdict === 'fine' ? 'ok' : verdict}: ${check}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`;

/** What a policy says is read, not tried: Graph has the last word when a person says to go on. */
const ONLY_READ: readonly Check[] = ['identifierPolicy'];

/** @param retried a person has seen what blocks, and says to go on */
export function blockedBy(findings: readonly Finding[], retried: boolean): NewProblem | undefined {
  const blocking = findings
    .filter((finding) => finding.verdict === 'blocks')
    .filter(({ check }) => !(retried && ONLY_READ.includes(check)));
  const [first] = blocking;
  if (first === undefined) return undefined;
  const canGoOn = blocking.every(({ check }) => ONLY_READ.includes(check));
  return {
    code: first.code,
    reason:
      blocking.length === 1
        ? filled(TEXTS.nothingWritten, { found: first.message })
        : filled(TEXTS.several, { count: String(blocking.length) }),
    remedy: `${blocking.map(({ remedy }) => remedy).join(' ')} Then retry the step.${canGoOn ? ' A retry goes on in any case.' : ''}`,
    details: findings
      .filter((finding) => finding.verdict !== 'fine' && (blocking.length > 1 || finding !== first))
      .flatMap(({ message, remedy }) => (remedy === undefined ? [message] : [message, remedy])),
  };
}

/** For the record, where nothing blocks; undefined where all is fine. */
export function warningsOf(findings: readonly Finding[]): string | undefined {
  const warnings = findings.filter(({ verdict }) => verdict === 'warns' || verdict === 'blocks');
  return warnings.length === 0 ? undefined : warnings.map(({ message }) => message).join(' ');
}
