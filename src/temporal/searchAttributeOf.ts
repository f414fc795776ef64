/** What a listed workflow carries as search attributes. They are in clear: no key is needed, as it is for its memo. */
import { defaultPayloadConverter } from '@temporalio/client';
import type proto from '@temporalio/proto';

/** Undefined where it has none of that name, or no text in it. */
export function searchAttributeOf(
  { searchAttributes }: proto.temporal.api.workflow.v1.IWorkflowExecutionInfo,
  { name }: { name: string },
): string | undefined {
  const payload = searchAttributes?.indexedFields?.[name];
  const found: unknown = payload && defaultPayloadConverter.fromPayload(payload);
  const [first] = Array.isArray(found) ? (found as unknown[]) : [found];
  return typeof first === 'string' ? first : undefined;
}
