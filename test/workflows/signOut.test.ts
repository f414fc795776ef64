/** Sign-outs of operators, which Temporal remembers. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { signOutWorkflowId } from '../../src/onboarding/names.js';
import { hasSignedOut, rememberSignOut } from '../../src/temporal/signOuts.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';

let temporal: TestTemporal;
// Each with a server of its own: a task that nobody takes holds time.
beforeEach(async () => {
  temporal = await timeSkippingServer();
});
afterEach(async () => {
  await temporal.stop();
});

describe('a sign-out', () => {
  it('is known at once, without a worker, however often it is said', async () => {
    const session = { id: randomUUID(), seconds: 3600 };
    expect(await hasSignedOut(temporal.client, session.id)).toBe(false);
    for (let i = 0; i < 2; i += 1) await rememberSignOut(temporal.client, 'no-worker', session);
    expect(await hasSignedOut(temporal.client, session.id)).toBe(true);
    expect(await hasSignedOut(temporal.client, randomUUID())).toBe(false);
  });

  it('is remembered for longer than a copied cookie is good, and leaves nothing running', async () => {
    await temporal.withWorker({}, async () => {
      const session = { id: randomUUID(), seconds: 3600 };
      const before = await temporal.currentTimeMs();
      await rememberSignOut(temporal.client, temporal.taskQueue, session);
      await temporal.client.workflow.getHandle(signOutWorkflowId(session.id)).result();
      expect((await temporal.currentTimeMs()) - before).toBeGreaterThan(3_600_000);
    });
  });
});
