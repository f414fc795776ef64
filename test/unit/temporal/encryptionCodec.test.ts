import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { EncryptionCodec, UndecodableError, WorkerCodec } from '../../../src/temporal/encryptionCodec.js';

const key = Buffer.alloc(32, 1);
const another = Buffer.alloc(32, 2);
const person = { mobile: '+61491570156' };

describe('payload encryption', () => {
  it('hides what it encodes and gives it back', async () => {
    const codec = new EncryptionCodec([key]);
    const encoded = await codec.encode([defaultPayloadConverter.toPayload(person)]);
    expect(Buffer.from(encoded[0]?.data ?? []).toString('latin1')).not.toContain('+61491570156');
    const [decoded] = await codec.decode(encoded);
    expect(defaultPayloadConverter.fromPayload(decoded ?? {})).toEqual(person);
  });

  it('passes plain payloads through, so that the stock CLI can send signals', async () => {
    const plain = defaultPayloadConverter.toPayload(person);
    expect(await new EncryptionCodec([key]).decode([plain])).toEqual([plain]);
  });

  it('lets one key take the place of another: the first encrypts, the others still decrypt', async () => {
    const payload = defaultPayloadConverter.toPayload(person);
    const before = await new EncryptionCodec([key]).encode([payload]);
    const prepared = new EncryptionCodec([key, another]);
    const replaced = new EncryptionCodec([another, key]);
    const after = await replaced.encode([payload]);
    const decoded = async (codec: EncryptionCodec, encoded: Payload[]) =>
      (await codec.decode(encoded)).map((one) => defaultPayloadConverter.fromPayload(one));
    expect(await decoded(prepared, [...before, ...after])).toEqual([person, person]);
    expect(await decoded(replaced, [...before, ...after])).toEqual([person, person]);
    expect(await decoded(new EncryptionCodec([another]), after)).toEqual([person]);
  });

  it('names both keys when a payload was encrypted with another one', async () => {
    const encoded = await new EncryptionCodec([key]).encode([defaultPayloadConverter.toPayload(person)]);
    await expect(async () => new EncryptionCodec([another]).decode(encoded)).rejects.toThrow(
      /encrypted with key [0-9a-f]{8}, which is not in PAYLOAD_KEY: [0-9a-f]{8}\./,
    );
  });

  it('notices a changed payload', async () => {
    const codec = new EncryptionCodec([key]);
    const [encoded] = await codec.encode([defaultPayloadConverter.toPayload(person)]);
    const data = Buffer.from(encoded?.data ?? []);
    data.writeUInt8(data.readUInt8(20) ^ 1, 20);
    await expect(async () => codec.decode([{ ...encoded, data }])).rejects.toThrow();
  });
});

const workflow = (workflowId: string, namespace = 'default') =>
  ({ type: 'workflow', namespace, workflowId }) as const;
const utf8 = (data: Uint8Array | null | undefined) => Buffer.from(data ?? []).toString();

describe('a payload of a workflow', () => {
  const codec = new EncryptionCodec([key]);
  const payload = defaultPayloadConverter.toPayload(person);
  const encodedFor = async (workflowId: string) => {
    const [encoded] = await codec.encode([payload], workflow(workflowId));
    return encoded!;
  };

  it('is read for that workflow, for its activities, and by who knows of no workflow', async () => {
    const encoded = await encodedFor('onboarding/a');
    const activity = {
      type: 'activity',
      namespace: 'default',
      workflowId: 'onboarding/a',
      isLocal: false,
    } as const;
    for (const context of [workflow('onboarding/a'), activity, undefined, { namespace: 'default' }]) {
      const [decoded] = await codec.decode([encoded], context);
      expect(defaultPayloadConverter.fromPayload(decoded!)).toEqual(person);
    }
  });

  it('is not read for another workflow, nor in another namespace', async () => {
    const encoded = await encodedFor('onboarding/a');
    for (const context of [workflow('onboarding/b'), workflow('onboarding/a', 'other')]) {
      await expect(codec.decode([encoded], context)).rejects.toThrow(/was encrypted for another workflow/);
    }
  });

  it('cannot be made to say that it is of another, or of none', async () => {
    const encoded = await encodedFor('onboarding/a');
    const claimed = { ...encoded.metadata, 'encryption-workflow-id': Buffer.from('onboarding/b') };
    const { 'encryption-version': version, ...unbound } = encoded.metadata ?? {};
    expect(utf8(version)).toBe('2');
    for (const metadata of [claimed, unbound]) {
      await expect(codec.decode([{ ...encoded, metadata }])).rejects.toBeInstanceOf(UndecodableError);
    }
  });

  it('is read without binding when it was encrypted before there was any', async () => {
    const [encoded] = await codec.encode([payload]);
    expect(Object.keys(encoded?.metadata ?? {}).sort()).toEqual(['encoding', 'encryption-key-id']);
    const [decoded] = await codec.decode([encoded!], workflow('onboarding/a'));
    expect(defaultPayloadConverter.fromPayload(decoded!)).toEqual(person);
  });
});

describe('what cannot be decoded', () => {
  const context = workflow('onboarding/a');
  const wrong = async (): Promise<[string, Payload][]> => {
    const [unknownKey] = await new EncryptionCodec([another]).encode([{ data: Buffer.from('x') }]);
    const [encoded] = await new EncryptionCodec([key]).encode([{ data: Buffer.from('x') }]);
    const data = Buffer.from(encoded?.data ?? []);
    const flipped = Buffer.from(data);
    flipped.writeUInt8(flipped.readUInt8(14) ^ 1, 14);
    return [
      ['a key that nobody knows', unknownKey!],
      ['a changed byte', { ...encoded, data: flipped }],
      // GCM would otherwise take a tag of four bytes, which can be guessed.
      ['a shortened tag', { ...encoded, data: data.subarray(0, -12) }],
      ['nothing at all', { ...encoded, data: Buffer.alloc(0) }],
      ['only a nonce', { ...encoded, data: Buffer.alloc(12) }],
      [
        'a version of later',
        { metadata: { ...encoded?.metadata, 'encryption-version': Buffer.from('3') }, data },
      ],
    ];
  };

  it('is a rejection with a name of its own for clients and for activities', async () => {
    const activity = { type: 'activity', namespace: 'default', isLocal: false } as const;
    for (const [name, payload] of await wrong()) {
      const client = new EncryptionCodec([key]).decode([payload], context);
      await expect(client.catch((error: unknown) => [name, error])).resolves.toEqual([
        name,
        expect.any(UndecodableError),
      ]);
      await expect(new WorkerCodec([key]).decode([payload], activity)).rejects.toBeInstanceOf(
        UndecodableError,
      );
    }
  });

  it('is marked for workflows, by something that no converter reads', async () => {
    for (const [, payload] of await wrong()) {
      const [decoded] = await new WorkerCodec([key]).decode([payload], context);
      expect(() => defaultPayloadConverter.fromPayload(decoded!)).toThrow(/undecodable: cannot be decrypted/);
    }
  });

  it('is also an encoding that nobody knows, and JSON that is none', async () => {
    const metadata = (encoding: string) => ({ encoding: Buffer.from(encoding) });
    const payloads = [
      { metadata: metadata('binary/morse'), data: Buffer.from('...') },
      { metadata: metadata('json/plain'), data: Buffer.from('{') },
    ];
    const decoded = await new WorkerCodec([key]).decode(payloads, context);
    expect(decoded.map((one) => utf8(one.metadata?.['encoding']))).toEqual([
      'undecodable: has the encoding "binary/morse", which nobody here knows',
      'undecodable: is not JSON, though its encoding says so',
    ]);
  });
});
