/** A sandbox takes the place of the tenant, and differs from the one that it is compared with in what is switched. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fault } from '../../sandbox/faults.js';
import { DEFAULT_RULES, type Rules } from '../../sandbox/rules.js';
import { CHECKS } from '../../verifyTenant/checks/index.js';
import { compare, type Deviation } from '../../verifyTenant/compare.js';
import { seed } from '../support/seed.js';
import { shareOf } from '../support/share.js';
import {
  checksOf,
  makeStrict,
  startVerifiedWorld,
  STRICT,
  type VerifiedWorld,
} from '../support/verifyTenant.js';

let verified: VerifiedWorld;
beforeEach(async () => {
  verified = await startVerifiedWorld();
});
afterEach(async () => {
  await verified.stop();
});
const rules = () => verified.world.sandbox.world.rules;

it('finds nothing in the sandbox as it is, asks all that it can, and leaves nothing behind', async () => {
  const { recording, facts, cleanedUp, failure } = await verified.attempt();
  expect(failure).toBeUndefined();
  expect(recording.checks.flatMap(({ notReached }) => notReached)).toEqual([]);
  expect(recording.checks.slice(1).map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name));
  expect(compare(recording, await verified.reference(facts))).toEqual([]);
  expect(cleanedUp).toEqual({ removed: [], left: [] });
  expect(verified.leftovers()).toEqual([]);
});

it('finds nothing in a tenant without P1 that limits certificates and whose users are named', async () => {
  makeStrict(verified.tenant);
  expect(await verified.deviations(STRICT)).toEqual([]);
});

type Where = { check: string; step?: string };
/** Each rule, the other ways in which it can be, and where the report names it. */
const VISIBLE: { [Name in keyof Rules]?: { others: Rules[Name][]; where: Where } } = {
  redirectUrisResetIndexes: {
    others: [false],
    where: { check: 'Indexes after another change of the reply URLs' },
  },
  redirectUriSettingsReplaceUris: {
    others: [true],
    where: { check: 'Indexes that name other reply URLs', step: 'indexes of other URLs' },
  },
  customKeyIdentifier: {
    others: ['sha256', 'hexText'],
    where: { check: 'Two signing certificates', step: 'read' },
  },
  duplicateAssignment: {
    others: ['entitlementGrant', 'conflict'],
    where: { check: 'A user is assigned twice' },
  },
  secondClaimsPolicy: {
    others: ['referencesExist', 'conflict'],
    where: { check: 'A second claims policy on one service principal', step: 'assign the other' },
  },
  upsertMakesOwner: {
    others: [false],
    where: { check: 'We own what we have created', step: 'change the application' },
  },
  instantiateMakesOwner: {
    others: [false],
    where: { check: 'The application from the template gets its unique name', step: 'set' },
  },
  instantiateAnswersNotFound: {
    others: [true],
    where: { check: 'An application is created from the template', step: 'create' },
  },
  basicReadFindsUsers: {
    others: [false],
    where: { check: 'Users are found by mail and by search', step: 'by mail' },
  },
  basicReadShowsUserType: { others: [false], where: { check: 'A user is read by principal name' } },
  tokensWithoutRoles: { others: [1, 2, 5], where: { check: 'The token has what was consented to' } },
  batchedWritesPass: {
    others: [false],
    where: { check: 'Up to 20 users are assigned in one batch', step: 'assign' },
  },
  searchTakesSpecials: {
    others: [false],
    where: { check: 'A search has & and # in it', step: 'groups, encoded once' },
  },
  groupsNeedP1: { others: [false], where: { check: 'A group is assigned' } },
  assignedPoliciesStay: {
    others: [false],
    where: { check: 'A claims policy that is still assigned is deleted', step: 'delete' },
  },
  knowsIsDisabled: {
    others: [false],
    where: { check: 'What is compared, and stops a sign-in, is read', step: 'application' },
  },
  policyRefusalStatus: { others: [403], where: { check: 'A signing certificate with the default life' } },
};
/** Rules that no run can see, and why. */
const INVISIBLE: Partial<Record<keyof Rules, string>> = {
  shufflesLists: 'lists have no order in Graph (O22): the product and the comparison take them as sets',
};
/** Of these only one at a time: where we own neither application, nothing of them can be changed, nor anything be seen. */
const ALTERNATIVES: (keyof Rules)[] = ['upsertMakesOwner', 'instantiateMakesOwner'];

const isNamed = (found: readonly Deviation[], { check, step }: Where) =>
  found.some((one) => one.check === check && (step === undefined || one.step === step));

it('knows of every rule of the sandbox where it shows, or why it cannot', () => {
  expect([...Object.keys(VISIBLE), ...Object.keys(INVISIBLE)].sort()).toEqual(
    Object.keys(DEFAULT_RULES).sort(),
  );
  for (const [name, { others }] of Object.entries(VISIBLE)) {
    expect(others).not.toContain(DEFAULT_RULES[name as keyof Rules]);
  }
});

/** Another one in each run; `npm run test:full` tries more. */
const RULE_SETS = Number(process.env['RULE_SETS'] ?? 1);
/** Ten rules, each with another value than its usual one. */
const TEN_CHANGED = fc
  .shuffledSubarray(Object.entries(VISIBLE), { minLength: 11, maxLength: 11 })
  .chain((drawn) => {
    const isAlternative = ([name]: (typeof drawn)[number]) => ALTERNATIVES.includes(name as keyof Rules);
    const [, ...tooMany] = drawn.filter(isAlternative);
    const ten = drawn.filter((rule) => !tooMany.includes(rule)).slice(0, 10);
    return fc.record(Object.fromEntries(ten.map(([name, { others }]) => [name, fc.constantFrom(...others)])));
  });

it('names all ten of ten rules that are changed at random', async () => {
  makeStrict(verified.tenant);
  const normal = { ...rules() };
  const changes = fc.sample(TEN_CHANGED, { numRuns: RULE_SETS, seed: seed() });
  for (const changed of changes) {
    expect(Object.keys(changed)).toHaveLength(10);
    Object.assign(rules(), normal, changed);
    const client = verified.world.sandbox.world.clients[0]!;
    // A consent of its own for each run: the first tokens after it are those without roles.
    const given = verified.tenant.consents.get(client.clientId)!;
    verified.tenant.consents.set(client.clientId, { ...given });
    const found = await verified.deviations(STRICT);
    const unnamed = Object.keys(changed).filter((name) => {
      const where = VISIBLE[name as keyof Rules]?.where;
      return where === undefined || !isNamed(found, where);
    });
    expect({ changed, unnamed }).toEqual({ changed, unnamed: [] });
  }
});

it('names each rule that is switched alone, and little else', async () => {
  makeStrict(verified.tenant);
  const expected = await verified.reference((await verified.attempt(STRICT)).facts);
  const normal = { ...rules() };
  const alone = Object.entries(VISIBLE).filter(([name]) => name !== 'tokensWithoutRoles');
  for (const [name, { others, where }] of shareOf(alone)) {
    for (const value of others) {
      Object.assign(rules(), normal, { [name]: value });
      const found = compare((await verified.attempt(STRICT)).recording, expected);
      expect({ name, value, named: isNamed(found, where) }).toEqual({ name, value, named: true });
      // What follows from it may show once more; what cannot be changed at all shows everywhere.
      const most = ALTERNATIVES.includes(name as keyof Rules) ? Infinity : 6;
      expect({ name, found: checksOf(found).slice(most) }).toEqual({ name, found: [] });
    }
  }
});

it('says that we do not own what we create, and lists what it therefore could not remove', async () => {
  rules().upsertMakesOwner = false;
  const { recording, facts, cleanedUp } = await verified.attempt();
  const found = compare(recording, await verified.reference(facts));
  expect(found).toContainEqual(
    expect.objectContaining({ row: 'Q2', step: 'change the application', found: '403', expected: '204' }),
  );
  const [application] = verified.tenant.applications
    .all()
    .filter(({ uniqueName }) => uniqueName?.includes('verify-'));
  expect(cleanedUp.left).toContainEqual({
    kind: 'application',
    id: application!.id,
    why: '403 Authorization_RequestDenied',
  });
});

const FAULTS: { fault: Pick<Fault, 'method' | 'path'>; check: string }[] = [
  {
    fault: { method: 'POST', path: 'instantiate$' },
    check: 'An application is created from the template',
  },
  {
    fault: { method: 'POST', path: 'addTokenSigningCertificate$' },
    check: 'A signing certificate with the default life',
  },
  {
    fault: { method: 'POST', path: String.raw`claimsMappingPolicies/\$ref$` },
    check: 'A claims policy is created, changed and assigned',
  },
  { fault: { method: 'POST', path: '/restore$' }, check: 'The application is restored' },
];

it.each(shareOf(FAULTS))(
  'names a refusal of $fault.method $fault.path by $check',
  async ({ fault, check }) => {
    verified.world.sandbox.faults.add({
      ...fault,
      skip: 0,
      times: 1,
      effect: { kind: 'status', status: 418, code: 'Teapot', message: 'No.' },
    });
    const found = await verified.deviations();
    expect(found).toContainEqual(expect.objectContaining({ check, what: 'status', found: '418' }));
    expect(verified.leftovers()).toEqual([]);
  },
);

it('tells a renamed error and a changed sentence, also when the status is the same', async () => {
  verified.world.sandbox.faults.add({
    method: 'GET',
    path: 'uniqueName=',
    skip: 0,
    times: 1,
    effect: { kind: 'status', status: 404, code: 'ResourceGone', message: 'It is not there.' },
  });
  const found = (await verified.deviations()).filter(({ step }) => step === 'not there yet');
  expect(found.map(({ what }) => what)).toEqual(expect.arrayContaining(['code', 'message']));
});

it('takes what passes by itself for no deviation, and records how often it was asked', async () => {
  verified.world.sandbox.faults.add({
    method: 'PATCH',
    path: '^/v1.0/servicePrincipals',
    skip: 0,
    times: 1,
    effect: { kind: 'status', status: 503, code: 'ServiceUnavailable', message: 'Later.' },
  });
  const { recording, facts } = await verified.attempt({ patienceMs: 30_000 });
  expect(compare(recording, await verified.reference(facts))).toEqual([]);
  const earlier = recording.checks.flatMap(({ exchanges }) => exchanges.flatMap((e) => e.earlier ?? []));
  expect(earlier).toEqual([{ status: 503, code: 'ServiceUnavailable' }]);
});
