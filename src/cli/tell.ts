/** What the commands share that tell an onboarding something. */
import type { Command } from 'commander';
import { heard } from '../onboarding/actions/index.js';
import { describeIssues } from '../onboarding/describeIssues.js';
import type { SignalName } from '../onboarding/signals.js';
import { print, say, withTemporal } from './context.js';
import { UsageError } from './errors.js';
import { renderProgress } from './render.js';

/** Tells one thing, or all parts of one. Checks the shape here, so that a typing error needs no worker to be found; then shows where that has led. */
export async function send(
  command: Command,
  customerId: string,
  signal: SignalName,
  ...raw: object[]
): Promise<void> {
  const inputs = raw.map((input) => {
    const parsed = heard('onboarding', signal).safeParse(input);
    if (!parsed.success) throw new UsageError(describeIssues(parsed.error).join('\n'));
    return parsed.data;
  });
  const onboarding = await withTemporal(async (temporal) => {
    const subject = { kind: 'onboarding', customerId } as const;
    for (const input of inputs) await temporal.tell(subject, signal, input);
    say(`Accepted: ${signal} for ${customerId}.`);
    return temporal.ask(subject, 'progress');
  });
  print(command, onboarding, renderProgress(onboarding));
}
