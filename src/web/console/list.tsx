/** All onboardings, newest first, as Temporal's visibility finds them. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { ONBOARDING_STATUSES } from '../../onboarding/progress.js';
import { WAITED_FOR } from '../../onboarding/searchAttributes.js';
import { STEP_NAMES, STEPS } from '../../onboarding/steps.js';
import { type Listed, pageOfOnboardings } from '../../temporal/list.js';
import { listFilter } from '../api/schemas.js';
import { readCursor, signedCursor } from '../cursor.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { operatorOn } from './access.js';
import { Frame } from './frame.js';
import { Ago, StatusTag, Table } from './parts.js';
import type { Operator } from './session.js';
import { LIST, STATUSES, WAITED } from '../strings/console.js';

const PAGE_SIZE = 50;
const AGES_DAYS = [1, 3, 7, 14, 30] as const;
const DAY_MS = 86_400_000;
/** Visibility itself is behind by a second or more. */
const FOLLOW_EVERY_MS = 3_000;

/** An empty or unknown choice is none. */
const query = z.looseObject({
  status: z.enum(ONBOARDING_STATUSES).optional().catch(undefined),
  step: z.enum(STEP_NAMES).optional().catch(undefined),
  waitingFor: z.enum(WAITED_FOR).optional().catch(undefined),
  days: z.coerce.number().pipe(z.literal(AGES_DAYS)).optional().catch(undefined),
  search: z.string().trim().max(300).default(''),
  cursor: z.string().max(3000).optional(),
});
type Query = z.infer<typeof query>;

/** `next`: the signed cursor of the page after it. */
type Page = { onboardings: Listed[]; next: string | undefined };

export function listPage(scope: FastifyInstance, { temporal, settings }: WebDeps): void {
  /** Undefined for what cannot be searched for. */
  const find = async (asked: Query): Promise<Page | undefined> => {
    const cursor = asked.cursor === undefined ? undefined : readCursor(settings.linkKey, asked.cursor);
    if (asked.cursor !== undefined && cursor === undefined) throw new HttpProblem(400, 'badInput');
    const search = listFilter.shape.search.safeParse(asked.search === '' ? undefined : asked.search);
    if (!search.success) return undefined;
    const { status, step, waitingFor, days } = asked;
    const startedBefore = days === undefined ? undefined : new Date(Date.now() - days * DAY_MS);
    const filter = { status, step, waitingFor, search: search.data, startedBefore };
    const { onboardings, next } = await pageOfOnboardings(temporal, filter, { size: PAGE_SIZE, cursor });
    return { onboardings, next: next === undefined ? undefined : signedCursor(settings.linkKey, next) };
  };

  scope.get('/', async (request, reply) => {
    const asked = query.parse(request.query);
    const page = await find(asked);
    const operator = operatorOn(request);
    return sendPage(
      reply,
      <Frame title={LIST.title} wide operator={operator} settings={settings}>
        <h1>{LIST.title}</h1>
        <Filters asked={asked} wrongSearch={page === undefined} />
        <div
          {...(page === undefined ? {} : { 'data-live': addressOf(asked, '/console/live', asked.cursor) })}
        >
          <List page={page ?? { onboardings: [], next: undefined }} asked={asked} operator={operator} />
        </div>
      </Frame>,
      page === undefined ? 400 : 200,
    );
  });

  scope.get('/live', (request, reply) => {
    const asked = query.parse(request.query);
    const operator = operatorOn(request);
    return stream(reply, {
      viewer: operator.name,
      subject: `list ${JSON.stringify(asked)}`,
      ask: () => find(asked),
      everyMs: FOLLOW_EVERY_MS,
      render: (page) => page && renderToString(<List page={page} asked={asked} operator={operator} />),
      isOver: () => false,
    });
  });
}

const isFiltered = ({ status, step, waitingFor, days, search }: Query) =>
  search !== '' || [status, step, waitingFor, days].some((value) => value !== undefined);

/** The same list, from the cursor on. */
function addressOf(
  { status, step, waitingFor, days, search }: Query,
  path: '/console' | '/console/live',
  cursor?: string,
): string {
  const parts = Object.entries({ status, step, waitingFor, days, search: search || undefined, cursor });
  const given = parts.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `${path}?${new URLSearchParams(given).toString()}`;
}

type ListProps = { page: Page; asked: Query; operator: Operator };

