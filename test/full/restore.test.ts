/** The runbook's backup and restore, by its own commands, while tenants go on. Needs PostgreSQL, Go and `npm run build`. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { applicationUniqueName, offboardingWorkflowId, watchWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import { contosoConsents } from '../faults/stories.js';
import { answer, type Customer, Customers, eventually, untilWaiting } from './cluster/customers.js';
import { Installation } from './cluster/installation.js';
import type { Service } from './cluster/program.js';
import { RunbookShell } from './cluster/runbookShell.js';

/** Customers in each state. */
const EACH = 5;
const MINUTES = 60_000;

const [, chapter = ''] =
  /## Backup and restore\n(.*?)\n## /s.exec(
    readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8'),
  ) ?? [];
const [BACKUP = '', RESTORE = '', START = '', EXAMINE = ''] = [...chapter.matchAll(/```sh\n(.*?)```/gs)].map(
  ([, block = '']) => block,
);

let installation: Installation;
let customers: Customers;
let services: Service[];
let runbook: RunbookShell;

beforeAll(async () => {
  installation = await Installation.start();
  contosoConsents(installation.world);
  customers = new Customers(installation);
  const workers = [await installation.worker(), await installation.worker()];
  const [web, metrics] = [installation.web(), await installation.metrics()];
  services = [...workers, web];
  for (const service of services) await service.untilReady();
  runbook = await RunbookShell.open(installation, {
    worker: workers,
    web: [web],
    metrics: [metrics],
    temporal: [installation.cluster.server],
  });
}, 60 * MINUTES);
afterAll(async () => {
  await installation.close();
  await runbook.close();
});

const applicationsOf = (those: Customer[]) =>
  Promise.all(
    those.map(async ({ handle }) => {
      const { artefacts } = await eventually(() => handle.query<Progress>('progress'));
      return artefacts.applicationId;
    }),
  );

const listed = z.array(z.looseObject({ customerId: z.string(), status: z.string() }));
const statusesOf = async (those: Customer[]) => {
  const rows = listed.parse(JSON.parse(await runbook.run('sso-onboard list --json')));
  return those.map(({ customerId }) => rows.find((row) => row.customerId === customerId)?.status);
};

/** The line of the block that writes this file. */
const lineThatWrites = (block: string, file: string) =>
  block.split('\n').find((line) => line.endsWith(` > ${file}`)) ?? 'false';
const all = (status: string | undefined) => Array.from({ length: EACH }, () => status);

/** By whom it is confirmed, where there is something to remove. */
async function offboard({ customerId }: Customer, by?: string): Promise<void> {
  await runbook.run(`sso-onboard offboard ${customerId}`);
  if (by !== undefined) await runbook.run(`sso-onboard offboard ${customerId} --confirm --by ${by}`);
  const { workflow } = installation.cluster.client;
  await workflow.getHandle(offboardingWorkflowId(customerId)).result();
  expect((await workflow.getHandle(watchWorkflowId(customerId)).describe()).status.name).toBe('COMPLETED');
}

it(
  'a database that is restored from a dump finds what tenants have meanwhile, and nothing is made twice',
  async () => {
    const done = await customers.begin(EACH);
    const leaving = await customers.begin(1);
    await answer([...done, ...leaving], 'grantConsent', 'chooseRoles', 'confirmHandover');
    await customers.untilDone([...done, ...leaving]);
    const handingOver = await customers.begin(EACH);
    await answer(handingOver, 'grantConsent', 'chooseRoles');
    await untilWaiting(handingOver, 'confirmHandover');
    const consenting = await customers.begin(EACH);

    await runbook.run(BACKUP);
    const betweenDumps = await customers.begin(EACH);
    await runbook.run(lineThatWrites(BACKUP, 'temporal.dump'));

    await answer(consenting, 'grantConsent', 'chooseRoles', 'confirmHandover');
    await answer(handingOver, 'confirmHandover');
    const known = [...done, ...handingOver, ...consenting];
    await customers.untilDone(known);
    const before = await applicationsOf(known);
    for (const customer of leaving) await offboard(customer, 'Olga');
    const begunSince = await customers.begin(EACH);
    await answer(begunSince, 'grantConsent', 'chooseRoles');
    await untilWaiting(begunSince, 'confirmHandover');
    const beforeOfNew = await applicationsOf(begunSince);

    await runbook.run(RESTORE);
    await runbook.run(START);
    for (const service of services) await service.untilReady();
    await runbook.run(EXAMINE);

    await untilWaiting(consenting, 'grantConsent');
    await untilWaiting(handingOver, 'confirmHandover');
    expect(await statusesOf(done)).toEqual(all('done'));
    expect(await statusesOf(handingOver)).toEqual(all('waiting'));
    expect(await statusesOf(consenting)).toEqual(all('waiting'));
    expect(await statusesOf(begunSince)).toEqual(all(undefined));

    await answer([...consenting, ...betweenDumps], 'grantConsent', 'chooseRoles', 'confirmHandover');
    await answer(handingOver, 'confirmHandover');
    for (const { customerId } of begunSince) await customers.start(customerId);
    for (const customer of leaving) await offboard(customer);
    await untilWaiting(begunSince, 'grantConsent');
    await answer(begunSince, 'grantConsent', 'chooseRoles', 'confirmHandover');
    const everybody = [...known, ...betweenDumps, ...begunSince];
    await customers.untilDone(everybody);
    expect(await customers.complaints(everybody)).toEqual([]);
    expect(await statusesOf(betweenDumps)).toEqual(all('done'));
    expect(await applicationsOf(known)).toEqual(before);
    expect(await applicationsOf(begunSince)).toEqual(beforeOfNew);
    const [tenant] = installation.world.sandbox.world.tenants;
    const left = tenant?.applications.all().map(({ uniqueName }) => uniqueName);
    expect(left).toEqual(
      expect.arrayContaining(everybody.map(({ customerId }) => applicationUniqueName(customerId))),
    );
    for (const { customerId } of leaving) expect(left).not.toContain(applicationUniqueName(customerId));
  },
  60 * MINUTES,
);
