/** How a customer's workflow begins: with a request that is valid, and found by its customer. */
import { ApplicationFailure, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { z } from 'zod';
import { describeIssues } from '../../onboarding/describeIssues.js';
import { CUSTOMER_ID, TENANT } from '../../onboarding/searchAttributes.js';

type OfCustomer = { customerId: string; tenant: string };

/** @throws ApplicationFailure `InvalidRequest`, listing every problem */
export function validated<Request extends OfCustomer>(
  document: unknown,
  schema: z.ZodType<Request>,
  workflowIdOf: (customerId: string) => string,
): Request {
  const parsed = z.safeParse(schema, document);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error).join('\n');
    throw invalid(`The request is not valid:\n${problems}`);
  }
  const expected = workflowIdOf(parsed.data.customerId);
  const { workflowId } = workflowInfo();
  if (workflowId === expected) return parsed.data;
  throw invalid(`The workflow ID must be ${expected}, so that a customer has only one; it is ${workflowId}.`);
}

const invalid = (message: string) => ApplicationFailure.nonRetryable(message, 'InvalidRequest');

export function findableBy({ customerId, tenant }: OfCustomer): void {
  upsertSearchAttributes([
    { key: CUSTOMER_ID, value: customerId },
    { key: TENANT, value: tenant },
  ]);
}
