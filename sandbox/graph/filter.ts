/** `$filter`: which conditions Graph answers for a set, and the objects for which they hold. */
import { type Advanced, isAdvanced } from './advanced.js';
import { type Expression, type Literal, parseFilter } from './filterSyntax.js';
import { GraphError, unsupported } from './graphError.js';
import type { EntitySet, Filterable } from './sets.js';

type Condition = (value: unknown) => boolean;
/** Within `any`, a path begins with the variable. */
type Scope = { set: EntitySet; advanced: boolean; within?: { variable: string; path: string } };
type Property = Filterable & { key: string; read: (value: unknown) => unknown };

/** @throws GraphError for what Graph does not answer, alone or without the marks of an advanced query */
export function filtered<T extends object>(
  call: Advanced,
  set: EntitySet,
  values: readonly T[],
): readonly T[] {
  const filter = call.query.get('$filter');
  if (filter === null) return values;
  return values.filter(condition(parseFilter(filter), { set, advanced: isAdvanced(call) }));
}

const invalid = (message: string) => new GraphError(400, 'BadRequest', `Invalid filter clause: ${message}`);

function condition(expression: Expression, scope: Scope): Condition {
  switch (expression.kind) {
    case 'and': {
      const all = expression.of.map((one) => condition(one, scope));
      return (value) => all.every((holds) => holds(value));
    }
    case 'or': {
      const any = expression.of.map((one) => condition(one, scope));
      return (value) => any.some((holds) => holds(value));
    }
    case 'not': {
      const holds = condition(expression.of, scope);
      requireAdvanced(scope, 'not');
      return (value) => !holds(value);
    }
    case 'compare':
      return expression.path.endsWith('/$count')
        ? counted(expression, scope)
        : compared(expression.path, expression.operator, expression.value, scope);
    case 'in': {
      const any = expression.values.map((value) => compared(expression.path, 'eq', value, scope));
      return (value) => any.some((holds) => holds(value));
    }
    case 'function':
      return texts(expression, scope);
    case 'any':
      return ofAny(expression, scope);
  }
}

function compared(path: string, operator: string, literal: Literal, scope: Scope): Condition {
  const property = propertyOf(path, scope);
  if (property.kind === 'objects' || (property.kind === 'strings' && scope.within === undefined)) {
    throw invalid('A binary operator with incompatible types was detected: a collection is compared by any.');
  }
  requireOperator(property, operator === 'ne' ? 'eq' : operator, scope);
  if (operator === 'ne') requireAdvanced(scope, 'ne');
  if (literal.type === 'null') requireAdvanced(scope, 'null');
  else requireType(property, literal, operator);
  const wanted = comparable(literal.value, property);
  return (value) => {
    const found = comparable(property.read(value), property);
    if (operator === 'eq') return found === wanted;
    if (operator === 'ne') return found !== wanted;
    if (found === null || wanted === null) return false;
    switch (operator) {
      case 'gt':
        return found > wanted;
      case 'ge':
        return found >= wanted;
      case 'lt':
        return found < wanted;
      default:
        return found <= wanted;
    }
  };
}

type Comparable = string | number | null;

/** Texts are compared without regard to case, dates as instants. */
function comparable(value: unknown, { kind }: Filterable): Comparable {
  if (typeof value === 'string') return kind === 'date' ? Date.parse(value) : value.toLowerCase();
  if (typeof value === 'number') return value;
  return typeof value === 'boolean' ? String(value) : null;
}

function texts({ name, path, value }: Extract<Expression, { kind: 'function' }>, scope: Scope): Condition {
  const property = propertyOf(path, scope);
  if (property.kind !== 'string' && !(property.kind === 'strings' && scope.within !== undefined)) {
    throw invalid(
      `No function signature for the function with name '${name}' matches the specified arguments.`,
    );
  }
  requireOperator(property, name, scope);
  if (name === 'endswith') requireAdvanced(scope, 'endsWith');
  if (value.type !== 'string') {
    throw invalid(
      `No function signature for the function with name '${name}' matches the specified arguments.`,
    );
  }
  const wanted = value.value.toLowerCase();
  return (object) => {
    const found = property.read(object);
    if (typeof found !== 'string') return false;
    const text = found.toLowerCase();
    return name === 'startswith' ? text.startsWith(wanted) : text.endsWith(wanted);
  };
}

