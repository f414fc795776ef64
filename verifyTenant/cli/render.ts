/** `npm run verify-tenant --` in words: what it is about to do, and what it found. */
import colors from 'picocolors';
import type { Deviation } from '../compare.js';
import type { Outcome } from '../outcome.js';

export type Plan = {
  tenantId: string;
  tenantName: string;
  displayName: string;
  users: number;
  groups: number;
  missing: string[];
  guided: boolean;
};

const count = (n: number, one: string, many = `${one}s`) => `${String(n)} ${n === 1 ? one : many}`;

export function renderPlan(plan: Plan): string {
  const { tenantId, tenantName, displayName, users, groups, missing, guided } = plan;
  return [
    `This command tries every kind of request that an onboarding makes, in the tenant ${tenantName} (${tenantId}).`,
    'Use a test tenant.',
    '',
    'It creates:',
    `  - the enterprise application "${displayName}", with up to four signing certificates`,
    `  - the enterprise application "${displayName} (template)", from Microsoft's template, with one`,
    '  - two claims mapping policies',
    `  - assignments of ${count(users, 'user')} and ${count(groups, 'group')} to these applications only`,
    ...(guided ? ['It asks you to sign in once to each application. You can skip that.'] : []),
    'It removes all of them for good when it ends, also after a failure or Ctrl-C. It changes nothing else.',
    'Assigned users may see the application in My Apps until it is removed.',
    ...(missing.length === 0
      ? []
      : [
          '',
          colors.yellow(
            `The tenant has not consented to ${missing.join(', ')}. Some requests will be refused.`,
          ),
        ]),
    ...(users > 0 ? [] : ['', colors.yellow('No users were found to assign. Name some with --user.')]),
  ].join('\n');
}

export function renderOutcome(outcome: Outcome): string {
  const { deviations, answers, notChecked, cleanedUp, failure, signIn } = outcome;
  return [
    `${count(outcome.requests, 'request')} compared with the sandbox: ${count(deviations.length, 'deviation')}.`,
    ...byCheck(deviations),
    ...section(
      'Answers',
      answers.map(({ row, settled, answer }) => `  ${row}  ${settled ? '' : 'not settled: '}${answer}`),
    ),
    `Sign-in by a person: created by upsert ${signIn.upsert}, from the template ${signIn.template}.`,
    ...section(
      'Not checked',
      notChecked.map(({ check, step, why }) => `  ${check}: ${step} (${why})`),
    ),
    '',
    ...renderCleanedUp(cleanedUp, outcome.runId),
    ...(failure === null ? [] : ['', colors.red(`The run ended early: ${failure}`)]),
    `Recording: ${outcome.recordingFile} (no names, ids, domains or keys of the tenant are in it)`,
  ].join('\n');
}

export function renderCleanedUp({ removed, left }: Outcome['cleanedUp'], runId: string): string[] {
  return [
    `Removed: ${removed.length === 0 ? 'nothing was left to remove' : count(removed.length, 'object')}.`,
    ...(left.length === 0
      ? ['Nothing that this run made is left in the tenant.']
      : [
          colors.red('Could not be removed, or not be looked for:'),
          ...left.map(({ kind, id, why }) => `  ${kind} ${id} (${why})`),
          `Try again with: npm run verify-tenant -- <tenant> --remove ${runId}`,
        ]),
  ];
}

const section = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines, ''];

function byCheck(deviations: readonly Deviation[]): string[] {
  const names = [...new Set(deviations.map(({ check }) => check))];
  return names.flatMap((name) => {
    const own = deviations.filter(({ check }) => check === name);
    return [
      '',
      `${own[0]?.row ?? ''}  ${colors.bold(name)}`,
      ...own.map(
        ({ step, what, at, found, expected }) =>
          `  - ${step}: ${what}${at === '' ? '' : ` ${at}`}: ${found} (the sandbox: ${expected})`,
      ),
    ];
  });
}
