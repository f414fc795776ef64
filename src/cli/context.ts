/** What the commands share: settings, the connection, and where output goes. */
import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { z } from 'zod';
import { visibleInTerminal } from '../onboarding/visible.js';
import { readTemporalSettings } from '../config/temporal.js';
import { connectClient } from '../temporal/connection.js';
import { type Port, portTo } from '../temporal/port.js';

/** Runs the work with a connection. @throws ConfigError, TemporalUnreachableError */
export const withTemporal = <T>(work: (temporal: Port) => Promise<T>): Promise<T> =>
  withClient((client, taskQueue) => work(portTo(client, taskQueue)));

/** For what is asked of Temporal by operators alone. @throws like withTemporal */
export async function withClient<T>(work: (client: Client, taskQueue: string) => Promise<T>): Promise<T> {
  const settings = readTemporalSettings(process.env);
  const client = await connectClient(settings.payloadKeys);
  try {
    return await work(client, settings.taskQueue);
  } finally {
    await client.connection.close();
  }
}

/** The outcome, on standard output: as text, or with `--json` as one JSON document. */
export function print(command: Command, outcome: unknown, text: string): void {
  const { json } = z.object({ json: z.boolean().default(false) }).parse(command.optsWithGlobals());
  process.stdout.write(json ? `${JSON.stringify(outcome, null, 2)}\n` : `${visibleInTerminal(text)}\n`);
}

/** What is said along the way, on standard error. */
export const say = (line: string): void => {
  process.stderr.write(`${visibleInTerminal(line)}\n`);
};
