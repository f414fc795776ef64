/** What was set up, by whom and for whom, to be printed or kept as a PDF. */
import type { FastifyInstance } from 'fastify';
import type { ComponentChildren } from 'preact';
import { applicationDisplayName } from '../../onboarding/names.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import { hasSucceeded } from '../../onboarding/testSignIn.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { Time, useReader } from '../reader.js';
import type { Words } from '../words/languages.js';
import type { Access } from './access.js';
import { claimsInWords } from './claimsInWords.js';
import { maySeePeople, roleOf } from './finish.js';
import { SetupPage } from './frame.js';
import { recordedName } from './nameField.js';
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
  const { words } = useReader();
  const { report } = words;
  return (
    <SetupPage asking={asking} title={report.title} beneath>
      <h1>{report.title}</h1>
      <p class="lead">
        {isDone
          ? report.lead({
              company: request.companyName,
              brand: asking.brand.name,
              today: <Time at={new Date()} />,
            })
          : report.early}
      </p>
      {isDone ? (
        <>
          <div class="actions no-print">
            <button type="button" hidden data-print>
              {report.print}
            </button>
          </div>
          <Facts title={report.sections.setup} facts={setupFacts(words, access)} />
          <Facts title={report.sections.people} facts={peopleFacts(words, access)} />
          <Facts title={report.sections.checks} facts={checkFacts(words, access)} />
          <WithAccess access={access} />
        </>
      ) : null}
    </SetupPage>
  );
}

type Fact = { name: string; value: ComponentChildren };

function setupFacts(words: Words, { request, onboarding, asking }: Access): Fact[] {
  const { report } = words;
  const { fields } = report;
  const { tenantId, appId, certificate } = onboarding.artefacts;
  const { entityId, signOnUrl } = serviceProviderOf(request);
  return [
    { name: fields.company, value: request.companyName },
    { name: fields.tenant, value: tenantId },
    { name: fields.application, value: applicationDisplayName(request) },
    { name: fields.appId, value: appId },
    { name: fields.provider, value: asking.brand.name },
    { name: fields.entityId, value: entityId },
    { name: fields.signOnUrl, value: signOnUrl },
    { name: fields.claims, value: claimsInWords(words, request) },
    {
      name: fields.certificate,
      value:
        certificate &&
        report.certificate({
          thumbprint: certificate.thumbprint,
          until: <Time at={new Date(certificate.expiresAt)} />,
        }),
    },
    { name: fields.permissions, value: report.profiles[request.permissionProfile] },
  ];
}

function peopleFacts(words: Words, { onboarding }: Access): Fact[] {
  const { fields } = words.report;
  const named = (name: string | undefined) => name && recordedName(words, name);
  const { consentedBy, handoverConfirmedBy, testSignIns = [], forceSso } = onboarding.artefacts;
  return [
    { name: fields.startedBy, value: onboarding.startedBy ?? undefined },
    { name: fields.approved, value: consentedBy },
    { name: fields.entered, value: named(handoverConfirmedBy) },
    {
      name: fields.chosen,
      value: named(onboarding.actions.findLast(({ signal }) => signal === 'chooseRoles')?.by),
    },
    { name: fields.tested, value: testSignIns.findLast(hasSucceeded)?.signIn?.nameId },
    { name: fields.forced, value: named(forceSso?.confirmedBy) },
  ];
}

const checkFacts = (
  { report: { fields, ...report }, proofs }: Words,
  { onboarding, request }: Access,
): Fact[] => [
  { name: fields.proof, value: proofs[onboarding.artefacts.hubSignIn?.restsOn ?? 'nothing'] },
  { name: fields.monitoring, value: request.watch === undefined ? report.notMonitored : report.monitored },
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
  const { words } = useReader();
  const { report } = words;
  const { who, type, role } = report.columns;
  return (
    <section class="card">
      <h2>{report.sections.access}</h2>
      {manyAssignments === undefined ? null : <p>{report.many({ count: manyAssignments.assigned })}</p>}
      {assignments.length === 0 ? (
        manyAssignments === undefined ? (
          <p>{report.nobody}</p>
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
                <td data-label={type}>{report.types[one.type]}</td>
                <td data-label={role}>{roleOf(words, one, request)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
