/** Encrypts every payload, since requests, signals and results carry personal data. AES-256-GCM. */
import {
  METADATA_ENCODING_KEY,
  type Payload,
  type PayloadCodec,
  type SerializationContext,
  ValueError,
} from '@temporalio/common';
import proto from '@temporalio/proto';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { READABLE_ELSEWHERE, UNDECODABLE_ENCODING } from '../onboarding/undecodable.js';

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
/** Payloads without it are bound to nothing: of before it existed, or encoded for somebody who named no workflow. */
const VERSION = 'encryption-version';
const BOUND = '2';
const NAMESPACE = 'encryption-namespace';
const WORKFLOW_ID = 'encryption-workflow-id';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | null | undefined) => (data ? new TextDecoder().decode(data) : '');

/** Of 32 bytes each. The first encrypts; with all of them is decrypted, so that a key can be replaced. */
export type PayloadKeys = readonly [Uint8Array, ...Uint8Array[]];

/** What a payload belongs to; as much of it as whoever encodes or decodes knows. */
export type Binding = { namespace?: string | undefined; workflowId?: string | undefined };

type Key = { id: string; key: Uint8Array };

/** Travels with each payload. */
export const keyIdOf = (key: Uint8Array): string =>
  createHash('sha256').update(key).digest('hex').slice(0, 8);

export const keyIdSaidBy = ({ metadata }: Payload): string => text(metadata?.[KEY_ID]);

const identified = (key: Uint8Array): Key => ({ id: keyIdOf(key), key });

/** A payload that this codec cannot read. */
export class UndecodableError extends ValueError {
  constructor(
    message: string,
    /** The end of a sentence that begins with "the input", the same wherever it cannot be read. */
    readonly reason: string,
    /** With other keys, or by another version. */
    readonly readableElsewhere: boolean,
  ) {
    super(message);
  }
}

/** Payloads that are not encrypted pass through decoding, so that plain signals of the stock CLI are understood. */
export class EncryptionCodec implements PayloadCodec {
  private readonly current: Key;
  private readonly all: Key[];

  constructor([key, ...others]: PayloadKeys) {
    this.current = identified(key);
    this.all = [this.current, ...others.map(identified)];
  }

  encode(payloads: Payload[], binding?: SerializationContext | Binding): Promise<Payload[]> {
    // Begun by a promise, so that a failure is a rejection.
    return Promise.resolve().then(() => payloads.map((payload) => this.encrypt(payload, binding)));
  }

  /** Rejects with an UndecodableError. */
  decode(payloads: Payload[], binding?: SerializationContext | Binding): Promise<Payload[]> {
    return Promise.resolve().then(() => payloads.map((payload) => this.decrypt(payload, binding)));
  }

  private encrypt(payload: Payload, { namespace, workflowId }: Binding = {}): Payload {
    const nonce = randomBytes(NONCE_BYTES);
    const { id, key } = this.current;
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    const bound = namespace !== undefined || workflowId !== undefined;
    if (bound) cipher.setAAD(associatedData(id, { namespace, workflowId }));
    const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
    const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const metadata = {
      [METADATA_ENCODING_KEY]: ENCODING,
      [KEY_ID]: id,
      ...(bound ? { [VERSION]: BOUND } : {}),
      ...(namespace === undefined ? {} : { [NAMESPACE]: namespace }),
      ...(workflowId === undefined ? {} : { [WORKFLOW_ID]: workflowId }),
    };
    const named = Object.entries(metadata).map(([name, value]) => [name, bytes(value)] as const);
    return { metadata: Object.fromEntries(named), data };
  }

