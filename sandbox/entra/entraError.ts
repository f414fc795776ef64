/** Errors in Entra ID's shape. */
import { randomUUID } from 'node:crypto';
import type { World } from '../world.js';

export function entraError(world: World, error: string, number: number, sentence: string): object {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date(world.now()).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  return {
    error,
    error_description: `AADSTS${String(number)}: ${sentence} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `${world.origin}/error?code=${String(number)}`,
  };
}

export const tenantUnknown = (world: World, tenant: string) =>
  entraError(
    world,
    'invalid_tenant',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );
