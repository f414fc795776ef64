/** Signed callbacks of the Messages API: delivery reports and replies, to the address that a message names. */
import { createPublicKey, randomUUID, sign } from 'node:crypto';
import type { SentMessage } from '../world.js';

const KEY_ID = 'sandbox-callbacks';

export class Callbacks {
  constructor(
    private readonly privateKeyPem: string,
    private readonly now: () => number,
  ) {}

  /** The enabled signature key, as the API shows it. */
  key() {
    const spki = createPublicKey(this.privateKeyPem).export({ type: 'spki', format: 'der' });
    return {
      key_id: KEY_ID,
      public_key: spki.toString('base64'),
      cipher: 'RSA',
      digest: 'SHA256',
      enabled: true,
    };
  }

  /** Telephones of the sandbox are always on. */
  async delivered(message: SentMessage): Promise<void> {
    message.status = 'delivered';
    await this.post(message, {
      delivery_report_id: randomUUID(),
      source_number: message.destination_number,
      status: 'delivered',
      original_text: message.content,
    });
  }

  async replied(message: SentMessage, content: string): Promise<void> {
    await this.post(message, {
      reply_id: randomUUID(),
      source_number: message.destination_number,
      content,
    });
  }

  private async post(message: SentMessage, more: object): Promise<void> {
    const { callback_url: url, message_id, metadata } = message;
    if (url === undefined) return;
    const received = new Date(this.now());
    const common = { callback_url: url, message_id, metadata, date_received: received.toISOString() };
    const body = JSON.stringify({ ...common, ...more });
    const { pathname, search } = new URL(url);
    const date = received.toUTCString();
    // Nothing stands between the parts.
    const signed = `POST ${pathname}${search} HTTP/1.1${date}${body}`;
    await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Date: date,
        'X-MessageMedia-Signature': sign('RSA-SHA256', Buffer.from(signed), this.privateKeyPem).toString(
          'base64',
        ),
        'X-MessageMedia-Digest-Type': 'SHA-256',
        'X-MessageMedia-Cipher-Type': 'RSA',
        'X-MessageMedia-Key-Id': KEY_ID,
      },
      body,
    }).catch(() => undefined); // nobody listens there: the real API tries again for a while
  }
}
