/** The report by which a text whose reply was lost is found again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Agent } from 'undici';
import { MessagesClient } from '../../src/messagemedia/messages.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let client: MessagesClient;
beforeAll(async () => {
  world = await startTestSandbox();
  client = new MessagesClient({
    baseUrl: world.sandbox.origin,
    authentication: { kind: 'hmac', key: 'sandbox-key', secret: 'sandbox-api-secret' },
    dispatcher: new Agent({ connect: { ca: readFileSync(world.sandbox.caFile, 'utf8') } }),
    timeoutMs: 5_000,
  });
});
afterAll(async () => {
  await world.stop();
});
beforeEach(() => {
  world.sandbox.reset();
});

const message = (id: string, mayHaveBeenSent: boolean) => ({
  id,
  customerId: 'contoso',
  to: '+61491570156',
  content: 'Hello',
  mayHaveBeenSent,
});
const sentIds = () =>
  world.sandbox.world.messages.inbox.map(({ metadata }) => metadata['sso-onboarding-message']);

describe.each(['messages', 'data'] as const)('a report whose rows are under `%s`', (reportRows) => {
  // O3
  it.each(['pairs', 'object', 'none'] as const)(
    'with metadata as %s has a text sent again only where the try before failed',
    async (reportMetadata) => {
      const { behaviour } = world.sandbox.world.messages;
      Object.assign(behaviour, { reportRows, reportMetadata });
      await client.sendOnce(message('a', true));
      expect(sentIds()).toEqual(['a']);
      await client.sendOnce(message('a', true));
      expect(sentIds()).toEqual(['a']);
    },
  );
});

describe('a report', () => {
  it('is read in UTC, wherever the account is', async () => {
    world.sandbox.world.messages.behaviour.accountUtcOffsetHours = 11;
    await client.sendOnce(message('a', false));
    await client.sendOnce(message('a', true));
    expect(sentIds()).toEqual(['a']);
  });

  it('is read to its last page, and no further than a bound', async () => {
    const { behaviour, inbox } = world.sandbox.world.messages;
    behaviour.reportPageSize = 1;
    await client.sendOnce(message('a', false));
    const [sent] = inbox;
    // Somebody else's, under the same key: rows that are not ours do not count.
    inbox.unshift({ ...sent!, metadata: { 'sso-onboarding-message': 'b' } });
    await client.sendOnce(message('a', true));
    expect(inbox).toHaveLength(2);
  });
});

// O24
it('a text carries metadata within what the API takes, also of the longest customer id', async () => {
  const customerId = 'c'.repeat(32);
  const id = '01a20b44-a803-719c-87ec-4a79ef956981/certificateHandover/1000/1000/1000';
  await client.sendOnce({ ...message(id, false), customerId });
  expect(sentIds()).toEqual([id]);
});
