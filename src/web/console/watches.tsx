/** The customers who are watched over: also those whose onboarding Temporal has forgotten. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WATCH_STATUSES } from '../../onboarding/watch.js';
import type { ListedWatch } from '../../temporal/list.js';
import type { WebDeps } from '../deps.js';
import { LIST, WATCHES } from '../strings/console.js';
import { WATCH } from '../strings/consoleCustomer.js';
import { askedOfAny, isFiltered, PAGE_SIZE, Select, SelectWaitedFor, serveList, waitedFor } from './list.js';
import { Table, Tag, watchState } from './parts.js';
import { addressOf } from './view.js';

/** An empty or unknown choice is none. */
const query = z.object({
  ...askedOfAny,
  status: z.enum(WATCH_STATUSES).optional().catch(undefined),
});
type Query = z.infer<typeof query>;

export function watchesPage(scope: FastifyInstance, deps: WebDeps): void {
  serveList(scope, deps, {
    path: '/console/watches',
    title: WATCHES.title,
    parse: (given) => query.parse(given),
    async find({ cursor, ...filter }) {
      const { found, next } = await deps.temporal.list('watch', filter, { size: PAGE_SIZE, cursor });
      return { rows: found, next };
    },
    filters: (asked) => <Filters asked={asked} />,
    show: (watches, asked) => <Watches watches={watches} asked={asked} />,
  });
}

const Filters = ({ asked }: { asked: Query }) => (
  <>
    <Select
      name="status"
      label={LIST.status}
      chosen={asked.status}
      options={WATCH_STATUSES.map((value) => ({ value, text: WATCH.statuses[value].text }))}
    />
    <SelectWaitedFor chosen={asked.waitingFor} />
  </>
);

function Watches({ watches, asked }: { watches: ListedWatch[]; asked: Query }) {
  if (watches.length === 0) {
    return (
      <section class="card empty">
        <p>{isFiltered(asked) ? WATCHES.noneFound : WATCHES.none}</p>
      </section>
    );
  }
  const { customer, status, waitingFor } = LIST.columns;
  return (
    <section class="card">
      <Table
        label={WATCHES.title}
        columns={[{ title: customer }, { title: status }, { title: waitingFor, broad: true }]}
        rows={watches.map((one) => ({ key: one.customerId, cells: cellsOf(one) }))}
      />
    </section>
  );
}

const cellsOf = (watch: ListedWatch) => [
  <>
    <a href={addressOf(watch.customerId)}>
      <strong>{watch.customerId}</strong>
    </a>
    <span class="hint">{watch.tenant}</span>
  </>,
  <Tag {...watchState(watch.status, watch.workflowStatus)} />,
  waitedFor(watch),
];
