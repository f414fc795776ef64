import { Command } from 'commander';
import { z } from 'zod';
import { onboardingRequestSchema } from '../onboarding/request.js';

/** The request's JSON Schema. What fields must be to each other (roles offered and assigned) it cannot say. */
export const requestJsonSchema = () => ({
  ...z.toJSONSchema(onboardingRequestSchema, { io: 'input', unrepresentable: 'any' }),
  title: 'Request for an SSO onboarding',
});

export const schemaCommand = () =>
  new Command('schema')
    .description("print the request's JSON Schema")
    .addHelpText('after', '\nExample:\n  sso-onboard schema > onboarding-request.schema.json')
    .action(() => {
      process.stdout.write(`${JSON.stringify(requestJsonSchema(), null, 2)}\n`);
    });
