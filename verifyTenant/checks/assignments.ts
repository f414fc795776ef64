/** Users and groups are assigned, in batches. */
import { ASSIGNED_TO, assignmentItem } from '../../src/activities/entra/assignments.js';
import { BATCH_SIZE } from '../../src/graph/batch.js';
import {
  type Answer,
  type Check,
  NotReachedError,
  settled,
  type Step,
  unsettled,
  type Values,
} from '../check.js';
import { batchOf } from './queries.js';
import { roleIdOf } from './roles.js';

const assign =
  (choose: (values: Values) => string[], what: string) =>
  (values: Values): object => {
    const chosen = choose(values);
    if (chosen.length === 0) throw new NotReachedError(what);
    const servicePrincipalId = values.text('servicePrincipalId');
    const appRoleId = roleIdOf(values);
    return batchOf(
      chosen.map((principalId) => assignmentItem(servicePrincipalId, { principalId, appRoleId })),
    );
  };
const batch = (name: string, choose: (values: Values) => string[], what: string): Step => ({
  name,
  method: 'POST',
  path: '/$batch',
  body: assign(choose, what),
});

const said = (status: number | undefined, taken: string): Answer | undefined => {
  if (status === undefined) return undefined;
  return settled(status < 400 ? taken : `It was refused (${String(status)}).`);
};

const users = (values: Values) => values.list('users').slice(0, BATCH_SIZE);
const group = (values: Values) => (values.has('group') ? [values.text('group')] : []);

export const assignmentChecks: Check[] = [
  {
    name: `Up to ${String(BATCH_SIZE)} users are assigned in one batch`,
    row: 'Q4',
    settles: 'Whether parallel assignments on one service principal are taken.',
    steps: [
      {
        name: 'the roles',
        method: 'GET',
        path: '/servicePrincipals/{servicePrincipalId}?$select=appRoles',
        settled: true,
      },
      batch('assign', users, 'user to assign'),
      {
        name: 'list',
        method: 'GET',
        path: `${ASSIGNED_TO.replace('{id}', '{servicePrincipalId}')}?$top=999`,
        until: (body, values) => JSON.stringify(body).split('"principalId"').length > users(values).length,
      },
    ],
    answer: (status, { users: count }) =>
      count < 2
        ? unsettled('There were fewer than two users to assign. Name more with --user.')
        : said(status('assign'), `All ${String(count)} assignments of the batch were taken.`),
  },
  {
    name: 'A user is assigned twice',
    row: 'O7',
    settles: 'How a duplicate assignment is refused.',
    steps: [{ ...batch('assign again', (v) => users(v).slice(0, 1), 'user to assign'), refusable: true }],
  },
  {
    name: 'A group is assigned',
    row: 'Q6',
    settles: 'Whether a group can be assigned without P1, and in which words it is refused.',
    steps: [{ ...batch('assign', group, 'group to assign'), refusable: true }],
    answer: (status, { p1, groups }) => {
      if (groups === 0) return unsettled('The tenant has no group.');
      return p1
        ? unsettled('The tenant has P1. Run this once in a tenant without it, with --no-p1.')
        : said(status('assign'), 'The group was assigned without P1.');
    },
  },
];
