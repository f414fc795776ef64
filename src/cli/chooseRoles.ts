import type { Command } from 'commander';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { assignmentSchema, inParts } from '../onboarding/choice.js';
import { commandFor, exampleOf } from './act.js';
import { readFile } from './document.js';
import { UsageError } from './errors.js';
import { send } from './tell.js';

type RolesOptions = { assign: string[]; file?: string; chosenBy: string };

export const chooseRolesCommand = () =>
  commandFor('onboarding', 'chooseRoles')
    .option(
      '--assign <principal...>',
      'user:<name> or group:<name>, with =<role> when the request offers roles',
      [],
    )
    .option('--file <file>', 'a list of {type, principal, role} instead, YAML or JSON')
    .requiredOption('--chosen-by <name>', 'who chose')
    .addHelpText(
      'after',
      `
Examples:
  ${exampleOf('onboarding', 'chooseRoles')}
  sso-onboard choose-roles contoso --chosen-by Anna --assign user:maria@contoso.example=Manager
  sso-onboard choose-roles contoso --chosen-by Anna --file choice.yaml    (of any size: it is sent in parts)`,
    )
    .action((customerId: string, { assign, file, chosenBy }: RolesOptions, command: Command) => {
      const listed = file === undefined ? [] : readFile(file, z.array(assignmentSchema));
      const assignments = [...listed, ...assign.map(parseAssignment)];
      if (assignments.length === 0) throw new UsageError('Give --assign or --file: who may sign in.');
      // The same file gives the same name: sent again, it changes nothing.
      const digest = createHash('sha256').update(JSON.stringify(assignments)).digest('hex');
      const parts = inParts(assignments, digest.slice(0, 16)).map((part) => ({ ...part, chosenBy }));
      return send(command, customerId, 'chooseRoles', ...parts);
    });

/** `user:sam@contoso.example=Sender`. Names may hold a `=`; roles cannot. */
export function parseAssignment(text: string): z.input<typeof assignmentSchema> {
  const match = /^(user|group):(.+?)(?:=([^=]*))?$/.exec(text);
  const parsed = assignmentSchema.safeParse({ type: match?.[1], principal: match?.[2], role: match?.[3] });
  if (!parsed.success) throw new UsageError(`"${text}" is not user:<name>[=<role>] or group:<name>[=<role>]`);
  return parsed.data;
}
