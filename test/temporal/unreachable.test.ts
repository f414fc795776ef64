/** A Temporal that is gone, or is there and says nothing: who waits for an answer is told soon. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { CALLS, TemporalUnreachableError } from '../../src/temporal/connection.js';
import { unreadiness } from '../../src/temporal/readiness.js';
import { ask } from '../../src/temporal/customerWorkflow.js';

let server: Http2Server;
let connection: Connection;
let asked: number;
afterEach(async () => {
  await connection.close();
  server.close();
});

/** @param answer to each call */
async function temporalThat(answer: (stream: ServerHttp2Stream) => void): Promise<Client> {
  asked = 0;
  server = createServer().on('stream', (stream) => {
    asked += 1;
    stream.on('error', () => undefined);
    answer(stream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  connection = Connection.lazy({ address: `127.0.0.1:${String(port)}`, ...CALLS });
  return new Client({ connection });
}

describe('a question to Temporal', () => {
  it('that it is unavailable for is given up after four attempts', async () => {
    const client = await temporalThat((stream) => {
      const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '14' };
      stream.respond(headers, { endStream: true });
    });
    await expect(
      ask(client, { kind: 'onboarding', customerId: 'contoso' }, 'progress'),
    ).rejects.toBeInstanceOf(TemporalUnreachableError);
    expect(asked).toBe(4);
  });

  it('whether it is ready is answered before a probe gives up when it says nothing', async () => {
    const client = await temporalThat(() => undefined);
    const begun = performance.now();
    expect(await unreadiness(client)).toMatch(/^Temporal does not answer for the namespace "default": /);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('that it does not answer is given up', async () => {
    const client = await temporalThat(() => undefined);
    await expect(
      ask(client, { kind: 'onboarding', customerId: 'contoso' }, 'progress'),
    ).rejects.toBeInstanceOf(TemporalUnreachableError);
  });
});
