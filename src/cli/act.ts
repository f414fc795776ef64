/** Commands that tell an onboarding something: those of the table of actions that take no more than a step and some words. */
import { Argument, Command } from 'commander';
import { ACTIONS, actionsOf } from '../onboarding/actions/index.js';
import type { Kind, Signal } from '../onboarding/contract.js';
import { STEP_NAMES } from '../onboarding/steps.js';
import { send } from './tell.js';

export const actionCommands = (): Command[] =>
  actionsOf('onboarding')
    .filter(({ action }) => action.words.fields !== undefined)
    .map(({ signal }) => actionCommand(signal));

function actionCommand(signal: Signal<'onboarding'>): Command {
  const { fields = {}, changes } = ACTIONS.onboarding[signal].words;
  const { step, ...options } = fields;
  const command = commandFor('onboarding', signal).addHelpText(
    'after',
    `\n${changes}\n\nExample:\n  ${exampleOf('onboarding', signal)}`,
  );
  if (step !== undefined) command.addArgument(new Argument('<step>', step.text).choices(STEP_NAMES));
  for (const [field, { value, text, optional }] of Object.entries(options)) {
    const flags = `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <${value}>`;
    if (optional === true) command.option(flags, text);
    else command.requiredOption(flags, text);
  }
  return command.action((customerId: string) => {
    const [, named] = command.processedArgs as [string, string?];
    return send(command, customerId, signal, {
      ...(named === undefined ? {} : { step: named }),
      ...command.opts(),
    });
  });
}

/** Its name and description, and the customer; all else is the command's own. */
export const commandFor = <K extends Kind>(kind: K, signal: Signal<K>): Command =>
  new Command(wordsOf(kind, signal)[0]).description(summaryOf(kind, signal)).argument('<customerId>');

export const exampleOf = <K extends Kind>(kind: K, signal: Signal<K>): string =>
  `sso-onboard ${wordsOf(kind, signal)[0] ?? ''} contoso ${ACTIONS[kind][signal].words.example}`;

/** As commands and options are described: without a capital. */
export function summaryOf<K extends Kind>(kind: K, signal: Signal<K>): string {
  const { summary } = ACTIONS[kind][signal].words;
  return summary.charAt(0).toLowerCase() + summary.slice(1);
}

/** The command, and the options that make it this action. */
function wordsOf<K extends Kind>(kind: K, signal: Signal<K>): string[] {
  const { cli } = ACTIONS[kind][signal].reach;
  return typeof cli === 'string' ? cli.split(' ') : [];
}
