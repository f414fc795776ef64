/** E-mails to a real SMTP server in a process of its own: the sandbox's. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetch, Agent } from 'undici';
import { z } from 'zod';
import { emailOf } from '../../src/email/email.js';
import { readMessageId } from '../../src/email/messageId.js';
import { SmtpClient } from '../../src/email/smtp.js';
import { SmtpError } from '../../src/email/smtpError.js';
import { freePort } from '../../environment/temporal/ports.js';
import { MESSAGEMEDIA } from '../../src/onboarding/profiles/brand.js';
import { trusting } from '../../src/trust.js';

const FROM = 'sso@messagemedia.example';
const STARTED_WITHIN_MS = 60_000;

let sandbox: ChildProcess;
let dataDir: string;
let origin: string;
let ca: string;
let client: SmtpClient;
const options = {
  host: 'localhost',
  port: 0,
  tls: 'required' as const,
  auth: undefined,
  from: FROM,
  timeoutMs: 5_000,
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'smtp-'));
  const [port, smtpPort] = [await freePort(), await freePort()];
  sandbox = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: {
      ...process.env,
      SANDBOX_PORT: String(port),
      SANDBOX_SMTP_PORT: String(smtpPort),
      SANDBOX_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    sandbox.stdout!.once('data', () => {
      resolve();
    });
    sandbox.once('exit', () => {
      reject(new Error('the sandbox did not start'));
    });
    setTimeout(reject, STARTED_WITHIN_MS).unref();
  });
  origin = `https://localhost:${String(port)}`;
  ca = readFileSync(join(dataDir, 'ca.pem'), 'utf8');
  options.port = smtpPort;
}, STARTED_WITHIN_MS);
afterAll(() => {
  sandbox.kill();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  client = new SmtpClient({ ...options, ca });
});

const emails = z.array(
  z.object({
    ...{ messageId: z.string(), from: z.string(), to: z.string(), subject: z.string(), text: z.string() },
    ...{ html: z.string(), stopUrl: z.string(), pictures: z.array(z.string()) },
  }),
);
async function inbox(to: string) {
  const dispatcher = new Agent({ connect: { secureContext: trusting(ca) } });
  const reply = await fetch(`${origin}/sandbox/emails`, { dispatcher });
  return emails.parse(await reply.json()).filter((email) => email.to === to);
}

const URL_OF_LINK = 'https://sso.example/s/contoso.abc';
const words = emailOf({
  cause: { about: 'task', task: 'consent', number: 1, instruction: '' },
  companyName: 'Łódź <b>& Sons</b>',
  contact: 'Anna',
  brand: MESSAGEMEDIA,
  timeZone: 'Australia/Melbourne',
  link: { url: URL_OF_LINK, stopUrl: `${URL_OF_LINK}/stop`, expiresAt: '2026-12-11T20:00:00Z' },
});
const email = (to: string, id = 'a-run/consent/1/0/0') => ({
  ...words,
  ...{ id, customerId: 'contoso', to, fromName: 'MessageMedia' },
});

describe('an e-mail', () => {
  it('arrives over TLS, in plain text and HTML, with who asks, why, how long it takes, the link, and how to stop', async () => {
    await client.send(email('anna@contoso.example'));
    const [arrived] = await inbox('anna@contoso.example');
    expect(arrived).toMatchObject({
      from: `MessageMedia <${FROM}>`,
      subject:
        'MessageMedia SSO for Łódź <b>& Sons</b>: please approve the changes to your Microsoft Entra ID',
      stopUrl: `${URL_OF_LINK}/stop`,
    });
    for (const part of [arrived!.text, arrived!.html]) {
      expect(part).toContain('Hello Anna,');
      expect(part).toContain(
        'Please approve the changes to your Microsoft Entra ID. It takes about 2 minutes.',
      );
      expect(part).toContain(URL_OF_LINK);
      // As the calendar has it in Melbourne.
      expect(part).toContain('personal to Anna and works until 12 December 2026');
      expect(part).toContain(`${URL_OF_LINK}/stop`);
    }
    expect(arrived!.html).toContain('Łódź &lt;b>&amp; Sons&lt;/b>');
    expect(arrived!.html).not.toContain('<b>');
  });

  it('is in the language of the contact, in the name and colour of the brand, with its logo', async () => {
    const logo = { type: 'image/png' as const, content: Buffer.from('89504e47', 'hex') };
    const to = 'gerda@contoso.example';
    const words = emailOf({
      cause: { about: 'task', task: 'handover', number: 1, instruction: '' },
      ...{ companyName: 'Contoso', language: 'de', contact: 'Gerda', timeZone: 'Europe/Berlin' },
      brand: { name: 'Rocket', accent: '#7a1fa2', logo },
      link: { url: URL_OF_LINK, stopUrl: `${URL_OF_LINK}/stop`, expiresAt: '2026-12-11T20:00:00Z' },
    });
    await client.send({ ...email(to), ...words });
    const [arrived] = await inbox(to);
    expect(arrived).toMatchObject({
      subject: 'Rocket SSO für Contoso: bitte tragen Sie die Einstellungen im Hub ein',
      pictures: ['logo@sso'],
    });
    for (const part of [arrived!.text, arrived!.html]) {
      expect(part).toContain('Guten Tag Gerda,');
      expect(part).toContain('Bitte tragen Sie die Einstellungen im Hub ein. Das dauert etwa 5 Minuten.');
      expect(part).toContain('gilt bis zum 11. Dezember 2026');
    }
    expect(arrived!.html).toContain('<html lang="de">');
    expect(arrived!.html).toContain('background:#7a1fa2');
    expect(arrived!.html).toContain('src="cid:logo@sso"');
  });

  it('of a brand without a picture that mail programs show has its first letter', () => {
    const { html, logo } = emailOf({
      cause: { about: 'link', task: 'all' },
      ...{ companyName: 'Contoso', contact: 'Anna', timeZone: 'UTC', link: undefined },
      brand: { name: 'Rocket', accent: '#7a1fa2', logo: { type: 'image/svg+xml', content: Buffer.from('') } },
    });
    expect(logo).toBeUndefined();
    expect(html).toMatch(/background:#7a1fa2" aria-hidden="true">R</);
    expect(html).not.toContain('<img');
  });

  it('sent again has the same Message-ID, and another cause another', async () => {
    const to = 'twice@contoso.example';
    await client.send(email(to));
    await client.send(email(to));
    await client.send(email(to, 'a-run/consent/1/1/0'));
    const ids = (await inbox(to)).map(({ messageId }) => messageId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(2);
    expect(readMessageId(ids[0]!)).toEqual({ customerId: 'contoso', id: 'a-run/consent/1/0/0' });
  });

  it('to an address that is not there is refused, in words without the address', async () => {
    const error: unknown = await client
      .send(email('anna@unknown.example'))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ transient: false, problem: { code: 'email_refused' } });
    expect(String(error)).not.toContain('unknown.example');
  });

  it('is tried again where the server says so, or does not answer', async () => {
    const nobody = new SmtpClient({ ...options, port: await freePort(), ca });
    const later = client.send(email('anna@later.example'));
    await expect(later).rejects.toMatchObject({ transient: true });
    await expect(nobody.send(email('anna@contoso.example'))).rejects.toMatchObject({ transient: true });
  });

  it('goes to no server that it does not trust', async () => {
    const distrusting = new SmtpClient(options);
    await expect(distrusting.send(email('distrust@contoso.example'))).rejects.toBeInstanceOf(SmtpError);
    expect(await inbox('distrust@contoso.example')).toEqual([]);
  });

  it('goes to no server without TLS, unless a setting says so', async () => {
    const heard: string[] = [];
    const plain = createServer((socket) => {
      socket.write('220 plain.example ESMTP\r\n');
      socket.on('data', (data) => {
        heard.push(String(data));
        socket.write(/^EHLO/i.test(String(data)) ? '250 plain.example\r\n' : '502 5.5.1 Not implemented\r\n');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as { port: number };
    const insisting = new SmtpClient({ ...options, host: '127.0.0.1', port, ca });
    await expect(insisting.send(email('a@contoso.example'))).rejects.toBeInstanceOf(SmtpError);
    expect(heard.join('')).not.toContain('MAIL FROM');
    const careless = new SmtpClient({ ...options, host: '127.0.0.1', port, ca, tls: 'none' });
    await expect(careless.send(email('a@contoso.example'))).rejects.toBeInstanceOf(SmtpError);
    expect(heard.join('')).toContain('MAIL FROM');
    plain.close();
  });
});
