/** Tells a Temporal namespace of our search attributes; without them a workflow task would fail for ever. */
import type { NativeConnection } from '@temporalio/worker';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../onboarding/searchAttributes.js';

const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;

/**
 * Adds those that are missing. Temporal Cloud has them added with `temporal cloud` or `tcld` instead: then the error
 * names the ones to add.
 */
export async function registerSearchAttributes(
  connection: NativeConnection,
  namespace: string,
): Promise<void> {
  const { operatorService } = connection;
  const names = SEARCH_ATTRIBUTES.map((attribute) => attribute.name);
  const missing = async () => {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    return names.filter((name) => !(name in customAttributes));
  };
  try {
    const wanted = await missing();
    if (wanted.length === 0) return;
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(wanted.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD])),
    });
  } catch (error) {
    // Another worker may have been faster.
    if ((await missing().catch(() => names)).length === 0) return;
    throw new Error(
      `The namespace ${namespace} lacks search attributes, and they could not be added (${String(error)}). Add them with the type Keyword: ${names.join(', ')}`,
      { cause: error },
    );
  }
}