function ofAny({ path, variable, of }: Extract<Expression, { kind: 'any' }>, scope: Scope): Condition {
  const property = propertyOf(path, scope);
  if (property.kind !== 'strings' && property.kind !== 'objects') {
    throw invalid('Any/All may only be used following a collection.');
  }
  const holds = of && condition(of, { ...scope, within: { variable, path: property.key } });
  return (value) => {
    const items = property.read(value);
    return Array.isArray(items) && items.some((item) => holds === undefined || holds(item));
  };
}

/** Only whether there are none or one. */
function counted(
  { path, operator, value }: Extract<Expression, { kind: 'compare' }>,
  scope: Scope,
): Condition {
  const property = propertyOf(path.slice(0, -'/$count'.length), scope);
  const wanted = value.value;
  if (property.kind !== 'strings' || (wanted !== 0 && wanted !== 1) || !['eq', 'ne'].includes(operator)) {
    throw notFilterable(property.key, scope);
  }
  requireAdvanced(scope, '$count');
  return (object) => {
    const items = property.read(object);
    const length = Array.isArray(items) ? items.length : 0;
    return (length === wanted) === (operator === 'eq');
  };
}

function propertyOf(path: string, scope: Scope): Property {
  const { set, within } = scope;
  const names = path.split('/');
  if (within !== undefined && names[0] !== within.variable) throw unknown(path, set);
  const below = within === undefined ? names : names.slice(1);
  const key = [...(within === undefined ? [] : [within.path]), ...below].join('/');
  const [root = ''] = key.split('/');
  if (!set.names.includes(root)) throw unknown(root, set);
  const found = set.filterable[key];
  if (found === undefined) throw notFilterable(key, scope);
  return { ...found, key, read: (value) => below.reduce(childOf, value) };
}

const childOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;

const unknown = (name: string, { type }: EntitySet) =>
  invalid(`Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`);

const notFilterable = (key: string, { set: { type } }: Scope) =>
  unsupported(
    `Unsupported or invalid query filter clause specified for property '${key}' of resource '${type.charAt(0).toUpperCase()}${type.slice(1)}'.`,
  );

function requireOperator(property: Property, operator: string, scope: Scope): void {
  if (property.operators.includes(operator)) return;
  if (!scope.advanced || !property.operators.includes(`+${operator}`))
    throw notFilterable(property.key, scope);
}

function requireAdvanced({ set, advanced }: Scope, operator: string): void {
  if (set.isDirectory && advanced) return;
  throw unsupported(
    operator === 'ne'
      ? "Filter operator 'NotEqualsMatch' is not supported."
      : `Operator '${operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
  );
}

const EDM = {
  string: 'Edm.String',
  strings: 'Edm.String',
  objects: 'Edm.ComplexType',
  boolean: 'Edm.Boolean',
  date: 'Edm.DateTimeOffset',
  number: 'Edm.Int32',
  guid: 'Edm.Guid',
  null: 'Edm.String',
};

function requireType({ kind }: Property, literal: Literal, operator: string): void {
  const expected = kind === 'strings' ? 'string' : kind;
  if (expected === literal.type) return;
  const name = { eq: 'Equal', ne: 'NotEqual', ge: 'GreaterThanOrEqual', le: 'LessThanOrEqual' }[operator];
  throw invalid(
    `A binary operator with incompatible types was detected. Found operand types '${EDM[kind]}' and '${EDM[literal.type]}' for operator kind '${name ?? operator}'.`,
  );
}
