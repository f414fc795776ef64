import { expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { isUnreachable } from '../../src/temporal/connection.js';
import { freePort } from '../support/sandbox.js';

it('Temporal that does not answer is told from one that refuses', async () => {
  const connection = Connection.lazy({ address: `127.0.0.1:${String(await freePort())}` });
  const { workflow } = new Client({ connection });
  const failure = async (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'no failure',
      (error: unknown) => error,
    );
  const asked = connection.withDeadline(Date.now() + 2_000, () => failure(workflow.count()));
  const listed = connection.withDeadline(Date.now() + 2_000, () =>
    failure(workflow.list()[Symbol.asyncIterator]().next()),
  );
  const described = connection.withDeadline(Date.now() + 2_000, () =>
    failure(workflow.getHandle('onboarding/x').describe()),
  );
  expect([await asked, await listed, await described].map(isUnreachable)).toEqual([true, true, true]);
  expect(isUnreachable(new Error('something else'))).toBe(false);
  await connection.close();
});