  /** @throws UndecodableError */
  protected decrypt(payload: Payload, expected: Binding = {}): Payload {
    const said = (name: string) => {
      const value = payload.metadata?.[name];
      return value == null ? undefined : text(value);
    };
    if (said(METADATA_ENCODING_KEY) !== ENCODING) return payload;
    const keyId = said(KEY_ID) ?? '';
    const key = this.all.find(({ id }) => id === keyId)?.key;
    const reason = `cannot be decrypted: its key ${JSON.stringify(keyId.slice(0, 20))} is not in PAYLOAD_KEY, or it was changed on its way`;
    if (key === undefined) {
      const known = this.all.map(({ id }) => id).join(', ');
      const message = `The payload is encrypted with key ${keyId}, which is not in PAYLOAD_KEY: ${known}.`;
      throw new UndecodableError(message, reason, true);
    }
    const version = said(VERSION);
    const bound = { namespace: said(NAMESPACE), workflowId: said(WORKFLOW_ID) };
    let plain: Payload;
    try {
      if (version !== undefined && version !== BOUND) throw new RangeError(`unknown version ${version}`);
      const aad = version === undefined ? undefined : associatedData(keyId, bound);
      plain = proto.temporal.api.common.v1.Payload.decode(open(payload.data ?? new Uint8Array(), key, aad));
    } catch {
      throw new UndecodableError(`The payload, encrypted with key ${keyId}, was changed.`, reason, true);
    }
    // What is associated names what the payload belongs to, so a reader who knows no workflow can read it as well.
    if (version !== undefined) assertBelongs(bound, expected);
    return plain;
  }
}

const associatedData = (keyId: string, { namespace = '', workflowId = '' }: Binding) =>
  Buffer.from(JSON.stringify([BOUND, keyId, namespace, workflowId]));

function open(data: Uint8Array, key: Uint8Array, aad: Uint8Array | undefined): Uint8Array {
  const tagAt = data.length - TAG_BYTES;
  if (tagAt < NONCE_BYTES) throw new RangeError('too short');
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES), options);
  if (aad !== undefined) decipher.setAAD(aad);
  decipher.setAuthTag(data.subarray(tagAt));
  return Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, tagAt)), decipher.final()]);
}

/** @throws UndecodableError where both are named, and differ */
function assertBelongs(bound: Binding, expected: Binding): void {
  const differs = (name: keyof Binding) =>
    bound[name] !== undefined && expected[name] !== undefined && bound[name] !== expected[name];
  if (!differs('namespace') && !differs('workflowId')) return;
  const to = `${bound.workflowId ?? 'any workflow'} in the namespace ${bound.namespace ?? ''}`;
  const reason = `was encrypted for another workflow, ${to}`;
  throw new UndecodableError(`The payload ${reason}.`, reason, false);
}

/** Those of Temporal's default payload converters. */
const READABLE = ['binary/null', 'binary/plain', 'json/plain', 'json/protobuf', 'binary/protobuf'];

/**
 * A worker's. Anybody may signal a workflow with anything, and what cannot be decoded would fail its every workflow task:
 * it is marked instead, and the workflow's interceptors decide. Inputs and results of activities are never marked: they
 * fail until a worker can read them.
 */
export class WorkerCodec extends EncryptionCodec {
  protected override decrypt(payload: Payload, context?: SerializationContext): Payload {
    if (context?.type !== 'workflow') return super.decrypt(payload, context);
    try {
      return readable(super.decrypt(payload, context));
    } catch (error) {
      if (error instanceof UndecodableError) return marked(error.reason, error.readableElsewhere);
      throw error;
    }
  }
}

function readable(payload: Payload): Payload {
  const encoding = text(payload.metadata?.[METADATA_ENCODING_KEY]);
  if (!READABLE.includes(encoding)) {
    return marked(
      `has the encoding ${JSON.stringify(encoding.slice(0, 40))}, which nobody here knows`,
      false,
    );
  }
  if (!encoding.startsWith('json/') || isJson(text(payload.data))) return payload;
  return marked('is not JSON, though its encoding says so', false);
}

const marked = (reason: string, readableElsewhere: boolean): Payload => ({
  metadata: {
    [METADATA_ENCODING_KEY]: bytes(UNDECODABLE_ENCODING + reason),
    [READABLE_ELSEWHERE]: bytes(readableElsewhere ? 'yes' : 'no'),
  },
  data: new Uint8Array(),
});

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** For clients. */
export const dataConverter = (keys: PayloadKeys) => ({ payloadCodecs: [new EncryptionCodec(keys)] });

/** For workers, whose bundle must have the interceptors of src/workflows/interceptors.ts. */
export const workerDataConverter = (keys: PayloadKeys) => ({ payloadCodecs: [new WorkerCodec(keys)] });
