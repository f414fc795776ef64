/** Users and groups are found; nothing is written. */
import { type Check, settled, unsettled } from '../check.js';
import { batchOf, encoded } from './queries.js';

const USER_FIELDS = '$select=id,userPrincipalName,displayName,userType';
const SEARCH = { ConsistencyLevel: 'eventual' };
const everywhere = (text: string) =>
  ['displayName', 'userPrincipalName', 'mail'].map((field) => `"${field}:${text}"`).join(' OR ');
const WAYS = { once: encoded, twice: (text: string) => encoded(encoded(text)) };

const passes = (status: number | undefined) => (status === 200 ? 'taken' : `refused (${String(status)})`);

export const directoryChecks: Check[] = [
  {
    name: 'Users are found by mail and by search',
    row: 'Q3',
    settles: 'Whether User.ReadBasic.All is enough for an application to find users by mail and by $search.',
    steps: [
      {
        name: 'by mail',
        method: 'GET',
        path: `/users?$filter=${encoded("mail eq 'nobody@verify.example'")}&${USER_FIELDS}`,
        refusable: true,
        tenantContent: true,
      },
      {
        name: 'by search',
        method: 'GET',
        path: `/users?$search=${encoded(everywhere('a'))}&$select=id,displayName,userPrincipalName,userType&$top=10`,
        headers: SEARCH,
        refusable: true,
        tenantContent: true,
      },
    ],
    answer: (status, { permissions }) => {
      const more = permissions.filter((one) => ['User.Read.All', 'Directory.Read.All'].includes(one));
      return more.length > 0
        ? unsettled(`The token has ${more.join(' and ')} too. Run this with a client that lacks them.`)
        : settled(`By mail: ${passes(status('by mail'))}. By $search: ${passes(status('by search'))}.`);
    },
  },
  {
    name: 'A user is read by principal name',
    row: 'Q3',
    settles: 'What a user shows with the permissions of the token.',
    steps: [
      {
        name: 'read',
        method: 'GET',
        path: `/users('{userName}')?${USER_FIELDS}`,
        refusable: true,
        tenantContent: true,
      },
    ],
  },
  {
    name: 'Users with odd names are looked up',
    row: 'O9',
    settles: 'Whether names that begin with $ or contain quotes can be looked up in the quoted form.',
    steps: [
      {
        name: 'quoted, in a batch',
        method: 'POST',
        path: '/$batch',
        refusable: true,
        body: () =>
          batchOf(
            ['$nobody@verify.example', "nobody.o'neill@verify.example", 'nobody#1@verify.example'].map(
              (name) => ({
                method: 'GET' as const,
                url: `/users('${encoded(name.replaceAll("'", "''"))}')?${USER_FIELDS}`,
              }),
            ),
          ),
      },
      {
        name: 'not quoted',
        method: 'GET',
        path: `/users/${encoded('$nobody@verify.example')}?${USER_FIELDS}`,
        refusable: true,
      },
    ],
  },
  {
    name: 'A search has & and # in it',
    row: 'Q5',
    settles: 'Whether & and # in $search must be encoded once or twice.',
    steps: Object.entries(WAYS).flatMap(([times, encode]) => [
      {
        name: `users, encoded ${times}`,
        method: 'GET' as const,
        path: `/users?$search=${encode(everywhere('R&D #1'))}&$select=id,displayName&$top=10`,
        headers: SEARCH,
        refusable: true as const,
        tenantContent: true as const,
      },
      {
        name: `groups, encoded ${times}`,
        method: 'GET' as const,
        path: `/groups?$search=${encode('"displayName:R&D #1"')}&$select=id,displayName,description&$top=10`,
        headers: SEARCH,
        refusable: true as const,
        tenantContent: true as const,
      },
    ]),
    answer: (status) =>
      settled(
        `Encoded once: ${passes(status('users, encoded once'))}. Encoded twice: ${passes(status('users, encoded twice'))}.`,
      ),
  },
  {
    name: 'Groups, and users by mail, are looked up in batches',
    row: 'C',
    settles: 'Whether a filter takes quotes, &, # and letters beyond ASCII.',
    steps: [
      {
        name: 'by name, in a batch',
        method: 'POST',
        path: '/$batch',
        refusable: true,
        body: () => {
          const filter = encoded("displayName eq 'O''Neill & Söhne #1'");
          return batchOf([{ method: 'GET', url: `/groups?$filter=${filter}&$select=id,displayName` }]);
        },
      },
      {
        name: 'by id, in a batch',
        method: 'POST',
        path: '/$batch',
        refusable: true,
        body: (values) =>
          batchOf([{ method: 'GET', url: `/groups/${values.text('group')}?$select=id,displayName` }]),
      },
      {
        name: 'by mail, in a batch',
        method: 'POST',
        path: '/$batch',
        refusable: true,
        body: () => {
          const filter = encoded("mail eq 'nobody@verify.example'");
          return batchOf([{ method: 'GET', url: `/users?$filter=${filter}&${USER_FIELDS}` }]);
        },
      },
      {
        name: 'members',
        method: 'POST',
        path: '/$batch',
        refusable: true,
        tenantContent: true,
        body: (values) =>
          batchOf([{ method: 'GET', url: `/groups/${values.text('group')}/members?$select=id&$top=100` }]),
      },
    ],
  },
  {
    name: 'The application management policy is read',
    row: 'E',
    settles: 'Whether the token may read the policy that limits certificates.',
    steps: [
      {
        name: 'read',
        method: 'GET',
        path: '/policies/defaultAppManagementPolicy',
        refusable: true,
        tenantContent: true,
      },
    ],
  },
];