/** What changes as time goes on. */
function List({ page: { onboardings, next }, asked, operator }: ListProps) {
  return (
    <>
      <div id="live-list">
        <Found onboardings={onboardings} asked={asked} operator={operator} />
      </div>
      <nav class="actions" aria-label={LIST.title} id="live-more">
        {asked.cursor === undefined ? null : <a href={addressOf(asked, '/console')}>{LIST.newest}</a>}
        {next === undefined ? null : <a href={addressOf(asked, '/console', next)}>{LIST.next}</a>}
      </nav>
    </>
  );
}

function Filters({ asked, wrongSearch }: { asked: Query; wrongSearch: boolean }) {
  return (
    <form method="get" action="/console" class="card filters" aria-label={LIST.filters}>
      <div class="field">
        <label for="search">{LIST.search}</label>
        <input
          id="search"
          name="search"
          type="search"
          value={asked.search}
          maxLength={253}
          aria-describedby="search-hint"
          aria-invalid={wrongSearch}
        />
        <span
          class={wrongSearch ? 'hint wrong' : 'hint'}
          id="search-hint"
          role={wrongSearch ? 'alert' : undefined}
        >
          {wrongSearch ? LIST.wrongSearch : LIST.searchHint}
        </span>
      </div>
      <Select
        name="status"
        label={LIST.status}
        chosen={asked.status}
        options={ONBOARDING_STATUSES.map((value) => ({ value, text: STATUSES[value].text }))}
      />
      <Select
        name="step"
        label={LIST.step}
        chosen={asked.step}
        options={STEPS.map(({ name, title }) => ({ value: name, text: title }))}
      />
      <Select
        name="waitingFor"
        label={LIST.waitingFor}
        chosen={asked.waitingFor}
        options={WAITED_FOR.map((value) => ({ value, text: WAITED[value] }))}
      />
      <Select
        name="days"
        label={LIST.age}
        chosen={asked.days === undefined ? undefined : String(asked.days)}
        options={AGES_DAYS.map((days) => ({ value: String(days), text: LIST.older(days) }))}
      />
      <div class="inline">
        <button>{LIST.show}</button>
        {isFiltered(asked) ? (
          <a class="button quiet" href="/console">
            {LIST.clear}
          </a>
        ) : null}
      </div>
    </form>
  );
}

type SelectProps = {
  name: string;
  label: string;
  chosen: string | undefined;
  options: { value: string; text: string }[];
};

function Select({ name, label, chosen, options }: SelectProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="">{LIST.any}</option>
        {options.map(({ value, text }) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function Found({
  onboardings,
  asked,
  operator,
}: {
  onboardings: Listed[];
  asked: Query;
  operator: Operator;
}) {
  if (onboardings.length === 0) {
    const text = isFiltered(asked) ? LIST.noneFound : LIST.none;
    return (
      <section class="card empty">
        <p>{text}</p>
        {operator.mayOperate && !isFiltered(asked) ? (
          <a class="button" href="/console/start">
            {LIST.start}
          </a>
        ) : null}
      </section>
    );
  }
  const { customer, status, step, waitingFor, started } = LIST.columns;
  const columns = [
    { title: customer },
    { title: status },
    { title: step, broad: true },
    { title: waitingFor, broad: true },
    { title: started, broad: true },
  ];
  return (
    <section class="card">
      <Table
        label={LIST.title}
        columns={columns}
        rows={onboardings.map((one) => ({ key: one.onboardingId, cells: cellsOf(one) }))}
      />
    </section>
  );
}

function cellsOf({
  customerId,
  onboardingId,
  tenant,
  status,
  step,
  waitingFor,
  startedAt,
  workflowStatus,
}: Listed) {
  const running = workflowStatus === 'RUNNING';
  const stepTitle = STEPS.find(({ name }) => name === step)?.title ?? step;
  return [
    <>
      <a href={`/console/onboardings/${encodeURIComponent(customerId)}?run=${onboardingId}`}>
        <strong>{customerId}</strong>
      </a>
      <span class="hint">{tenant}</span>
    </>,
    <>
      <StatusTag status={status} execution={workflowStatus} />
      <span class="hint narrow">{stepTitle}</span>
    </>,
    stepTitle,
    running && waitingFor !== undefined && waitingFor !== 'nobody'
      ? (Object.entries(WAITED).find(([name]) => name === waitingFor)?.[1] ?? waitingFor)
      : '',
    <Ago at={startedAt} />,
  ];
}
