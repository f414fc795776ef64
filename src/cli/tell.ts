/** The commands by which people's answers and an operator's decisions reach an onboarding. */
import { Command } from 'commander';
import { z } from 'zod';
import { assignmentSchema, describeIssues } from '../onboarding/request.js';
import { SIGNALS, type SignalName } from '../onboarding/signals.js';
import { tell } from '../temporal/onboardings.js';
import { print, withTemporal } from './context.js';
import { readDocument } from './document.js';
import { UsageError } from './errors.js';

/** Checks the shape here, so that a typing error needs no worker to be found. */
async function send(command: Command, customerId: string, signal: SignalName, raw: object): Promise<void> {
  const parsed = SIGNALS[signal].safeParse(raw);
  if (!parsed.success) throw new UsageError(describeIssues(parsed.error).join('\n'));
  await withTemporal((client) => tell(client, customerId, signal, parsed.data));
  print(command, { customerId, signal, accepted: true }, `Accepted: ${signal} for ${customerId}.`);
}

type ConsentOptions = {
  tenantId?: string;
  grantedBy?: string;
  declined?: boolean;
  declinedBy?: string;
  reason?: string;
};

export const grantConsentCommand = () =>
  new Command('grant-consent')
    .description('the administrator has consented in Entra ID, or has declined')
    .argument('<customerId>')
    .option('--tenant-id <guid>', 'the tenant whose administrator consented')
    .option('--granted-by <name>', 'who consented')
    .option('--declined', 'they declined instead')
    .option('--declined-by <name>', 'who declined')
    .option('--reason <text>', 'why they declined')
    .addHelpText(
      'after',
      `
Examples:
  sso-onboard grant-consent contoso --tenant-id a5d1d5c2-8308-5710-8878-c861608a989d --granted-by "Anna Admin"
  sso-onboard grant-consent contoso --declined --declined-by "Anna Admin" --reason "asks for too much"`,
    )
    .action((customerId: string, options: ConsentOptions, command: Command) =>
      send(command, customerId, 'grantConsent', options),
    );

type RolesOptions = { assign: string[]; file?: string; chosenBy: string };

export const chooseRolesCommand = () =>
  new Command('choose-roles')
    .description('the administrator has chosen who may sign in, and in which role')
    .argument('<customerId>')
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
  sso-onboard choose-roles contoso --chosen-by Anna --assign user:sam@contoso.example "group:Messaging Senders"
  sso-onboard choose-roles contoso --chosen-by Anna --assign user:maria@contoso.example=Manager
  sso-onboard choose-roles contoso --chosen-by Anna --file choice.yaml`,
    )
    .action((customerId: string, { assign, file, chosenBy }: RolesOptions, command: Command) => {
      const listed = file === undefined ? [] : readDocument(file, z.array(assignmentSchema));
      const assignments = [...listed, ...assign.map(parseAssignment)];
      return send(command, customerId, 'chooseRoles', { assignments, chosenBy });
    });

/** `user:sam@contoso.example=Sender`. Names may hold a `=`; roles cannot. */
export function parseAssignment(text: string): z.input<typeof assignmentSchema> {
  const match = /^(user|group):(.+?)(?:=([^=]*))?$/.exec(text);
  const parsed = assignmentSchema.safeParse({ type: match?.[1], principal: match?.[2], role: match?.[3] });
  if (!parsed.success) throw new UsageError(`"${text}" is not user:<name>[=<role>] or group:<name>[=<role>]`);
  return parsed.data;
}

export const confirmHandoverCommand = () =>
  new Command('confirm-handover')
    .description("the Hub's form is filled in and saved")
    .argument('<customerId>')
    .requiredOption('--confirmed-by <name>', 'who filled it in')
    .addHelpText('after', '\nExample:\n  sso-onboard confirm-handover contoso --confirmed-by "Hanna Hub"')
    .action((customerId: string, options: object, command: Command) =>
      send(command, customerId, 'confirmHandover', options),
    );

export const retryCommand = () =>
  new Command('retry')
    .description('try a blocked step again, after what blocked it is mended')
    .argument('<customerId>')
    .argument('<step>')
    .option('--by <name>', 'who decided')
    .addHelpText('after', '\nExample:\n  sso-onboard retry contoso samlSettings --by "Olga Operator"')
    .action((customerId: string, step: string, options: object, command: Command) =>
      send(command, customerId, 'retryStep', { step, ...options }),
    );

export const skipCommand = () =>
  new Command('skip')
    .description('leave out a step that no later step needs')
    .argument('<customerId>')
    .argument('<step>')
    .requiredOption('--by <name>', 'who decided')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  sso-onboard skip contoso claims --by Olga --reason "set by hand"')
    .action((customerId: string, step: string, options: object, command: Command) =>
      send(command, customerId, 'skipStep', { step, ...options }),
    );

export const cancelCommand = () =>
  new Command('cancel')
    .description('end an onboarding; what it made is removed if its request says so')
    .argument('<customerId>')
    .requiredOption('--by <name>', 'who decided')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  sso-onboard cancel contoso --by Olga --reason "customer left"')
    .action((customerId: string, options: object, command: Command) =>
      send(command, customerId, 'cancelOnboarding', options),
    );
