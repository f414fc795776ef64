import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorization, MessagesClient } from '../../src/messagemedia/messages.js';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const hmac = { kind: 'hmac', key: 'key', secret: 'secret' } as const;
const date = new Date('2016-07-30T05:13:23Z');

describe('Messages API authentication', () => {
  it('signs a request without a body over Date and request line', () => {
    const headers = authorization(
      hmac,
      'GET',
      '/v1/messages/404b941b-2a29-469f-b114-9ea3e16bbe18',
      undefined,
      date,
    );
    expect(headers).toEqual({
      Date: 'Sat, 30 Jul 2016 05:13:23 GMT',
      Authorization:
        'hmac username="key", algorithm="hmac-sha256", headers="Date request-line", signature="vIFLx+wE4/H6aRc11iCMnB2XdwcHJJbY+MniKY0BH3g="',
    });
  });

  it('signs a request with a body over its MD5 in hex besides', () => {
    const body =
      '{"messages":[{"content":"Hello World","destination_number":"+61491570156","format":"SMS"}]}';
    const headers = authorization(hmac, 'POST', '/v1/messages', body, date);
    expect(headers['Content-MD5']).toBe('e4355dd089ef72a8730a238a3a324237');
    expect(headers['Authorization']).toContain('signature="zPjrq+bGZQlY4V36kTjCMI/XuGuE1aDcmMylm/aEli4="');
  });

  it('sends key and secret as Basic', () => {
    const headers = authorization(
      { kind: 'basic', key: 'key', secret: 'secret' },
      'POST',
      '/v1/messages',
      '{}',
      date,
    );
    expect(headers).toEqual({ Authorization: `Basic ${Buffer.from('key:secret').toString('base64')}` });
  });
});

describe('a Messages API that is busy', () => {
  let api: Server;
  beforeAll(async () => {
    api = createServer((_, reply) => {
      reply.writeHead(429, { 'Retry-After': 'Thu, 01 Jan 2099 00:00:00 GMT' }).end();
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => api.close(resolve)));

  it('may say with a date until when it is to be left alone', async () => {
    const { port } = api.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${String(port)}`;
    const client = new MessagesClient({ baseUrl, authentication: hmac, timeoutMs: 5_000 });
    const message = {
      id: '1',
      customerId: 'contoso',
      to: '+61491570156',
      content: 'Hello',
      mayHaveBeenSent: false,
    };
    await expect(client.sendOnce(message)).rejects.toMatchObject({
      status: 429,
      retryAfterMs: expect.any(Number),
    });
  });
});
