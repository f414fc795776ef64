/** What several pages of the console are made of. */
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { ACTIONS } from '../../onboarding/actions/index.js';
import { EXECUTIONS, STATUSES } from '../strings/console.js';
import { ONBOARDING, WATCH } from '../strings/consoleCustomer.js';
import { STARTED } from '../strings/consoleStart.js';

const dateTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A moment, in UTC, as the page says. */
export const At = ({ at }: { at: string }) => <time dateTime={at}>{dateTime.format(new Date(at))}</time>;

/** How long ago, with the moment itself as its title. */
export function Ago({ at }: { at: string }) {
  const since = Date.now() - Date.parse(at);
  const [unit, ms] = UNITS.find(([, length]) => since >= length) ?? ['minute', 60_000];
  return (
    <time dateTime={at} title={`${dateTime.format(new Date(at))} UTC`}>
      {since < 60_000 ? ONBOARDING.justNow : relative.format(-Math.floor(since / ms), unit)}
    </time>
  );
}

export const Tag = ({ text, tone }: { text: string; tone: string }) => (
  <span class={`tag ${tone}`}>{text}</span>
);

/** The status that it has, or how its workflow ended where it could not say so itself. */
export function StatusTag({ status, execution }: { status: string | undefined; execution: string }) {
  const ended = execution === 'RUNNING' || execution === 'COMPLETED' ? undefined : EXECUTIONS[execution];
  if (ended !== undefined) return <Tag text={ended} tone={status === 'cancelled' ? '' : 'bad'} />;
  const known = Object.entries(STATUSES).find(([name]) => name === status)?.[1];
  return <Tag {...(known ?? { text: status ?? '', tone: '' })} />;
}

/** Of a watch, likewise, for a tag. */
export function watchState(status: string | undefined, execution: string): { text: string; tone: string } {
  const ended = execution === 'RUNNING' || status === 'stopped' ? undefined : EXECUTIONS[execution];
  if (ended !== undefined) return { text: ended, tone: 'bad' };
  const known = Object.entries(WATCH.statuses).find(([name]) => name === status)?.[1];
  return known ?? { text: status ?? '', tone: '' };
}

/** What each action says when it is done, by its address in the console. */
const DONE = new Map<string, string>([
  ['start', STARTED],
  ...[ACTIONS.onboarding, ACTIONS.watch].flatMap((actions) =>
    Object.values(actions).flatMap(({ reach, words }) =>
      typeof reach.console === 'string' ? [[reach.console, words.done] as const] : [],
    ),
  ),
]);

/** In the address of the page that an action leads back to. */
export const doneQuery = z
  .string()
  .refine((name) => DONE.has(name))
  .optional()
  .catch(undefined);

/** What the operator has just done. */
export const DoneNotice = ({ done }: { done: string | undefined }) =>
  done === undefined ? null : (
    <p class="notice good" role="status">
      {DONE.get(done)}
    </p>
  );

type Column = { title: string; /** Left out where there is little room. */ broad?: boolean };
export type Row = { key: string; cells: ComponentChildren[] };

/** Scrolls sideways by itself where it is too wide. */
export function Table({ label, columns, rows }: { label: string; columns: readonly Column[]; rows: Row[] }) {
  const classOf = (i: number) => (columns[i]?.broad === true ? 'broad' : undefined);
  return (
    <div class="scroll" role="group" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ title }, i) => (
              <th key={title} scope="col" class={classOf(i)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, i) => (
                <td key={i} class={classOf(i)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A card that says so when there is nothing in it. */
export function TableCard({
  id,
  title,
  columns,
  rows,
}: {
  id: string;
  title: string;
  columns: string[];
  rows: Row[];
}) {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? (
        <p class="muted">{ONBOARDING.none}</p>
      ) : (
        <Table label={title} columns={columns.map((name) => ({ title: name }))} rows={rows} />
      )}
    </section>
  );
}
