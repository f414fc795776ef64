/** What would break each activity's idempotence, and the suite of `npm test` that must notice. Activities that only read are left out. */
export type Mutation = {
  activity: string;
  broken: string;
  /** In `src/`; `from` is there exactly once. */
  file: string;
  from: string;
  to: string;
  suite: string;
};

const ONCE = 'test/activities/exactlyOnce.test.ts';
const WATCH_ONCE = 'test/activities/watchExactlyOnce.test.ts';

export const MUTATIONS: readonly Mutation[] = [
  {
    activity: 'createEnterpriseApplication',
    broken: 'does not look for the application first',
    file: 'activities/entra/application.ts',
    from: 'const found = await graph.find(application, APPLICATION_BY_KEY, key);',
    to: 'const found = undefined as FoundApplication | undefined;',
    suite: ONCE,
  },
  {
    activity: 'createEnterpriseApplication',
    broken: 'does not look for what an earlier attempt made from the template',
    file: 'activities/entra/template.ts',
    from: 'async () => (await copiesOf(graph, scope))[0]',
    to: 'async () => Promise.resolve((await copiesOf(graph, scope))[99])',
    suite: ONCE,
  },
  {
    activity: 'setSamlMode',
    broken: 'takes another field that is right for the mode',
    file: 'activities/entra/samlSettings.ts',
    from: "found.preferredSingleSignOnMode === 'saml'",
    to: 'found.appRoleAssignmentRequired === true',
    suite: ONCE,
  },
  {
    activity: 'setSamlSettings',
    broken: 'takes one half that is right for both',
    file: 'activities/entra/samlSettings.ts',
    from: 'if (sameServicePrincipal(servicePrincipal, input.settings)) return;',
    to: 'if (application.identifierUris.length > 0) return;',
    suite: ONCE,
  },
  {
    activity: 'setClaims',
    broken: 'does not look for its policy',
    file: 'activities/entra/claims.ts',
    from: 'find((p) => p.displayName === displayName)',
    to: 'find(() => false)',
    suite: ONCE,
  },
  {
    activity: 'setSigningCertificate',
    broken: 'does not look for its certificate by name',
    file: 'activities/entra/certificate.ts',
    from: 'usable.find((certificate) => certificate.name === name) ??',
    to: '',
    suite: ONCE,
  },
  {
    activity: 'publishEvents',
    broken: 'a repetition has another id',
    file: 'activities/events.ts',
    from: 'send(event)',
    to: 'send({ ...event, id: crypto.randomUUID() })',
    suite: ONCE,
  },
  {
    activity: 'sendText',
    broken: 'does not ask whether it was sent',
    file: 'activities/notify.ts',
    from: 'mayHaveBeenSent: before',
    to: 'mayHaveBeenSent: false',
    suite: ONCE,
  },
  {
    activity: 'assignPrincipals',
    broken: 'does not take "already exists" for done',
    file: 'activities/entra/assignments.ts',
    from: 'errors.filter((candidate) => !alreadyThere(candidate))',
    to: 'errors',
    suite: 'test/activities/assignments.test.ts',
  },
  {
    activity: 'openTestSignIn',
    broken: 'opens what is open',
    file: 'activities/entra/testSignIn.ts',
    from: '[...new Set([...input.replyUrls, ...found.redirectUris, ours])]',
    to: '[...input.replyUrls, ...found.redirectUris, ours]',
    suite: ONCE,
  },
  {
    activity: 'closeTestSignIn',
    broken: 'fails on what is closed',
    file: 'activities/entra/testSignIn.ts',
    from: 'if (found === undefined) return;',
    to: "if (found === undefined) throw new Error('not open');",
    suite: ONCE,
  },
  {
    activity: 'removeMade',
    broken: 'fails on what is gone',
    file: 'activities/entra/gone.ts',
    from: 'if (found !== undefined) throw new NotYetVisibleError(NOT_GONE);',
    to: 'throw new NotYetVisibleError(String(found));',
    suite: ONCE,
  },
  {
    activity: 'removeMade',
    broken: 'believes one 404',
    file: 'activities/entra/gone.ts',
    from: 'if (await graph.delete(path, { id })) return;',
    to: 'await graph.delete(path, { id });\n  if (path) return;',
    suite: 'test/activities/removal.test.ts',
  },
  {
    activity: 'assignPage',
    broken: 'assigns those who are assigned already',
    file: 'activities/entra/manyAssignments.ts',
    from: 'if (existing.has(key))',
    to: "if (key === '')",
    suite: 'test/activities/manyAssignments.test.ts',
  },
  {
    activity: 'addNextCertificate',
    broken: 'does not look for its certificate by name',
    file: 'activities/entra/certificate.ts',
    from: 'usable.find((certificate) => certificate.name === name) ??',
    to: '',
    suite: WATCH_ONCE,
  },
  {
    activity: 'activateNextCertificate',
    broken: 'makes the other one active each time',
    file: 'activities/entra/certificate.ts',
    from: 'if (activeOf(await readCredentials(graph, servicePrincipalId)) === thumbprint.toUpperCase()) return;',
    to: 'if (activeOf(await readCredentials(graph, servicePrincipalId)) === thumbprint.toUpperCase()) thumbprint = "";',
    suite: WATCH_ONCE,
  },
  {
    activity: 'removeCertificate',
    broken: 'does not look which one is active',
    file: 'activities/entra/rollover.ts',
    from: 'activeOf(found) === input.active &&',
    to: '',
    suite: WATCH_ONCE,
  },
  {
    activity: 'repairConfiguration',
    broken: 'adds the agreed identifiers to those that are there, without comparing',
    file: 'activities/entra/repair.ts',
    from: 'union(identifierUris, application.identifierUris)',
    to: '[...identifierUris, ...application.identifierUris]',
    suite: WATCH_ONCE,
  },
];
