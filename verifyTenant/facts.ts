/** What a run must know of the tenant before it begins. Reads only. */
import { z } from 'zod';
import { durationMs } from '../src/activities/entra/credentialPolicy.js';
import { BATCH_SIZE } from '../src/graph/batch.js';
import { encoded } from './checks/queries.js';
import type { Connected } from './connect.js';
import type { Facts } from './recording.js';
import { type Connection, refusalOf, sendToGraph } from './send.js';

const user = z.object({
  id: z.guid(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
});
const users = z.object({ value: z.array(user) });
const groups = z.object({ value: z.array(z.object({ id: z.guid(), displayName: z.string().nullish() })) });
const organization = z.object({
  value: z.array(
    z.object({
      displayName: z.string().nullish(),
      verifiedDomains: z.array(z.object({ name: z.string() })).default([]),
    }),
  ),
});
const policy = z.object({
  isEnabled: z.boolean().nullish(),
  applicationRestrictions: z
    .object({
      keyCredentials: z
        .array(
          z.object({
            restrictionType: z.string(),
            state: z.string().nullish(),
            maxLifetime: z.string().nullish(),
          }),
        )
        .default([]),
    })
    .nullish(),
});

export type Person = { userPrincipalName: string; mail?: string | null | undefined };

export type TenantFacts = {
  facts: Facts;
  userIds: string[];
  /** The same users, by their names. */
  people: Person[];
  groupId: string | undefined;
  /** The first of the users, by whom look-ups are tried. */
  userName: string | undefined;
  displayName: string;
  /** How many tokens had none of what the tenant has consented to, before one had. */
  tokensWithoutRoles: number;
  /** What must never be recorded. */
  sensitive: { kind: string; values: string[] }[];
};

const DAY_MS = 86_400_000;

export async function readFacts(
  connection: Connection,
  given: { p1: boolean; userNames: readonly string[] } & Pick<
    Connected,
    'permissions' | 'tokensWithoutRoles'
  >,
): Promise<TenantFacts> {
  const read = async <T extends z.ZodType>(schema: T, path: string): Promise<z.output<T> | undefined> => {
    const reply = await sendToGraph(connection, { method: 'GET', path });
    return refusalOf(`GET ${path}`, reply) === undefined ? schema.safeParse(reply.body).data : undefined;
  };
  const { userNames, p1, permissions, tokensWithoutRoles } = given;
  const fields = '$select=id,userPrincipalName,displayName,mail';
  const found =
    userNames.length === 0
      ? ((await read(users, `/users?$top=${String(BATCH_SIZE)}&${fields}`))?.value ?? [])
      : await named(userNames, (name) =>
          read(user, `/users('${encoded(name.replaceAll("'", "''"))}')?${fields}`),
        );
  const group = (await read(groups, '/groups?$top=1&$select=id,displayName'))?.value[0];
  const tenant = (await read(organization, '/organization'))?.value[0];
  const restricted = await read(policy, '/policies/defaultAppManagementPolicy');
  return {
    facts: {
      p1,
      permissions,
      users: found.length,
      groups: group === undefined ? 0 : 1,
      usersNamed: userNames.length > 0,
      maxCertificateDays: maxDays(restricted),
    },
    userIds: found.map(({ id }) => id),
    people: found.map(({ userPrincipalName, mail }) => ({ userPrincipalName, mail })),
    groupId: group?.id,
    userName: found[0]?.userPrincipalName,
    displayName: tenant?.displayName ?? '',
    tokensWithoutRoles,
    sensitive: [
      {
        kind: 'user',
        values: found.flatMap(({ userPrincipalName, mail }) => [userPrincipalName, mail ?? '']),
      },
      // A short name would be found within other words; a reply's names are never kept in any case.
      {
        kind: 'name',
        values: [...found, group, tenant].flatMap((object) => object?.displayName ?? []).filter(isDistinct),
      },
      { kind: 'domain', values: (tenant?.verifiedDomains ?? []).map(({ name }) => name) },
    ],
  };
}

const isDistinct = (name: string) => name.length >= 8 || /\s/.test(name.trim());

async function named<T>(
  names: readonly string[],
  read: (name: string) => Promise<T | undefined>,
): Promise<T[]> {
  const found: T[] = [];
  for (const name of names.slice(0, BATCH_SIZE)) {
    const one = await read(name);
    if (one !== undefined) found.push(one);
  }
  return found;
}

function maxDays(found: z.output<typeof policy> | undefined): number | null {
  if (found?.isEnabled !== true) return null;
  const lives = (found.applicationRestrictions?.keyCredentials ?? [])
    .filter(
      ({ restrictionType, state }) => restrictionType === 'asymmetricKeyLifetime' && state !== 'disabled',
    )
    .flatMap(({ maxLifetime }) => durationMs(maxLifetime ?? '') ?? []);
  return lives.length === 0 ? null : Math.floor(Math.min(...lives) / DAY_MS);
}
