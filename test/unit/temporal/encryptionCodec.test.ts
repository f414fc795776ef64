import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { codecServer } from '../../../src/temporal/codecServer.js';
import { EncryptionCodec } from '../../../src/temporal/encryptionCodec.js';

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

describe('the codec server', () => {
  const server = codecServer({ payloadKeys: [key], uiOrigin: 'http://localhost:8233' });
  const wire = {
    metadata: { encoding: Buffer.from('json/plain').toString('base64') },
    data: Buffer.from('"hello"').toString('base64'),
  };

  it('encodes and decodes for the Temporal UI and the stock CLI', async () => {
    const encoded = await server.inject({ method: 'POST', url: '/encode', payload: { payloads: [wire] } });
    expect(encoded.json<{ payloads: unknown[] }>().payloads).not.toEqual([wire]);
    const decoded = await server.inject({ method: 'POST', url: '/decode', payload: encoded.json() });
    expect(decoded.json()).toEqual({ payloads: [wire] });
  });

  it('lets only the Temporal UI read its answers in a browser', async () => {
    const reply = await server.inject({ method: 'OPTIONS', url: '/decode' });
    expect(reply.headers['access-control-allow-origin']).toBe('http://localhost:8233');
  });

  it('refuses a malformed body with what is wrong', async () => {
    const reply = await server.inject({ method: 'POST', url: '/decode', payload: { payloads: 'x' } });
    expect(reply.statusCode).toBe(400);
  });
});
