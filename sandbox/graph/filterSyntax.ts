/** The grammar of `$filter` (OData 4.01), as far as directory objects and logs have it. */
import { GraphError } from './graphError.js';

export type Literal =
  | { type: 'string' | 'date' | 'guid'; value: string }
  | { type: 'number' | 'boolean' | 'null'; value: unknown };

export type Expression =
  | { kind: 'and' | 'or'; of: Expression[] }
  | { kind: 'not'; of: Expression }
  | { kind: 'compare'; path: string; operator: string; value: Literal }
  | { kind: 'in'; path: string; values: Literal[] }
  | { kind: 'function'; name: string; path: string; value: Literal }
  /** `of` holds for any item, which it calls `variable`; without it, there is any item. */
  | { kind: 'any'; path: string; variable: string; of: Expression | undefined };

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const FUNCTIONS = ['startswith', 'endswith', 'contains'];

const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<string>'(?:[^']|'')*')`,
    String.raw`(?<guid>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\w-])`,
    String.raw`(?<date>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)(?![\w-])`,
    String.raw`(?<number>-?\d+(?:\.\d+)?)(?!\w)`,
    String.raw`(?<word>[A-Za-z_][\w.]*(?:/[$A-Za-z_][\w.]*)*)`,
    String.raw`(?<sign>[(),:])`,
  ].join('|'),
  'iy',
);

type Token = { kind: string; text: string; at: number };

const invalid = (message: string) => new GraphError(400, 'BadRequest', `Invalid filter clause: ${message}`);

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw syntaxError(text, at);
    const [kind, found] = Object.entries(groups as Record<string, string | undefined>).find(
      ([, value]) => value !== undefined,
    ) ?? ['', ''];
    if (kind !== 'space') tokens.push({ kind, text: found ?? '', at });
  }
  return tokens;
}

const syntaxError = (text: string, at: number) =>
  invalid(`Syntax error at position ${String(at)} in '${text}'.`);

/** @throws GraphError for what is no filter */
export function parseFilter(text: string): Expression {
  const parser = new Parser(text);
  const expression = parser.or();
  parser.end();
  return expression;
}

class Parser {
  private readonly tokens: Token[];
  private next = 0;
  /** Behind the last expression in parentheses. */
  private grouped = -1;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  or(): Expression {
    return this.joined('or', () => this.joined('and', () => this.unary()));
  }

  end(): void {
    if (this.next < this.tokens.length) throw this.wrong();
  }

  private joined(kind: 'and' | 'or', operand: () => Expression): Expression {
    const of = [operand()];
    while (this.takesWord(kind)) of.push(operand());
    const [only] = of;
    return of.length === 1 && only !== undefined ? only : { kind, of };
  }

  private unary(): Expression {
    if (!this.takesWord('not')) return this.primary();
    const of = this.unary();
    // `not` binds tighter than `eq`: `not mail eq 'a'` negates a text.
    if ((of.kind === 'compare' || of.kind === 'in') && this.grouped !== this.next) {
      throw invalid(
        "A unary operator with an incompatible type was detected. Found operand type 'Edm.String' for operator kind 'Not'.",
      );
    }
    return { kind: 'not', of };
  }

  private primary(): Expression {
    if (this.takes('(')) {
      const inner = this.or();
      this.expect(')');
      this.grouped = this.next;
      return inner;
    }
    const path = this.word();
    if (this.takes('(')) return this.called(path);
    return this.comparison(path);
  }

  private called(name: string): Expression {
    const collection = /^(.+)\/any$/i.exec(name)?.[1];
    if (collection !== undefined) {
      if (this.takes(')')) return { kind: 'any', path: collection, variable: '', of: undefined };
      const variable = this.word();
      this.expect(':');
      const of = this.or();
      this.expect(')');
      return { kind: 'any', path: collection, variable, of };
    }
    const lower = name.toLowerCase();
    if (!FUNCTIONS.includes(lower)) {
      throw invalid(`An unknown function with name '${name}' was found.`);
    }
    const path = this.word();
    this.expect(',');
    const value = this.literal();
    this.expect(')');
    return { kind: 'function', name: lower, path, value };
  }

  private comparison(path: string): Expression {
    const operator = this.word().toLowerCase();
    if (operator === 'in') {
      this.expect('(');
      const values = [this.literal()];
      while (this.takes(',')) values.push(this.literal());
      this.expect(')');
      return { kind: 'in', path, values };
    }
    if (!COMPARISONS.includes(operator)) {
      this.next -= 1;
      throw this.wrong();
    }
    return { kind: 'compare', path, operator, value: this.literal() };
  }

  private literal(): Literal {
    const token = this.tokens[this.next];
    this.next += 1;
    const text = token?.text ?? '';
    switch (token?.kind) {
      case 'string':
        return { type: 'string', value: text.slice(1, -1).replaceAll("''", "'") };
      case 'date':
      case 'guid':
        return { type: token.kind, value: text };
      case 'number':
        return { type: 'number', value: Number(text) };
      case 'word':
        if (text === 'null') return { type: 'null', value: null };
        if (text === 'true' || text === 'false') return { type: 'boolean', value: text === 'true' };
    }
    this.next -= 1;
    throw this.wrong();
  }

  private word(): string {
    const token = this.tokens[this.next];
    if (token?.kind !== 'word') throw this.wrong();
    this.next += 1;
    return token.text;
  }

  private takesWord(word: string): boolean {
    const token = this.tokens[this.next];
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.next += 1;
    return true;
  }

  private takes(sign: string): boolean {
    const token = this.tokens[this.next];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.next += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.takes(sign)) throw this.wrong();
  }

  private wrong(): GraphError {
    return syntaxError(this.text, this.tokens[this.next]?.at ?? this.text.length);
  }
}
