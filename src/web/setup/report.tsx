/** What was set up, by whom and for whom, to be printed or kept as a PDF. */
import type { FastifyInstance } from 'fastify';
import { describeClaims } from '../../onboarding/claims.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import { hasSucceeded } from '../../onboarding/testSignIn.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { REPORT } from '../strings/finish.js';
import { PROOFS } from '../strings/overview.js';
import type { Access } from './access.js';
import { maySeePeople, roleOf } from './finish.js';
import { SetupPage } from './frame.js';
import { accessOn } from './scope.js';

export function reportPage(scope: FastifyInstance): void {
  scope.get('/report', (request, reply) => {
    const access = accessOn(request);
    if (!maySeePeople(access)) throw new HttpProblem(403, 'otherPurpose');
    return sendPage(reply, <Report access={access} />);
  });
}

function Report({ access }: { access: Access }) {
  const { asking, onboarding, request } = access;
  const isDone = onboarding.status === 'done';
  return (
    <SetupPage asking={asking} title={REPORT.title} beneath>
      <h1>{REPORT.title}</h1>
      <p class="lead">
        {isDone
          ? `${REPORT.lead(request.companyName, asking.brand.name)} ${REPORT.made(new Date())}`
          : REPORT.early}
      </p>
      {isDone ? (
        <>
          <div class="actions no-print">
            <button type="button" hidden data-print>
              {REPORT.print}
            </button>
          </div>
          <Facts title={REPORT.sections.setup} facts={setupFacts(access)} />
          <Facts title={REPORT.sections.people} facts={peopleFacts(access)} />
          <Facts title={REPORT.sections.checks} facts={checkFacts(access)} />
          <WithAccess access={access} />
        </>
      ) : null}
    </SetupPage>
  );
}

type Fact = { name: string; value: string | undefined };

const { fields } = REPORT;

function setupFacts({ request, onboarding, asking }: Access): Fact[] {
  const { tenantId, appId, certificate } = onboarding.artefacts;
  const { entityId, signOnUrl } = serviceProviderOf(request);
  return [
    { name: fields.company, value: request.companyName },
    { name: fields.tenant, value: tenantId },
    { name: fields.application, value: applicationDisplayName(request.companyName) },
    { name: fields.appId, value: appId },
    { name: fields.provider, value: asking.brand.name },
    { name: fields.entityId, value: entityId },
    { name: fields.signOnUrl, value: signOnUrl },
    { name: fields.claims, value: describeClaims(request) },
    {
      name: fields.certificate,
      value: certificate && REPORT.certificate(certificate.thumbprint, new Date(certificate.expiresAt)),
    },
    { name: fields.permissions, value: REPORT.profiles[request.permissionProfile] },
  ];
}

function peopleFacts({ onboarding }: Access): Fact[] {
  const { consentedBy, handoverConfirmedBy, testSignIns = [], forceSso } = onboarding.artefacts;
  return [
    { name: fields.startedBy, value: onboarding.startedBy ?? undefined },
    { name: fields.approved, value: consentedBy },
    { name: fields.entered, value: handoverConfirmedBy },
    { name: fields.chosen, value: onboarding.actions.findLast(({ signal }) => signal === 'chooseRoles')?.by },
    { name: fields.tested, value: testSignIns.findLast(hasSucceeded)?.signIn?.nameId },
    { name: fields.forced, value: forceSso?.confirmedBy },
  ];
}

const checkFacts = ({ onboarding, request }: Access): Fact[] => [
  { name: fields.proof, value: PROOFS[onboarding.artefacts.hubSignIn?.restsOn ?? 'nothing'] },
  { name: fields.monitoring, value: request.watch === undefined ? REPORT.notMonitored : REPORT.monitored },
];

const Facts = ({ title, facts }: { title: string; facts: Fact[] }) => (
  <section class="card">
    <h2>{title}</h2>
    <dl class="values">
      {facts.map(({ name, value }) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  </section>
);

function WithAccess({ access: { onboarding, request } }: { access: Access }) {
  const { assignments = [], manyAssignments } = onboarding.artefacts;
  const { who, type, role } = REPORT.columns;
  return (
    <section class="card">
      <h2>{REPORT.sections.access}</h2>
      {manyAssignments === undefined ? null : <p>{REPORT.many(manyAssignments.assigned)}</p>}
      {assignments.length === 0 ? (
        manyAssignments === undefined ? (
          <p>{REPORT.nobody}</p>
        ) : null
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{who}</th>
              <th scope="col">{type}</th>
              <th scope="col">{role}</th>
            </tr>
          </thead>
          <tbody>
            {assignments.map((one) => (
              <tr key={`${one.principalId} ${one.role ?? ''}`}>
                <td data-label={who}>{one.principal}</td>
                <td data-label={type}>{REPORT.types[one.type]}</td>
                <td data-label={role}>{roleOf(one, request)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
