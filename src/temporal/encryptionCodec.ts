/** Encrypts every payload, since requests, signals and results carry personal data. AES-256-GCM. */
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import proto from '@temporalio/proto';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | null | undefined) => (data ? new TextDecoder().decode(data) : '');

/** Of 32 bytes each. The first encrypts; with all of them is decrypted, so that a key can be replaced. */
export type PayloadKeys = readonly [Uint8Array, ...Uint8Array[]];

type Key = { id: string; key: Uint8Array };

/** Its id travels with each payload. */
const identified = (key: Uint8Array): Key => ({
  id: createHash('sha256').update(key).digest('hex').slice(0, 8),
  key,
});

/** Payloads that are not encrypted pass through decoding, so that plain signals of the stock CLI are understood. */
export class EncryptionCodec implements PayloadCodec {
  private readonly current: Key;
  private readonly all: Key[];

  constructor([key, ...others]: PayloadKeys) {
    this.current = identified(key);
    this.all = [this.current, ...others.map(identified)];
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.encrypt(payload)));
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.decrypt(payload)));
  }

  private encrypt(payload: Payload): Payload {
    const nonce = randomBytes(NONCE_BYTES);
    const { id, key } = this.current;
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
    const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { metadata: { [METADATA_ENCODING_KEY]: bytes(ENCODING), [KEY_ID]: bytes(id) }, data };
  }

  private decrypt(payload: Payload): Payload {
    if (text(payload.metadata?.[METADATA_ENCODING_KEY]) !== ENCODING) return readable(payload);
    const keyId = text(payload.metadata?.[KEY_ID]);
    const key = this.all.find(({ id }) => id === keyId)?.key;
    if (key === undefined) {
      const known = this.all.map(({ id }) => id).join(', ');
      throw new ValueError(
        `The payload is encrypted with key ${keyId}, which is not in PAYLOAD_KEY: ${known}.`,
      );
    }
    const data = payload.data ?? new Uint8Array();
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    const plain = decipher.update(data.subarray(NONCE_BYTES, data.length - TAG_BYTES));
    return readable(proto.temporal.api.common.v1.Payload.decode(Buffer.concat([plain, decipher.final()])));
  }
}

/** Those of Temporal's default payload converters. */
const READABLE = ['binary/null', 'binary/plain', 'json/plain', 'json/protobuf', 'binary/protobuf'];

/**
 * Anybody may signal a workflow with anything. What no converter could read would fail its every workflow task, so it
 * is replaced by a value that the signal's own validation refuses.
 */
function readable(payload: Payload): Payload {
  const encoding = text(payload.metadata?.[METADATA_ENCODING_KEY]);
  if (READABLE.includes(encoding) && (!encoding.startsWith('json/') || isJson(text(payload.data))))
    return payload;
  return {
    metadata: { [METADATA_ENCODING_KEY]: bytes('json/plain') },
    data: bytes(JSON.stringify({ unreadable: encoding })),
  };
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

export const dataConverter = (keys: PayloadKeys) => ({ payloadCodecs: [new EncryptionCodec(keys)] });
