/**
 * Whatever is sent: calls of the API made from its own document, documents of operators, link tokens and callbacks.
 * `FUZZ_RUNS` says how many of each, `FUZZ_SEED` repeats a run whose seed was printed.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readDocument } from '../../src/onboarding/document.js';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { problemSchema } from '../../src/web/api/problemDetails.js';
import { createWebServer } from '../../src/web/server.js';
import { startAuthority } from '../support/authority.js';
import { cannedPort, LINK } from '../support/fakePort.js';
import { CONSOLE } from '../support/console.js';
import { minimalRequest } from '../support/request.js';
import { LINK_KEY, webDeps } from '../support/web.js';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 12);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const runs = (many = 1) => ({ seed, numRuns: numRuns * many });

let server: FastifyInstance;
let authority: Awaited<ReturnType<typeof startAuthority>>;
beforeAll(async () => {
  process.stdout.write(`FUZZ_SEED=${String(seed)} FUZZ_RUNS=${String(numRuns)}\n`);
  authority = await startAuthority();
  const { authorityHost } = authority;
  server = await createWebServer(
    webDeps(cannedPort, { ...CONSOLE, authorityHost, requestsPerMinute: 1_000_000 }).deps,
  );
});
afterAll(async () => {
  await server.close();
  authority.stop();
});

type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};
type Operation = {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
};

const textOf = (value: unknown) => {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What has undone others. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    '\u0000',
    '\u202e',
    '',
    ' ',
    "'",
    "' OR ''='",
    '../..',
    '%00',
  ),
  fc.constantFrom<unknown>('a'.repeat(5_000), '\ud800', -0, 1e308, 2 ** 53, null, [], {}, true),
  fc.string(),
  fc.jsonValue(),
);

/** Of the schema, mostly. */
function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { anyOf, enum: choices, properties, required = [], items } = schema;
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(fitting));
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const fits =
    schema.type === 'object'
      ? fc.record(
          Object.fromEntries(Object.entries(properties ?? {}).map(([name, of]) => [name, fitting(of)])),
          { requiredKeys: required },
        )
      : schema.type === 'array'
        ? fc.array(fitting(items ?? {}), { maxLength: 3 })
        : schema.type === 'boolean'
          ? fc.boolean()
          : schema.type === 'integer' || schema.type === 'number'
            ? fc.integer({ min: -1, max: 100 })
            : fc.oneof(
                fc.constantFrom('contoso', 'contoso.example', 'a1b2c3d4', 'Anna', '+61491570156'),
                fc.string(),
              );
  return fc.oneof({ weight: 9, arbitrary: fits }, { weight: 1, arbitrary: hostile });
}

describe('the API', () => {
  it('answers whatever its document describes, and what it does not, as its document says', async () => {
    const { paths } = (await server.inject('/api/v1/openapi.json')).json<{
      paths: Record<string, Record<string, Operation>>;
    }>();
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(20);
    for (const { path, method, operation } of operations) {
      const { parameters = [], requestBody, responses } = operation;
      const values = fc.record(
        Object.fromEntries(parameters.map(({ name, schema }) => [name, fitting(schema)])),
        {
          requiredKeys: parameters.filter(({ in: where }) => where === 'path').map(({ name }) => name),
        },
      );
      const schema = requestBody?.content['application/json']?.schema;
      const body = schema === undefined ? fc.constant(undefined) : fitting(schema);
      await fc.assert(
        fc.asyncProperty(values, body, async (given, sent) => {
          const text = (name: string) => encodeURIComponent(Buffer.from(textOf(given[name])).toString());
          const query = parameters
            .filter(({ name, in: where }) => where === 'query' && name in given)
            .map(({ name }) => `${name}=${text(name)}`);
          const reply = await server.inject({
            method: method.toUpperCase() as 'GET',
            url: `${path.replace(/\{(\w+)\}/g, (_, name: string) => text(name) || 'contoso')}?${query.join('&')}`,
            headers: {
              authorization: `Bearer ${authority.token}`,
              ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
            },
            ...(sent === undefined ? {} : { payload: JSON.stringify(sent) }),
          });
          const { statusCode } = reply;
          // An address with nothing, or more, in the place of the customer is that of another route, or of none.
          const documented = [...Object.keys(responses), '404'];
          expect([statusCode, documented]).toEqual([
            statusCode,
            expect.arrayContaining([String(statusCode)]),
          ]);
          expect(reply.headers['cache-control']).toBe('no-store');
          const isProblem =
            String(reply.headers['content-type']).includes('application/problem+json') &&
            z.strictObject(problemSchema.shape).safeParse(safeJson(reply.body)).success;
          expect([statusCode, isProblem]).toEqual([statusCode, statusCode >= 400]);
        }),
        runs(),
      );
    }
  });
});

describe('a document', () => {
  it('is read or refused with reasons, whatever it is', () => {
    const yaml = fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,-&*!|>?"\'%@` \n\tab0~#')), maxLength: 200 }),
      fc.string({ maxLength: 300 }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc
        .tuple(fc.constantFrom(...Object.keys(onboardingRequestSchema.shape)), hostile)
        .map(([name, value]) => JSON.stringify({ ...minimalRequest(), [name]: value })),
    );
    fc.assert(
      fc.property(yaml, (text) => {
        const read = readDocument(text, onboardingRequestSchema);
        if ('value' in read) return;
        expect(read.problems.length).toBeGreaterThan(0);
        expect(read.problems.every(({ line, message }) => line >= 1 && message !== '')).toBe(true);
      }),
      runs(10),
    );
  });
});

describe('a link', () => {
  it('is not known when anything of it was changed', async () => {
    const token = setupUrl({ publicUrl: '', key: LINK_KEY }, 'contoso', LINK).split('/').at(-1)!;
    const changed = fc.oneof(
      fc.string({ maxLength: 100 }),
      fc
        .tuple(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 2 }))
        .map(([at, text]) => token.slice(0, at) + text + token.slice(at + 1)),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (made) => {
        fc.pre(made !== token);
        const { statusCode } = await server.inject(`/s/${encodeURIComponent(Buffer.from(made).toString())}`);
        expect([404, 429]).toContain(statusCode);
      }),
      runs(3),
    );
  });
});

describe('a callback', () => {
  it('counts for nothing, and is no fault of ours, whatever it says', async () => {
    const text = fc.oneof(
      fc.string(),
      hostile.map((value) => JSON.stringify(value)),
    );
    const callbacks = fc.record({
      path: fc.constantFrom(
        '/signed-in',
        '/consented',
        '/console/signed-in',
        '/test-sign-in/acs',
        '/callbacks/messages/a',
      ),
      state: text,
      code: text,
    });
    await fc.assert(
      fc.asyncProperty(callbacks, async ({ path, state, code }) => {
        const query = `state=${encodeURIComponent(Buffer.from(state).toString())}&code=${encodeURIComponent(Buffer.from(code).toString())}`;
        const isForm = path === '/test-sign-in/acs';
        const reply = /acs|callbacks/.test(path)
          ? await server.inject({
              method: 'POST',
              url: path,
              headers: { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' },
              payload: isForm ? `SAMLResponse=${query}&RelayState=${query}` : code,
            })
          : await server.inject(`${path}?${query}`);
        expect([path, reply.statusCode]).toEqual([path, isForm || reply.statusCode !== 403 ? 400 : 403]);
      }),
      runs(5),
    );
  });
});
