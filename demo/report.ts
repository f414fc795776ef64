/** What the demo prints at its end. */
import type { DemoOutcome } from './demo.js';

const VERIFIED = {
  signInLog: "verified by a sign-in in Entra ID's log",
  probe: 'verified by a test request to the Hub',
  confirmation: 'confirmed by a person',
  nothing: 'not verified',
};

export function demoReport(outcome: DemoOutcome): string {
  const { status, verification, artefacts, seconds, ok, didNotHold } = outcome;
  const { assignedUser, unassignedUser } = verification;
  const claims = Object.entries(assignedUser.claims ?? {}).map(
    ([name, value]) => `    ${name} = ${[value].flat().join(', ')}`,
  );
  const let_in = assignedUser.signedIn
    ? [
        `  ${assignedUser.user} is let in. The Hub's assertion consumer service validated the signed assertion:`,
        `    NameID = ${assignedUser.nameId ?? ''}, role = ${(assignedUser.roles ?? []).join(', ')}`,
        ...claims,
      ]
    : [`  ${assignedUser.user} is NOT let in: ${assignedUser.error ?? 'NameID or role differ'}`];
  return [
    '',
    `Onboarding: ${status}. Application ${artefacts.appId ?? '-'}, certificate ${artefacts.certificate?.thumbprint ?? '-'}`,
    'Test sign-in, before the Hub:',
    ...(artefacts.testSignIns ?? []).flatMap(testSignIn),
    `Sign-in to the Hub: ${VERIFIED[artefacts.hubSignIn?.restsOn ?? 'nothing']}.`,
    'Proof:',
    ...let_in,
    `  ${unassignedUser.user} is ${unassignedUser.refused ? 'refused' : 'NOT refused'}: ${unassignedUser.error}`,
    '',
    ...didNotHold.map((what) => `Did NOT hold: ${what}.`),
    `${ok ? 'All of it held' : 'It did NOT all hold'}, in ${String(seconds)} s.`,
  ].join('\n');
}

/** What came of one attempt, and what to do about it. */
function testSignIn({ by, signIn, findings }: NonNullable<DemoOutcome['artefacts']['testSignIns']>[number]) {
  const outcome =
    signIn === undefined ? 'nobody is let in' : `${by} is let in, as ${signIn.roles.join(', ')}`;
  return findings.map(
    ({ code, message, remedy }) => `  ${outcome}. ${code}: ${message}\n    To do: ${remedy}`,
  );
}
