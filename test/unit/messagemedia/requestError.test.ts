import { describe, expect, it } from '@jest/globals';
import { MessagesRequestError } from '../../../src/messagemedia/requestError.js';

const refused = (status: number, body: string) =>
  new MessagesRequestError('POST /v1/messages', status, body).problem;

describe('what the Messages API refuses', () => {
  it.each([
    [401, 'messages_credentials_refused', '{"message":"Invalid authentication credentials"}'],
    [403, 'messages_credentials_refused', '{"message":"This feature has not been enabled in your account."}'],
    [404, 'messages_address_unknown', '{"message":"Resource not found."}'],
    [400, 'message_refused', '{"message":"Request failed to parse correctly."}'],
  ])('with %d is %s, in its own words', (status, code, body) => {
    const { message } = JSON.parse(body) as { message: string };
    expect(refused(status, body)).toMatchObject({
      code,
      details: [`POST /v1/messages: ${String(status)}: ${message}`],
    });
  });

  it('names each field that its details name', () => {
    const details = ['/messages/0/destination_number: International address contains invalid characters.'];
    const problem = refused(400, JSON.stringify({ message: 'Request failed to parse correctly.', details }));
    expect(problem.details).toHaveLength(2);
    expect(problem.details?.[1]).toContain(details[0]);
  });

  it('may come without JSON', () => {
    expect(refused(400, '<html>').details).toEqual(['POST /v1/messages: 400: <html>']);
  });
});
