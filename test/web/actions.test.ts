/** The table of actions is what the command line, the API and the console offer. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';
import { actionsOf } from '../../src/onboarding/actions/index.js';
import { SURFACES } from '../../src/onboarding/actions/action.js';
import { webRoutes } from '../support/routes.js';

const COLLECTIONS = { onboarding: 'onboardings', watch: 'watches', offboarding: 'offboardings' } as const;
const KINDS = ['onboarding', 'watch', 'offboarding'] as const;

let posts: string[];
beforeAll(async () => {
  posts = (await webRoutes()).filter(({ method }) => method === 'POST').map(({ path }) => path);
});

const every = KINDS.flatMap((kind) =>
  actionsOf<'onboarding' | 'watch' | 'offboarding'>(kind).map(({ signal, action }) => ({
    kind,
    signal: String(signal),
    action,
  })),
);

/** Where it can be taken, by the words of the table. */
const isThere = {
  cli: (_: (typeof KINDS)[number], words: string) => {
    const [name, ...options] = words.split(' ');
    const command = commands().find((one) => one.name() === name);
    return (
      options.every((option) => command?.options.some(({ long }) => long === option)) && command !== undefined
    );
  },
  api: (kind: (typeof KINDS)[number], name: string) =>
    posts.includes(`/api/v1/${COLLECTIONS[kind]}/:customerId/${name}`),
  console: (_: (typeof KINDS)[number], name: string) =>
    posts.includes(`/console/onboardings/:customerId/${name}`),
};

describe('an action', () => {
  it.each(every)(
    'of $kind, $signal: is on the command line, in the API and in the console, or it says why not',
    ({ kind, action }) => {
      const missing = SURFACES.filter((surface) => {
        const where = action.reach[surface];
        return typeof where === 'string' ? !isThere[surface](kind, where) : where.none === '';
      });
      expect(missing).toEqual([]);
    },
  );

  it('that people take is in the table: no route of the API tells a workflow anything else', () => {
    const told = posts.filter((path) => /^\/api\/v1\/\w+\/:customerId\//.test(path));
    const known = every.flatMap(({ kind, action: { reach } }) =>
      typeof reach.api === 'string' ? [`/api/v1/${COLLECTIONS[kind]}/:customerId/${reach.api}`] : [],
    );
    expect(told.sort()).toEqual(known.sort());
  });
});
