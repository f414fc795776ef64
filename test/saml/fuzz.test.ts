/** Documents that were mutated at random: whatever they become, the answer is a diagnosis, and a bounded one. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { diagnose, type Diagnosis } from '../../src/saml/diagnose.js';
import {
  MAX_DEPTH,
  MAX_METADATA_BYTES,
  MAX_TAGS,
  MetadataError,
  rootOf,
  textOfBytes,
} from '../../src/saml/document.js';
import { SIGN_IN_RULES } from '../../src/onboarding/testSignIn.js';
import { readIdpMetadata } from '../../src/saml/metadata.js';
import { verifyResponse } from '../../src/saml/response.js';
import { CORPUS_NOW } from './corpus/certificates.js';
import { EXPECTED } from './corpus/responses.js';

const read = (name: string) => {
  const folder = fileURLToPath(new URL(`./corpus/${name}/`, import.meta.url));
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(folder + file)]));
};
const documents = [...read('documents').values()];
const responses = read('responses');
const RUNS = 1000;

/** Pieces that mean something to a parser. */
const HOSTILE = [
  '<',
  '>',
  '</',
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '&',
  '&amp;',
  '&#0;',
  '"',
  "'",
]
  .concat([
    '<!DOCTYPE x [',
    '<!ENTITY a "b">',
    'xmlns=""',
    '__proto__',
    'constructor',
    '\u0000',
    '\uFFFF',
    '\uFEFF',
  ])
  .map((text) => Buffer.from(text));

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(40),
  insert: fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(...documents),
  ),
});

function mutated(document: Buffer, mutations: { at: number; remove: number; insert: Uint8Array }[]): Buffer {
  return mutations.reduce((bytes, { at, remove, insert }) => {
    const start = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + remove)]);
  }, document);
}

const expected = { now: CORPUS_NOW, tenantId: 'a', thumbprint: 'b' };

/** Whether something is said of every document that is no metadata, and nothing at great length. */
const isBounded = ({ metadata, problems }: Diagnosis) =>
  (metadata !== null || problems.length === 1) &&
  problems.every(({ message, remedy }) => message.length <= 1000 && remedy !== '');

function thrownBelow(document: Uint8Array): unknown {
  try {
    rootOf(textOfBytes(document));
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Milliseconds of processor time, the least of several: what else the machine does does not count. */
function work(document: Uint8Array): number {
  const times = Array.from({ length: 5 }, () => {
    const begun = process.cpuUsage();
    diagnose(document, expected);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('any document', () => {
  it('that was mutated is diagnosed, and nothing but a MetadataError is thrown below', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.array(mutation, { maxLength: 6 }),
        (document, mutations) => {
          const bytes = mutated(document, mutations);
          const thrown = thrownBelow(bytes);
          expect(thrown === undefined || thrown instanceof MetadataError).toBe(true);
          expect(isBounded(diagnose(bytes, expected))).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('of random bytes or text is diagnosed', () => {
    const any = fc.oneof(fc.uint8Array({ maxLength: 2000 }), fc.string({ unit: 'binary', maxLength: 2000 }));
    fc.assert(
      fc.property(any, (document) => {
        expect(isBounded(diagnose(document, expected))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('of nothing but one repeated piece is diagnosed, at every size up to the limit', () => {
    for (const piece of HOSTILE) {
      for (const size of [1000, 100_000, 1_000_000]) {
        const document = Buffer.alloc(size, Buffer.concat([Buffer.from('<a>'), piece]));
        expect(isBounded(diagnose(document, expected))).toBe(true);
        expect(isBounded(diagnose(Buffer.alloc(size, piece), expected))).toBe(true);
      }
    }
  });

  it('sixteen times as large takes far less than the square of that in processor time', () => {
    const large = MAX_METADATA_BYTES;
    const entra = read('documents').get('entra.xml')!;
    const [before, after] = entra.toString().split('</EntityDescriptor>') as [string, string];
    const grown = [
      // Pieces alone, within an element, and metadata that is right but for what was added to it.
      ...HOSTILE.flatMap((piece) => [
        (size: number) => Buffer.alloc(size, piece),
        (size: number) =>
          Buffer.concat([Buffer.from('<a>'), Buffer.alloc(size - 7, piece), Buffer.from('</a>')]),
      ]),
      (size: number) => {
        const comment = `<!--${'-x'.repeat((size - entra.length - 7) / 2)}-->`;
        return Buffer.from(`${before}${comment}</EntityDescriptor>${after}`);
      },
      (size: number) =>
        Buffer.from(
          entra.toString().replace('<X509Certificate>', (tag) => tag + ' '.repeat(size - entra.length)),
        ),
    ];
    for (const document of grown) {
      const [short, long] = [document(large / 16), document(large)];
      // Linear is 16, and some more where caches are too small; quadratic is 256. A millisecond tells nothing.
      expect(work(long)).toBeLessThan(128 * Math.max(1, work(short)));
    }
  });

  it('is parsed only within the limits of tags and depth', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    const flat = (tags: number) => `<a>${'<b/>'.repeat(tags - 2)}</a>`;
    const refusal = (document: string) => diagnose(document, { now: CORPUS_NOW }).problems[0]!.code;
    expect(refusal(nested(MAX_DEPTH))).toBe('other_xml');
    expect(refusal(nested(MAX_DEPTH + 2))).toBe('too_deep');
    expect(refusal(flat(MAX_TAGS))).toBe('other_xml');
    expect(refusal(flat(MAX_TAGS + 1))).toBe('too_many_tags');
  });
});

describe('any response', () => {
  const certificates = readIdpMetadata(read('documents').get('entra.xml')!).signingCertificates;
  const verify = (bytes: Uint8Array) =>
    verifyResponse(Buffer.from(bytes).toString('base64'), {
      idp: { entityId: EXPECTED.entityId, certificates: certificates.map(({ pem }) => pem) },
      audience: EXPECTED.audience,
      acsUrl: EXPECTED.acsUrl,
      isOpenRequest: (id) => id === EXPECTED.requestId,
      now: CORPUS_NOW,
    });
  const all = [...responses.values()];
  const right = responses.get('right.xml')!;

  it('that was mutated is judged without an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all),
        fc.array(mutation, { maxLength: 6 }),
        async (document, mutations) => {
          const { checks } = await verify(mutated(document, mutations));
          expect(checks).toHaveLength(Object.keys(SIGN_IN_RULES).length);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('that was mutated after it was signed is refused, or says what was signed and nothing else', async () => {
    const { signIn } = await verify(right);
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const verdict = await verify(mutated(right, mutations));
        expect([null, signIn]).toContainEqual(verdict.signIn);
      }),
      { numRuns: RUNS },
    );
  });
});
