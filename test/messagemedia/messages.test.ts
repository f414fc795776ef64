import { describe, expect, it } from '@jest/globals';
import { authorization } from '../../src/messagemedia/messages.js';

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
