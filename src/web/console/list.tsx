/** What the console's lists share: filters that are in the address, pages by a signed cursor, and that they follow by themselves. */
import type { FastifyInstance } from 'fastify';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { WAITED_FOR } from '../../onboarding/searchAttributes.js';
import type { ListedWatch } from '../../temporal/list.js';
import { listFilter } from '../api/schemas.js';
import { readCursor, signedCursor } from '../cursor.js';
import type { WebDeps } from '../deps.js';
import { type Scope, scopeOn } from '../groups.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { LISTS, WAITED } from '../strings/console.js';
import { operatorOn } from './access.js';
import { Frame } from './frame.js';
import type { Operator } from './session.js';

export const PAGE_SIZE = 50;
/** Visibility itself is behind by a second or more. */
const FOLLOW_EVERY_MS = 3_000;

/** Parameters of any list. An empty or unknown choice is none. */
export const askedOfAny = {
  waitingFor: z.enum(WAITED_FOR).optional().catch(undefined),
  search: z.string().trim().max(300).default(''),
  cursor: z.string().max(3000).optional(),
};

/** What any list is asked, beside its own filters. */
export type Asked = {
  search: string;
  cursor?: string | undefined;
  [filter: string]: string | number | undefined;
};

/** `next`: the cursor of the page after it, which the list signs. */
export type Found<T> = { rows: T[]; next: string | undefined };

type ListPage<Q extends Asked, T> = {
  /** Where it is; its stream is at `live` beneath. */
  path: '/console' | '/console/watches';
  title: string;
  /** An unknown choice is none. */
  parse: (query: unknown) => Q;
  find: (
    asked: Q & { cursor: string | undefined; search: string | undefined; prefixes: Scope },
  ) => Promise<Found<T>>;
  filters: (asked: Q) => ComponentChildren;
  show: (rows: T[], asked: Q, operator: Operator) => ComponentChildren;
};

/** @param scope under /console */
export function serveList<Q extends Asked, T>(
  scope: FastifyInstance,
  { settings }: WebDeps,
  { path, title, parse, find, filters, show }: ListPage<Q, T>,
): void {
  const route = path.replace('/console', '');

  /** Undefined for what cannot be searched for. */
  const found = async (asked: Q, prefixes: Scope): Promise<Found<T> | undefined> => {
    const cursor = asked.cursor === undefined ? undefined : readCursor(settings.sessionKeys, asked.cursor);
    if (asked.cursor !== undefined && cursor === undefined) throw new HttpProblem(400, 'badInput');
    const search = listFilter.shape.search.safeParse(asked.search === '' ? undefined : asked.search);
    if (!search.success) return undefined;
    const { rows, next } = await find({ ...asked, search: search.data, cursor, prefixes });
    return { rows, next: next === undefined ? undefined : signedCursor(settings.sessionKeys, next) };
  };

  /** What changes as time goes on. */
  const List = ({
    page: { rows, next },
    asked,
    operator,
  }: {
    page: Found<T>;
    asked: Q;
    operator: Operator;
  }) => (
    <>
      <div id="live-list">{show(rows, asked, operator)}</div>
      <nav class="actions" aria-label={title} id="live-more">
        {asked.cursor === undefined ? null : <a href={addressOf(path, asked, undefined)}>{LISTS.newest}</a>}
        {next === undefined ? null : <a href={addressOf(path, asked, next)}>{LISTS.next}</a>}
      </nav>
    </>
  );

  scope.get(route === '' ? '/' : route, async (request, reply) => {
    const asked = parse(request.query);
    const page = await found(asked, scopeOn(request));
    const operator = operatorOn(request);
    return sendPage(
      reply,
      <Frame title={title} wide operator={operator} settings={settings}>
        <h1>{title}</h1>
        <form method="get" action={path} class="card filters" aria-label={LISTS.filters}>
          <Search text={asked.search} wrong={page === undefined} />
          {filters(asked)}
          <div class="inline">
            <button>{LISTS.show}</button>
            {isFiltered(asked) ? (
              <a class="button quiet" href={path}>
                {LISTS.clear}
              </a>
            ) : null}
          </div>
        </form>
        <div {...(page === undefined ? {} : { 'data-live': addressOf(`${path}/live`, asked, asked.cursor) })}>
          <List page={page ?? { rows: [], next: undefined }} asked={asked} operator={operator} />
        </div>
      </Frame>,
      page === undefined ? 400 : 200,
    );
  });

  scope.get(`${route}/live`, (request, reply) => {
    const asked = parse(request.query);
    const operator = operatorOn(request);
    const scope = scopeOn(request);
    return stream(reply, {
      viewer: operator.name,
      // Who may see other customers asks another question.
      subject: `${path} ${JSON.stringify([asked, scope ?? 'all'])}`,
      ask: () => found(asked, scope),
      everyMs: FOLLOW_EVERY_MS,
      render: (page) => page && renderToString(<List page={page} asked={asked} operator={operator} />),
      isOver: () => false,
    });
  });
}

export const isFiltered = ({ cursor: _, ...filters }: Asked) =>
  Object.values(filters).some((value) => value !== undefined && value !== '');

/** The same list, from the cursor on. */
function addressOf(path: string, { cursor: _, ...filters }: Asked, cursor: string | undefined): string {
  const given = Object.entries({ ...filters, cursor }).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return `${path}?${new URLSearchParams(given).toString()}`;
}

const Search = ({ text, wrong }: { text: string; wrong: boolean }) => (
  <div class="field">
    <label for="search">{LISTS.search}</label>
    <input
      id="search"
      name="search"
      type="search"
      value={text}
      maxLength={253}
      aria-describedby="search-hint"
      aria-invalid={wrong}
    />
    <span class={wrong ? 'hint wrong' : 'hint'} id="search-hint" role={wrong ? 'alert' : undefined}>
      {wrong ? LISTS.wrongSearch : LISTS.searchHint}
    </span>
  </div>
);

type SelectProps = {
  name: string;
  label: string;
  chosen: string | undefined;
  options: { value: string; text: string }[];
};

export const Select = ({ name, label, chosen, options }: SelectProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      <option value="">{LISTS.any}</option>
      {options.map(({ value, text }) => (
        <option key={value} value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  </div>
);

export const SelectWaitedFor = ({ chosen }: { chosen: string | undefined }) => (
  <Select
    name="waitingFor"
    label={LISTS.waitingFor}
    chosen={chosen}
    options={WAITED_FOR.map((value) => ({ value, text: WAITED[value] }))}
  />
);

/** In words; one that is over waits for nobody any more. */
export function waitedFor({ waitingFor, workflowStatus }: ListedWatch): string {
  if (workflowStatus !== 'RUNNING' || waitingFor === undefined || waitingFor === 'nobody') return '';
  return Object.entries(WAITED).find(([name]) => name === waitingFor)?.[1] ?? waitingFor;
}
