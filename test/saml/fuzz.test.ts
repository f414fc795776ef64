/** Documents that were mutated at random: whatever they become, the answer is a diagnosis, and a bounded one. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { diagnose, type Diagnosis } from '../../src/saml/diagnose.js';
import { METADATA_LIMITS, rootOf } from '../../src/saml/document.js';
import { decode, MAX_METADATA_BYTES } from '../../src/saml/encoding.js';
import { SIGN_IN_RULES } from '../../src/onboarding/testSignIn.js';
import { readIdpMetadata } from '../../src/saml/metadata.js';
import { MetadataError } from '../../src/saml/metadataError.js';
import { verifyResponse } from '../../src/saml/response.js';
import { CORPUS_NOW } from '../unit/saml/corpus/certificates.js';
import { EXPECTED } from '../unit/saml/corpus/responses.js';

const read = (name: string) => {
  const folder = fileURLToPath(new URL(`../unit/saml/corpus/${name}/`, import.meta.url));
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(folder + file)]));
};
const documents = [...read('documents').values()];
const responses = read('responses');
/** Another seed each time; what failed is played again with `FC_SEED`. */
const SEED = Number(process.env['FC_SEED'] ?? randomInt(2 ** 31));
const RUNS = { seed: SEED, numRuns: Number(process.env['FUZZ_RUNS'] ?? 200) };
process.stdout.write(`fuzz: FC_SEED=${String(RUNS.seed)} FUZZ_RUNS=${String(RUNS.numRuns)}\n`);

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

/** Documents of any size: pieces alone, within an element, and metadata that is right but for what was added to it. */
const LARGE: ((size: number) => Buffer)[] = [
  ...HOSTILE.flatMap((piece) => [
    (size: number) => Buffer.alloc(size, piece),
    (size: number) => Buffer.concat([Buffer.from('<a>'), Buffer.alloc(size - 7, piece), Buffer.from('</a>')]),
  ]),
  (size) =>
    entraWith('</EntityDescriptor>', (tag, room) => `<!--${'-x'.repeat((room - 7) / 2)}-->${tag}`, size),
  (size) => entraWith('<X509Certificate>', (tag, room) => tag + ' '.repeat(room), size),
  (size) =>
    Buffer.from(
      `<a ${Array.from({ length: (size - 5) / 12 }, (_, n) => `a${String(n).padStart(6, '0')}="1"`).join(' ')}/>`,
    ),
  // Namespaces: many declared at once and looked up often, and many declared within others.
  (size) =>
    Buffer.from(
      `<a ${Array.from({ length: size / 40 }, (_, n) => `xmlns:a${String(n).padStart(6, '0')}="u"`).join(' ')}>${'<b xmlns:c="u" c:d=""/>'.repeat(size / 50)}</a>`,
    ),
  (size) => Buffer.from(`${'<a xmlns:b="u">'.repeat(60)}${'<xml:c/>'.repeat(size / 14)}${'</a>'.repeat(60)}`),
];

function entraWith(tag: string, insert: (tag: string, room: number) => string, size: number): Buffer {
  const entra = read('documents').get('entra.xml')!;
  return Buffer.from(entra.toString().replace(tag, insert(tag, size - entra.length)));
}

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
    rootOf(decode(document).text);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Milliseconds of processor time, the least of several: what else the machine does does not count. */
function work(document: Uint8Array): number {
  const times = Array.from({ length: 9 }, () => {
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
      RUNS,
    );
  });

  it('of random bytes or text is diagnosed', () => {
    const any = fc.oneof(fc.uint8Array({ maxLength: 2000 }), fc.string({ unit: 'binary', maxLength: 2000 }));
    fc.assert(
      fc.property(any, (document) => {
        expect(isBounded(diagnose(document, expected))).toBe(true);
      }),
      RUNS,
    );
  });

  it('of nothing but one repeated piece is diagnosed, at every size up to the limit', () => {
    for (const piece of HOSTILE) {
      for (const size of [1000, 30_000, MAX_METADATA_BYTES]) {
        const document = Buffer.alloc(size, Buffer.concat([Buffer.from('<a>'), piece]));
        expect(isBounded(diagnose(document, expected))).toBe(true);
        expect(isBounded(diagnose(Buffer.alloc(size, piece), expected))).toBe(true);
      }
    }
  });

  it('sixteen times as large takes no more than linear processor time', () => {
    const ratios = LARGE.map((document) => {
      const [short, long] = [document(MAX_METADATA_BYTES / 16), document(MAX_METADATA_BYTES)];
      // Less than a millisecond tells nothing.
      return work(long) / Math.max(1, work(short));
    });
    expect(Math.max(...ratios)).toBeLessThan(40);
  });

  it('of the largest size is diagnosed within 64 MB of memory', async () => {
    const parser = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       import(workerData).then(({ diagnose }) => {
         parentPort.on('message', (document) => {
           parentPort.postMessage(diagnose(document, { now: new Date(0) }).problems[0].code);
         });
       });`,
      {
        eval: true,
        workerData: new URL('../../dist/src/saml/diagnose.js', import.meta.url).href,
        resourceLimits: { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 16 },
      },
    );
    for (const document of LARGE) {
      parser.postMessage(document(MAX_METADATA_BYTES));
      // An error instead of a message when it runs out of memory.
      expect(await once(parser, 'message')).toEqual([expect.any(String)]);
    }
    await parser.terminate();
  });

  it('is parsed only within the limits of tags and depth', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    const flat = (tags: number) => `<a>${'<b/>'.repeat(tags - 2)}</a>`;
    const refusal = (document: string) => diagnose(document, { now: CORPUS_NOW }).problems[0]!.code;
    expect(refusal(nested(METADATA_LIMITS.depth))).toBe('other_xml');
    expect(refusal(nested(METADATA_LIMITS.depth + 2))).toBe('too_deep');
    expect(refusal(flat(METADATA_LIMITS.tags))).toBe('other_xml');
    expect(refusal(flat(METADATA_LIMITS.tags + 1))).toBe('too_many_tags');
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

  it('that was mutated is judged without an error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.array(mutation, { maxLength: 6 }), (document, mutations) => {
        const { checks } = verify(mutated(document, mutations));
        expect(checks).toHaveLength(Object.keys(SIGN_IN_RULES).length);
      }),
      RUNS,
    );
  });

  it('that was mutated after it was signed is refused, or says what was signed and nothing else', () => {
    const { signIn } = verify(right);
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const verdict = verify(mutated(right, mutations));
        expect([null, signIn]).toContainEqual(verdict.signIn);
      }),
      RUNS,
    );
  });
});
