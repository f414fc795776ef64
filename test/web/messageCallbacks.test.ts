import { describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { generateKeyPairSync, sign } from 'node:crypto';
import { signatureProblem } from '../../src/web/callbackSignature.js';
import { portTo } from '../../src/temporal/port.js';
import { createWebServer } from '../../src/web/server.js';
import { minimalRequest } from '../support/request.js';
import { recordingLogger, webSettings } from '../support/web.js';
import { startWebWorld, visitor, type WebWorld, worldForEachTest } from '../support/webWorld.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEYS = new Map([['key-1', publicKey.export({ type: 'spki', format: 'der' }).toString('base64')]]);
const NOW = Date.parse('2026-11-24T09:00:00Z');
const URL_PATH = '/callbacks/messages/contoso';

/** As MessageMedia signs a callback. */
function signature(path: string, body: string, at: number) {
  const date = new Date(at).toUTCString();
  const text = `POST ${path} HTTP/1.1${date}${body}`;
  return {
    date,
    'x-messagemedia-signature': sign('RSA-SHA512', Buffer.from(text), privateKey).toString('base64'),
    'x-messagemedia-digest-type': 'SHA-512',
    'x-messagemedia-key-id': 'key-1',
  };
}

/** A signed callback; `changes` are made after that. */
function signed(changes: { headers?: Record<string, string>; url?: string; body?: string } = {}) {
  const body = '{"reply_id":"1"}';
  const headers = { ...signature(URL_PATH, body, NOW), ...changes.headers };
  return { request: { method: 'POST', url: changes.url ?? URL_PATH, headers }, body: changes.body ?? body };
}
const problemOf = (changes?: Parameters<typeof signed>[0], now = NOW) => {
  const { request, body } = signed(changes);
  return signatureProblem(request, body, KEYS, now);
};

describe('a signature', () => {
  it('over request line, date and body is accepted', () => {
    expect(problemOf()).toBeUndefined();
  });

  it.each(['SHA512', 'SHA-512', 'sha-512'])('may name its digest as %s', (name) => {
    expect(problemOf({ headers: { 'x-messagemedia-digest-type': name } })).toBeUndefined();
  });

  it.each([
    ['another path', { url: '/callbacks/messages/fabrikam' }, 'its signature does not fit'],
    ['another body', { body: '{"reply_id":"2"}' }, 'its signature does not fit'],
    ['an unknown key', { headers: { 'x-messagemedia-key-id': 'key-2' } }, 'its key is not known'],
    ['a weak digest', { headers: { 'x-messagemedia-digest-type': 'MD5' } }, 'its digest is not accepted'],
    ['no signature', { headers: { 'x-messagemedia-signature': '' } }, 'its signature does not fit'],
    ['no date', { headers: { date: '' } }, 'it is not from now'],
  ])('with %s is refused', (_, changes, problem) => {
    expect(problemOf(changes)).toBe(problem);
  });

  it('of an hour ago is refused', () => {
    expect(problemOf({}, NOW + 3_600_000)).toBe('it is not from now');
  });
});

describe('callbacks', () => {
  let world: WebWorld;
  worldForEachTest(startWebWorld, (made) => ({ world } = made));

  it('show that a text was delivered, and stop texting whoever answers STOP', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.until(({ messages }) => messages[0]?.status === 'delivered');
      const browser = visitor(world);
      const inbox = await browser.open(`${world.sandbox.origin}/sandbox/inbox`);
      await browser.submit(inbox.forms[0]!, { content: 'STOP' });
      await onboarding.until(({ optedOut }) => optedOut.includes('Anna'));
      await browser.close();
      expect(world.log.filter((line) => line.includes('refused'))).toEqual([]);
    });
  });

  it.each(['reply', 'notification', 'both'] as const)(
    'take a STOP that comes as %s, with either digest, also where it comes to the address of the account',
    async (optOut) => {
      const { behaviour, inbox } = world.sandbox.world.messages;
      Object.assign(behaviour, { optOut, digest: 'SHA512', digestWithHyphen: optOut !== 'both' });
      await world.run(async () => {
        const onboarding = await world.start();
        await onboarding.until(({ messages }) => messages[0]?.status === 'delivered');
        const [sent] = inbox;
        // As a webhook for all opt-outs of the account has it.
        if (optOut === 'notification') sent!.callback_url = `${world.publicUrl}/callbacks/messages`;
        const browser = visitor(world);
        const page = await browser.open(`${world.sandbox.origin}/sandbox/inbox`);
        await browser.submit(page.forms[0]!, { content: 'STOP' });
        await onboarding.until(({ optedOut }) => optedOut.includes('Anna'));
        await browser.close();
        expect(world.log.filter((line) => line.includes('refused'))).toEqual([]);
      });
    },
  );

  it('that could not be passed on count when they come again, and once', async () => {
    const other = await startWebWorld({ callbackKeys: KEYS });
    const { logger } = recordingLogger();
    const settings = webSettings({ callbackKeys: KEYS });
    const client = new Client({ connection: Connection.lazy({ address: '127.0.0.1:9' }) });
    const nowhere = portTo(client, 'none');
    const cutOff = await createWebServer({ temporal: nowhere, settings, logger });
    try {
      await other.run(async () => {
        const onboarding = await other.start();
        const url = `/callbacks/messages/${onboarding.customerId}`;
        const { mobile } = minimalRequest().contacts[0]!;
        const payload = JSON.stringify({ reply_id: '1', source_number: mobile, content: 'Stop' });
        const headers = { ...signature(url, payload, Date.now()), 'content-type': 'application/json' };
        const passedOn = () => fetch(`${other.publicUrl}${url}`, { method: 'POST', headers, body: payload });
        const lost = await cutOff.inject({ method: 'POST', url, headers, payload });
        expect(lost.statusCode).toBe(503);
        expect([await passedOn(), await passedOn()].map(({ status }) => status)).toEqual([204, 204]);
        const { optedOut } = await onboarding.until((progress) => progress.optedOut.length > 0);
        expect(optedOut).toEqual(['Anna']);
      });
    } finally {
      await cutOff.close();
      await other.stop();
    }
  });

  it('that nobody signed change nothing', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      const reply = await fetch(`${world.publicUrl}/callbacks/messages/${onboarding.customerId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ reply_id: '1', source_number: '+61491570156', content: 'STOP' }),
      });
      expect(reply.status).toBe(403);
      expect((await onboarding.progress()).optedOut).toEqual([]);
    });
  });
});

describe('callbacks with a key of ours', () => {
  let world: WebWorld;
  worldForEachTest(
    () => startWebWorld({ callbackKeys: KEYS }),
    (made) => ({ world } = made),
  );

  it('take words that begin other sentences for a STOP only where they stand alone, and START for its end', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      const url = `/callbacks/messages/${onboarding.customerId}`;
      const { mobile } = minimalRequest().contacts[0]!;
      let minute = 0;
      const reply = async (content: string) => {
        // Each a minute after the last one: of two in one second STOP counts.
        const date_received = new Date(Date.parse('2026-11-02T09:00:00Z') + (minute += 1) * 60_000);
        const body = JSON.stringify({ reply_id: '1', source_number: mobile, content, date_received });
        const headers = { ...signature(url, body, Date.now()), 'content-type': 'application/json' };
        await fetch(`${world.publicUrl}${url}`, { method: 'POST', headers, body });
        return (await onboarding.progress()).optedOut;
      };
      expect(await reply('End of month suits me')).toEqual([]);
      expect(await reply('Cancel my 3 pm, please')).toEqual([]);
      expect(await reply(' Quit. ')).toEqual(['Anna']);
      expect(await reply('Start with Tuesday')).toEqual(['Anna']);
      expect(await reply('start')).toEqual([]);
      expect(await reply('Stop texting me')).toEqual(['Anna']);
    });
  });

  it('that come again do not undo what was said since', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      const url = `/callbacks/messages/${onboarding.customerId}`;
      const { mobile } = minimalRequest().contacts[0]!;
      const now = Date.now();
      const reply = (id: string, content: string, at: number) => {
        const date_received = new Date(at).toISOString();
        const body = JSON.stringify({ reply_id: id, source_number: mobile, content, date_received });
        const headers = { ...signature(url, body, now), 'content-type': 'application/json' };
        return fetch(`${world.publicUrl}${url}`, { method: 'POST', headers, body });
      };
      await reply('1', 'START', now - 60_000);
      await reply('2', 'STOP', now - 30_000);
      expect((await reply('1', 'START', now - 60_000)).status).toBe(204);
      expect((await onboarding.progress()).optedOut).toEqual(['Anna']);
    });
  });

  it('for nobody of whom it can be told are refused, not lost in silence', async () => {
    const post = async (url: string, told: object) => {
      const body = JSON.stringify(told);
      const headers = { ...signature(url, body, Date.now()), 'content-type': 'application/json' };
      const { status } = await fetch(`${world.publicUrl}${url}`, { method: 'POST', headers, body });
      return status;
    };
    await world.run(async () => {
      const stop = { notification_id: '1', source_number: '+61491570156' };
      expect(await post('/callbacks/messages', stop)).toBe(422);
      expect(
        await post('/callbacks/messages', { ...stop, metadata: { 'sso-onboarding-customer': '' } }),
      ).toBe(204);
      expect(await post('/callbacks/messages/contoso', { notification_id: '1' })).toBe(422);
      expect(await post('/callbacks/messages/contoso', { anything: '1' })).toBe(400);
    });
  });
});
