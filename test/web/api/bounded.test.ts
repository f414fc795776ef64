/** What the API takes, as its own document says: no list or text of any length. */
import { expect, it } from '@jest/globals';
import { createWebServer } from '../../../src/web/server.js';
import { cannedPort } from '../../support/fakePort.js';
import { CONSOLE } from '../../support/console.js';
import { unboundedIn } from '../../support/unbounded.js';
import { webDeps } from '../../support/web.js';

type Schema = Parameters<typeof unboundedIn>[0];
type Operation = {
  parameters?: { name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

it('every parameter and body of the API has a bound for each of its lists and texts', async () => {
  const server = await createWebServer(webDeps(cannedPort, CONSOLE).deps);
  const { paths } = (await server.inject('/api/v1/openapi.json')).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  await server.close();
  const taken = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { parameters = [], requestBody }]) => [
      ...parameters.map(({ name, schema }) => [`${method} ${path} ${name}`, schema] as const),
      ...Object.values(requestBody?.content ?? {}).map(
        ({ schema }) => [`${method} ${path}`, schema] as const,
      ),
    ]),
  );
  expect(taken.length).toBeGreaterThan(30);
  expect(taken.flatMap(([what, schema]) => unboundedIn(schema, what))).toEqual([]);
});
