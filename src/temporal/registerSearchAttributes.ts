/** Tells a Temporal namespace of our search attributes; without them a workflow task would fail for ever. */
import type { NativeConnection } from '@temporalio/worker';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../onboarding/searchAttributes.js';
import { WrongSettingsError } from './readiness.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD } = IndexedValueType;
const NAMES = SEARCH_ATTRIBUTES.map((attribute) => attribute.name);

/**
 * Adds those that are missing. Temporal Cloud has them added with `temporal cloud` or `tcld` instead: then the error
 * names the ones to add.
 * @throws WrongSettingsError also where one of that name has another type, which Temporal refuses each value of
 */
export async function registerSearchAttributes(
  connection: Pick<NativeConnection, 'operatorService'>,
  namespace: string,
): Promise<void> {
  const { operatorService } = connection;
  const missing = async () => {
    const { missing, otherType } = await compareSearchAttributes(connection, namespace);
    if (otherType.length > 0) throw new WrongSettingsError(otherTypes(namespace, otherType));
    return missing;
  };
  try {
    const wanted = await missing();
    if (wanted.length === 0) return;
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(wanted.map((name) => [name, KEYWORD])),
    });
  } catch (error) {
    if (error instanceof WrongSettingsError) throw error;
    // Another worker may have been faster.
    if ((await missing().catch(() => NAMES)).length === 0) return;
    throw new WrongSettingsError(
      `The namespace ${namespace} lacks search attributes, and they could not be added (${String(error)}). Add them with the type Keyword: ${NAMES.join(', ')}`,
      { cause: error },
    );
  }
}

/** Those that the namespace lacks, and those that it has with another type than Keyword. */
export async function compareSearchAttributes(
  { operatorService }: Pick<NativeConnection, 'operatorService'>,
  namespace: string,
): Promise<{ missing: string[]; otherType: { name: string; type: string }[] }> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const otherType = NAMES.flatMap((name) => {
    const type = customAttributes[name];
    return type === undefined || type === KEYWORD ? [] : [{ name, type: nameOf(type) }];
  });
  return { missing: NAMES.filter((name) => !(name in customAttributes)), otherType };
}

/** As the `temporal` CLI calls a type: `KeywordList`, `Int`. */
const nameOf = (type: number): string =>
  (IndexedValueType[type] ?? String(type))
    .replace('INDEXED_VALUE_TYPE_', '')
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');

const otherTypes = (namespace: string, wrong: { name: string; type: string }[]) =>
  wrong
    .map(
      ({ name, type }) =>
        `The search attribute ${name} exists in the namespace "${namespace}" with the type ${type}; it must be Keyword. ` +
        `If nothing else uses it, remove it ("temporal operator search-attribute remove --namespace ${namespace} --name ${name}") and start the worker again; otherwise use another namespace.`,
    )
    .join('\n');
