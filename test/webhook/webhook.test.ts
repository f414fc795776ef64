/** Webhooks at a strict receiver, over TLS. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { customerEventSchema } from '../../src/onboarding/events.js';
import { signatureOf } from '../../src/webhook/webhook.js';
import { exampleEvent, runActivity } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
beforeEach(async () => {
  world = await startTestSandbox({ webhook: true });
});
afterEach(async () => {
  await world.stop();
});

const received = () => world.sandbox.world.webhook.received;
const publish = () => runActivity(world, 'publishEvents', { events: [exampleEvent(1)] });

describe('a webhook', () => {
  it("is signed as Standard Webhooks' published example", () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const headers = signatureOf(
      secret,
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      new Date(1_614_265_330_000),
      '{"test": 2432232314}',
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('brings the event as it is to a receiver that checks the signature', async () => {
    await publish();
    expect(received()).toEqual([{ id: exampleEvent(1).id, event: exampleEvent(1), deliveries: 1 }]);
    expect(customerEventSchema.parse(received()[0]!.event)).toEqual(exampleEvent(1));
  });

  it('signed with another secret is refused, and retried', async () => {
    world.sandbox.world.webhook.secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    await expect(publish()).rejects.toMatchObject({ message: 'webhook: 401', nonRetryable: false });
    expect(received()).toEqual([]);
  });

  it('that does not take one of several is said to have taken those before it', async () => {
    const effect = { kind: 'status' as const, status: 503, code: 'x', message: 'x' };
    world.sandbox.faults.add({ method: 'POST', path: '^/webhooks', skip: 1, times: 1, effect });
    const events = [exampleEvent(1), exampleEvent(2), exampleEvent(3)];
    expect(await runActivity(world, 'publishEvents', { events })).toEqual({ webhook: true, taken: 1 });
    expect(received().map(({ id }) => id)).toEqual([exampleEvent(1).id]);
  });

  it.each([
    { status: 503, more: { retryAfter: '7' }, wanted: { message: 'webhook: 503', nextRetryDelay: 7000 } },
    { status: 410, more: {}, wanted: { message: 'webhook: 410', nonRetryable: true } },
    { status: 302, more: {}, wanted: { message: 'webhook: 302', nonRetryable: false } },
    {
      status: 429,
      more: { retryAfter: 'Thu, 01 Jan 2099 00:00:00 GMT' },
      wanted: { message: 'webhook: 429', nextRetryDelay: expect.any(Number) },
    },
    {
      status: 500,
      more: { retryAfter: 'Thu, 01 Jan 2015 00:00:00 GMT' },
      wanted: { message: 'webhook: 500', nextRetryDelay: undefined },
    },
  ])('that is answered by $status is not taken for delivered', async ({ status, more, wanted }) => {
    const effect = { kind: 'status' as const, status, code: 'x', message: 'x', ...more };
    world.sandbox.faults.add({ method: 'POST', path: '^/webhooks', skip: 0, times: 1, effect });
    await expect(publish()).rejects.toMatchObject(wanted);
  });
});
