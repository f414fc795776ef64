/** Signed callbacks of the Messages API: delivery reports and replies, to the address that a message names. */
import { createPublicKey, randomUUID, sign } from 'node:crypto';
import type { SentMessage, World } from '../world.js';
import type { MessagesBehaviour } from './behaviour.js';

const KEY_ID = 'sandbox-callbacks';

export class Callbacks {
  constructor(
    private readonly privateKeyPem: string,
    private readonly world: World,
  ) {}

  private get behaviour(): MessagesBehaviour {
    return this.world.messages.behaviour;
  }

  /** The enabled signature key, as the API shows it. */
  key() {
    const spki = createPublicKey(this.privateKeyPem).export({ type: 'spki', format: 'der' });
    return {
      key_id: KEY_ID,
      public_key: spki.toString('base64'),
      cipher: 'RSA',
      digest: this.behaviour.digest,
      enabled: true,
    };
  }

  /** Telephones of the sandbox are always on; what cannot reach one is reported as `failure`. */
  async ended(message: SentMessage, failure: string | undefined): Promise<void> {
    message.status = failure ?? 'delivered';
    await this.post(message, {
      delivery_report_id: randomUUID(),
      source_number: message.destination_number,
      status: message.status,
      status_code: failure === undefined ? 220 : 410,
      original_text: message.content,
    });
  }

  /** STOP may come as a notification of its own, which has no id of a reply. */
  async replied(message: SentMessage, content: string): Promise<void> {
    const { optOut } = this.behaviour;
    const told = { source_number: message.destination_number, content };
    const isStop = /^\s*stop\b/i.test(content);
    if (!isStop || optOut !== 'notification') {
      await this.post(message, { reply_id: randomUUID(), ...told });
    }
    if (isStop && optOut !== 'reply') {
      await this.post(message, { notification_id: randomUUID(), account_id: 'Sandbox', ...told });
    }
  }

  private async post(message: SentMessage, more: object): Promise<void> {
    const { callback_url: url, message_id, metadata } = message;
    if (url === undefined) return;
    const received = new Date(this.world.now());
    const common = { callback_url: url, message_id, metadata, date_received: received.toISOString() };
    const body = JSON.stringify({ ...common, ...more });
    const { pathname, search } = new URL(url);
    const date = received.toUTCString();
    // Nothing stands between the parts.
    const signed = `POST ${pathname}${search} HTTP/1.1${date}${body}`;
    const { digest, digestWithHyphen } = this.behaviour;
    const signature = sign(`RSA-${digest}`, Buffer.from(signed), this.privateKeyPem);
    await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Date: date,
        'X-MessageMedia-Signature': signature.toString('base64'),
        'X-MessageMedia-Digest-Type': digestWithHyphen ? digest.replace('SHA', 'SHA-') : digest,
        'X-MessageMedia-Cipher-Type': 'RSA',
        'X-MessageMedia-Key-Id': KEY_ID,
      },
      body,
    }).catch(() => undefined); // nobody listens there: the real API tries again for a while
  }
}
