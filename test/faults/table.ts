/** What a suite has counted, as a table for people and as JSON for machines. */
import Table3 from 'cli-table3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('../../test-results/', import.meta.url));

type Row = { cases: number; passed: number; retries: number; seconds: number };
const NOTHING: Row = { cases: 0, passed: 0, retries: 0, seconds: 0 };

export class Table {
  private readonly rows = new Map<string, Row>();

  add(name: string, run: { passed: boolean; retries: number; seconds: number }): void {
    const row = this.rows.get(name) ?? NOTHING;
    this.rows.set(name, {
      cases: row.cases + 1,
      passed: row.passed + (run.passed ? 1 : 0),
      retries: row.retries + run.retries,
      seconds: row.seconds + run.seconds,
    });
  }

  private get total(): Row {
    return [...this.rows.values()].reduce(
      (sum, row) => ({
        cases: sum.cases + row.cases,
        passed: sum.passed + row.passed,
        retries: sum.retries + row.retries,
        seconds: sum.seconds + row.seconds,
      }),
      NOTHING,
    );
  }

  print(title: string): void {
    const table = new Table3({
      head: [title, 'cases', 'passed', 'retries', 'seconds'],
      colAligns: ['left', 'right', 'right', 'right', 'right'],
      style: { head: [], border: [] },
    });
    for (const [name, row] of [...this.rows, ['total', this.total] as const]) {
      table.push([name, row.cases, row.passed, row.retries, row.seconds.toFixed(1)]);
    }
    process.stdout.write(`\n${table.toString()}\n`);
  }

  /** Into `test-results/`. */
  write(file: string): void {
    mkdirSync(RESULTS, { recursive: true });
    const document = { total: this.total, rows: Object.fromEntries(this.rows) };
    writeFileSync(join(RESULTS, file), `${JSON.stringify(document, null, 2)}\n`);
  }
}
