/** All onboardings, newest first, as Temporal's visibility finds them. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ONBOARDING_STATUSES } from '../../onboarding/progress.js';
import { STEP_NAMES, STEPS } from '../../onboarding/steps.js';
import type { Listed, Since } from '../../temporal/list.js';
import type { WebDeps } from '../deps.js';
import { LIST, STATUSES } from '../strings/console.js';
import { askedOfAny, isFiltered, PAGE_SIZE, Select, SelectWaitedFor, serveList, waitedFor } from './list.js';
import { Ago, StatusTag, Table, Tag, watchState } from './parts.js';
import type { Operator } from './session.js';

const AGES_DAYS = [1, 3, 7, 14, 30] as const;
const DAY_MS = 86_400_000;

/** An empty or unknown choice is none. */
const query = z.object({
  ...askedOfAny,
  status: z.enum(ONBOARDING_STATUSES).optional().catch(undefined),
  step: z.enum(STEP_NAMES).optional().catch(undefined),
  days: z.coerce.number().pipe(z.literal(AGES_DAYS)).optional().catch(undefined),
});
type Query = z.infer<typeof query>;

export function onboardingsPage(scope: FastifyInstance, deps: WebDeps): void {
  serveList(scope, deps, {
    path: '/console',
    title: LIST.title,
    parse: (given) => query.parse(given),
    async find({ days, cursor, ...filter }) {
      const startedBefore = days === undefined ? undefined : new Date(Date.now() - days * DAY_MS);
      const page = { size: PAGE_SIZE, cursor };
      const { found, next } = await deps.temporal.list('onboarding', { ...filter, startedBefore }, page);
      return { rows: found, next };
    },
    filters: (asked) => <Filters asked={asked} />,
    show: (onboardings, asked, operator) => (
      <Onboardings onboardings={onboardings} asked={asked} operator={operator} />
    ),
  });
}

const Filters = ({ asked }: { asked: Query }) => (
  <>
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
    <SelectWaitedFor chosen={asked.waitingFor} />
    <Select
      name="days"
      label={LIST.age}
      chosen={asked.days === undefined ? undefined : String(asked.days)}
      options={AGES_DAYS.map((days) => ({ value: String(days), text: LIST.older(days) }))}
    />
  </>
);

type OnboardingsProps = { onboardings: Listed[]; asked: Query; operator: Operator };

function Onboardings({ onboardings, asked, operator }: OnboardingsProps) {
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

function cellsOf(onboarding: Listed) {
  const { customerId, onboardingId, tenant, status, step, startedAt, workflowStatus, since } = onboarding;
  const stepTitle = STEPS.find(({ name }) => name === step)?.title ?? step;
  return [
    <>
      <a href={`/console/onboardings/${encodeURIComponent(customerId)}?run=${onboardingId}`}>
        <strong>{customerId}</strong>
      </a>
      <span class="hint">{tenant}</span>
    </>,
    <>
      <StatusTag status={status} execution={workflowStatus} />{' '}
      {since === undefined ? null : <SinceTag since={since} />}
      <span class="hint narrow">{stepTitle}</span>
    </>,
    stepTitle,
    waitedFor(onboarding),
    <Ago at={startedAt} />,
  ];
}

/** Of one that is done: what there is of the customer since. */
function SinceTag({ since: { workflow, status, workflowStatus } }: { since: Since }) {
  if (workflow === 'watch') {
    const { text, tone } = watchState(status, workflowStatus);
    return <Tag text={LIST.watch(text)} tone={tone} />;
  }
  return status === 'done' ? (
    <Tag text={LIST.offboarded} tone="" />
  ) : (
    <Tag text={LIST.offboarding} tone="warn" />
  );
}
