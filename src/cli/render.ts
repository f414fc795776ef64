/** How onboardings look in a terminal. Colours follow NO_COLOR and whether it is a terminal. */
import Table from 'cli-table3';
import colors from 'picocolors';
import type { HandoverPackage } from '../onboarding/handover.js';
import { entryOf } from '../onboarding/problems/catalogue.js';
import { documentedAt, FIXED_BY } from '../onboarding/problems/entry.js';
import type { Problem } from '../onboarding/progress.js';
import type { StepStatus } from '../onboarding/steps.js';
import { type Channel, hasFailed } from '../onboarding/textMessages.js';
import type { Listed, ListedWatch } from '../temporal/list.js';
import type { Onboarding, Retrying } from '../temporal/port.js';

const MARKS: Record<StepStatus, string> = {
  pending: colors.dim('·'),
  running: colors.cyan('▶'),
  waiting: colors.yellow('…'),
  blocked: colors.red('✖'),
  done: colors.green('✔'),
  skipped: colors.dim('⤼'),
};

/** Texts from elsewhere (errors, names, reasons) must not steer the terminal. */
export const plain = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, text: unknown) =>
    typeof text === 'string' ? text.replace(/[^\P{Cc}\n]/gu, '') : text,
  ) as T;

/** A workflow that failed or was terminated did not get to say so itself. */
export const statusOf = <S>(status: S, execution: string) =>
  execution === 'RUNNING' || execution === 'COMPLETED' ? status : execution.toLowerCase();

/** The steps, what is waited for, and what to do. */
export function renderProgress(onboarding: Onboarding): string {
  const { customerId, companyName, tenant, status, steps, waitingFor, problem, refused, ...rest } =
    plain(onboarding);
  const { rollback, artefacts, execution, retrying } = rest;
  const lines = [
    `${colors.bold(companyName)} (${customerId}), tenant ${artefacts.tenantId ?? tenant}: ${statusOf(status, execution)}`,
    '',
    ...steps.map(renderStep),
  ];
  lines.push(...renderRetrying(retrying), ...renderTestSignIns(artefacts.testSignIns ?? []));
  lines.push(...renderTexts(rest.messages));
  // It waits for nobody any more.
  if (execution !== 'RUNNING') return [...lines, ...renderRollback(rollback)].join('\n');
  if (waitingFor !== null) {
    lines.push(
      '',
      colors.yellow(`Waiting for ${waitingFor.from} until ${waitingFor.deadline}`),
      waitingFor.instruction,
    );
  }
  if (problem !== null) {
    lines.push(...renderProblem(problem));
  }
  const [latest] = refused.slice(-1);
  if (latest !== undefined) lines.push('', `Last refused input: ${latest.signal}: ${latest.reason}`);
  return [...lines, ...renderRollback(rollback)].join('\n');
}

/** What blocks, what to do, who can do it, and where more is said. */
export function renderProblem({ code, reason, remedy, details = [] }: Problem): string[] {
  const entry = entryOf(code);
  return [
    '',
    colors.red(`Blocked: ${entry?.title ?? reason}`),
    ...(entry === undefined ? [] : [reason]),
    `To do: ${remedy}`,
    ...(entry === undefined ? [] : [`Fixed by: ${FIXED_BY[entry.whoMends]}`]),
    ...(entry?.passes === true ? ['It may pass by itself: a retry may be all it takes.'] : []),
    ...details.map((detail) => `  - ${detail}`),
    ...(entry === undefined ? [] : [`See: ${documentedAt(code, entry)}`]),
  ];
}

export const renderRetrying = (retrying: readonly Retrying[]): string[] =>
  retrying.flatMap(({ activity, attempt, lastFailure }) => [
    '',
    `${activity} is retried (attempt ${String(attempt)}): ${lastFailure ?? ''}`,
  ]);

const WHAT: Record<Channel, string> = { sms: 'Text', email: 'E-mail' };

