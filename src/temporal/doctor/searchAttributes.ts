/** The namespace's search attributes, by name and type; a workflow that sets one that is missing stands still. */
import type { Client, Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../onboarding/searchAttributes.js';
import { codeOf, GRPC } from '../grpc.js';
import { compareSearchAttributes } from '../registerSearchAttributes.js';
import type { Finding } from './finding.js';

const CHECK = 'search attributes';

export async function searchAttributes(
  { client, connection }: { client: Client; connection: Connection },
  isCloud: boolean,
): Promise<Finding> {
  const { namespace } = client.options;
  const compared = await compareSearchAttributes(connection, namespace).catch(() => undefined);
  if (compared === undefined) return byQuery(client, isCloud);
  const { missing, otherType } = compared;
  if (otherType.length > 0) {
    const wrong = otherType.map(({ name, type }) => `${name} (${type})`).join(', ');
    const names = otherType.map(({ name }) => `--name ${name}`).join(' ');
    const toDo = `If nothing else uses them, remove them, and let a worker make them anew: temporal operator search-attribute remove --namespace ${namespace} ${names}. Otherwise use another namespace.`;
    return { check: CHECK, result: 'failed', says: `must be of the type Keyword: ${wrong}`, toDo };
  }
  if (missing.length === 0) {
    const says = `all ${String(SEARCH_ATTRIBUTES.length)} are there, of the type Keyword`;
    return { check: CHECK, result: 'ok', says };
  }
  const says = `missing: ${missing.join(', ')}`;
  if (await mayAdd(connection, namespace)) {
    const toDo = `The next worker adds them when it starts. To add them now: ${addCommand(namespace, missing, isCloud)}`;
    return { check: CHECK, result: 'warning', says, toDo };
  }
  return {
    check: CHECK,
    result: 'failed',
    says: `${says}; these credentials may not add them`,
    toDo: addCommand(namespace, missing, isCloud),
  };
}

/** Where they may not be listed, as with an API key of Temporal Cloud: a query by one that is missing is refused. */
async function byQuery(client: Client, isCloud: boolean): Promise<Finding> {
  const unknown: string[] = [];
  for (const { name } of SEARCH_ATTRIBUTES) {
    try {
      await client.workflow.count(`${name} = 'nobody'`);
    } catch (error) {
      if (codeOf(error) !== GRPC.invalidArgument) throw error;
      unknown.push(name);
    }
  }
  if (unknown.length === 0) {
    const says = 'all can be searched by; these credentials may not list their types, which must be Keyword';
    return { check: CHECK, result: 'ok', says };
  }
  const says = `cannot be searched by: ${unknown.join(', ')}; each is missing, or not of the type Keyword`;
  return {
    check: CHECK,
    result: 'failed',
    says,
    toDo: addCommand(client.options.namespace, unknown, isCloud),
  };
}

/** Adding nothing is refused as nonsense where adding is allowed. */
async function mayAdd({ operatorService }: Connection, namespace: string): Promise<boolean> {
  try {
    await operatorService.addSearchAttributes({ namespace, searchAttributes: {} });
    return true;
  } catch (error) {
    return codeOf(error) === GRPC.invalidArgument;
  }
}

const addCommand = (namespace: string, names: string[], isCloud: boolean): string =>
  isCloud
    ? `tcld namespace search-attributes add --namespace ${namespace} ${names.map((name) => `--search-attribute "${name}=Keyword"`).join(' ')}`
    : `temporal operator search-attribute create --namespace ${namespace} ${names.map((name) => `--name ${name} --type Keyword`).join(' ')}`;
