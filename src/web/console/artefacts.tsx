/** What an onboarding has made in the tenant and found out, and what test sign-ins have shown. */
import type { Artefacts as Made } from '../../onboarding/progress.js';
import { Outcome } from '../setup/signInPage.js';
import { ARTEFACTS, ONBOARDING } from '../strings/consoleCustomer.js';
import type { View } from './view.js';

export function Artefacts({ view }: { view: View }) {
  const rows = rowsOf(view.onboarding.artefacts);
  return (
    <section class="card" aria-labelledby="artefacts">
      <h2 id="artefacts">{ONBOARDING.artefacts}</h2>
      {rows.length === 0 ? <p class="muted">{ONBOARDING.none}</p> : null}
      <dl class="values stacked">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const IDS = [
  'appId',
  'applicationId',
  'servicePrincipalId',
  'claimsPolicyId',
  'metadataUrl',
  'metadataSha256',
  'handoverConfirmedBy',
] as const;

function rowsOf(artefacts: Made): [string, string][] {
  const { certificate, assignments, manyAssignments, hubSignIn, forceSso } = artefacts;
  const { tenantId, consentedBy, consentedAs = 'reported' } = artefacts;
  const rows: [string, string][] = [];
  if (tenantId !== undefined) rows.push([ARTEFACTS.tenantId, tenantId]);
  if (consentedBy !== undefined) rows.push([ARTEFACTS.consentedBy[consentedAs], consentedBy]);
  for (const name of IDS) {
    const value = artefacts[name];
    if (value !== undefined) rows.push([ARTEFACTS[name], value]);
  }
  if (certificate !== undefined) {
    const { name, thumbprint, expiresAt } = certificate;
    rows.push([
      ARTEFACTS.certificate,
      `${name}, ${thumbprint}, ${ARTEFACTS.certificateUntil(expiresAt.slice(0, 10))}`,
    ]);
  }
  if (manyAssignments !== undefined) {
    const { assigned, unassigned } = manyAssignments;
    const missing = unassigned === 0 ? '' : ARTEFACTS.unassigned(unassigned);
    rows.push([ARTEFACTS.assignments, ARTEFACTS.assigned(assigned) + missing]);
  } else if (assignments !== undefined) {
    const names = assignments.map(({ principal, role }) =>
      role === null ? principal : `${principal} (${role})`,
    );
    rows.push([ARTEFACTS.assignments, names.join(', ')]);
  }
  if (hubSignIn !== undefined) rows.push([ARTEFACTS.hubSignIn, ARTEFACTS.hubSignInBy[hubSignIn.restsOn]]);
  if (forceSso !== undefined) {
    const { confirmedBy, administratorWithoutSso } = forceSso;
    rows.push([ARTEFACTS.forceSso, ARTEFACTS.forcedBy(confirmedBy, administratorWithoutSso)]);
  }
  return rows;
}

export function TestSignIns({ view }: { view: View }) {
  const tests = [...(view.onboarding.artefacts.testSignIns ?? [])].reverse();
  if (tests.length === 0) return null;
  return (
    <section class="card" aria-labelledby="tests">
      <h2 id="tests">{ONBOARDING.tests}</h2>
      {tests.map((test) => (
        <Outcome key={test.at} test={test} />
      ))}
    </section>
  );
}