/** Of texts, what somebody has to know: those that failed, and those that wait. */
export function renderTexts(messages: Onboarding['messages']): string[] {
  const told = messages.flatMap((message) => {
    const { contact, status, problem, nextTryAt, channel = 'sms' } = message;
    const what = WHAT[channel];
    if (hasFailed(message))
      return [colors.red(`${what} to ${contact}: ${status}. ${problem ?? ''}`.trimEnd())];
    if (nextTryAt !== undefined) return [colors.yellow(`${what} to ${contact}: tried again at ${nextTryAt}`)];
    return [];
  });
  return told.length === 0 ? [] : ['', ...told];
}

/** Each attempt of the test sign-in: who, and what was found. */
export function renderTestSignIns(tests: NonNullable<Onboarding['artefacts']['testSignIns']>): string[] {
  return tests.flatMap(({ by, signIn, findings }) => [
    '',
    `Test sign-in by ${by}: ${signIn === undefined ? colors.red('sign-in was blocked') : colors.green('let in')}`,
    ...findings.flatMap(({ code, message, remedy }) => [`  ${code}: ${message}`, `    To do: ${remedy}`]),
  ]);
}

function renderRollback(rollback: Onboarding['rollback']): string[] {
  if (rollback === null) return [];
  const { removed, kept } = rollback;
  return ['', `Removed: ${removed.join(', ') || 'nothing'}`, `Kept: ${kept.join(', ') || 'nothing'}`];
}

type Step = { name: string; title: string; status: StepStatus; attempts?: number; note?: string };

export function renderStep({ name, title, status, attempts = 1, note }: Step): string {
  const more = [
    ...(attempts > 1 ? [`attempt ${String(attempts)}`] : []),
    ...(note === undefined ? [] : [note]),
  ];
  const suffix = more.length === 0 ? '' : colors.dim(` (${more.join('; ')})`);
  return `${MARKS[status]} ${name.padEnd(13)} ${title}${suffix}`;
}

/** Every entry of the Hub's form in its order, then the XML to paste. */
export function renderHandover(handover: HandoverPackage): string {
  const { location, form, traps, metadataSha256, metadataXml } = plain(handover);
  const entries = form.flatMap((entry) => [
    'value' in entry
      ? `  ${entry.field}: ${colors.bold(entry.value)}`
      : `  ${entry.field}: the XML below (--metadata-xml prints it alone)`,
    ...(entry.trap === undefined ? [] : [`    ${colors.yellow(entry.trap)}`]),
  ]);
  return [
    `${location}:`,
    ...entries,
    '',
    'Mind:',
    ...traps.map((trap) => `  - ${trap}`),
    ...(form.some((entry) => 'pasteMetadataXml' in entry)
      ? ['', `Metadata XML, SHA-256 ${metadataSha256}:`, metadataXml]
      : []),
  ].join('\n');
}

export function renderList(listed: readonly Listed[]): string {
  if (listed.length === 0) return 'No onboardings.';
  const table = new Table({
    head: ['customer', 'status', 'step', 'waiting for', 'tenant', 'started', 'since'],
    style: { head: [], border: [] },
  });
  for (const onboarding of plain(listed)) {
    const { customerId, step, waitingFor, tenant, startedAt, since } = onboarding;
    const then = since === undefined ? '' : `${since.workflow}: ${stateOf(since)}`;
    table.push([
      customerId,
      stateOf(onboarding),
      step ?? '',
      waitingFor ?? '',
      tenant ?? '',
      startedAt,
      then,
    ]);
  }
  return table.toString();
}

export function renderWatches(listed: readonly ListedWatch[]): string {
  if (listed.length === 0) return 'No watches.';
  const table = new Table({
    head: ['customer', 'watch', 'waiting for', 'tenant'],
    style: { head: [], border: [] },
  });
  for (const one of plain(listed)) {
    // One that is over waits for nobody any more.
    const waitingFor = one.workflowStatus === 'RUNNING' ? one.waitingFor : undefined;
    table.push([one.customerId, stateOf(one), waitingFor ?? '', one.tenant ?? '']);
  }
  return table.toString();
}

const stateOf = ({ status, workflowStatus }: Pick<ListedWatch, 'status' | 'workflowStatus'>) =>
  statusOf(status, workflowStatus) ?? '';
