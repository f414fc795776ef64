/** The last task: who can still get in without SSO, then the switch that forces it, then the confirmation of both. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isForcedFor } from '../../onboarding/forceSso.js';
import { PROFILES } from '../../onboarding/profiles.js';
import { SIGNALS } from '../../onboarding/signals.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { useReader } from '../reader.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';
import { type Access, PAGES } from './access.js';
import { NameField, nameForRecord, recordedName } from './nameField.js';
import { accessOn } from './scope.js';

const confirmation = z.looseObject({
  name: z.string().trim().max(100).default(''),
  administrator: z.string().trim().max(254).default(''),
});
const { administratorWithoutSso: address } = SIGNALS.confirmForceSso.shape;

export function forceSsoPage(scope: FastifyInstance, { temporal }: WebDeps): void {
  const options = { config: { purpose: 'forceSso' } } as const;

  scope.get('/forceSso', options, (request, reply) => {
    const access = accessOn(request);
    const typed = { name: access.link.contact, administrator: '' };
    return sendPage(reply, <Force access={access} typed={typed} />);
  });

  scope.post('/forceSso', options, async (request, reply) => {
    const access = accessOn(request);
    const parsed = confirmation.safeParse(request.body);
    if (!parsed.success) throw new HttpProblem(400, 'badInput');
    const { name, administrator } = parsed.data;
    const { customerId, hub } = access.request;
    const isRefused =
      !address.safeParse(administrator).success || isForcedFor(administrator, hub.emailDomains);
    if (name === '' || isRefused) {
      return sendPage(reply, <Force access={access} typed={parsed.data} refused={isRefused} />, 400);
    }
    const confirmedBy = nameForRecord(name, access.link);
    const input = { confirmedBy, administratorWithoutSso: administrator };
    await temporal.tell({ kind: 'onboarding', customerId }, 'confirmForceSso', input);
    return redirect(reply, `${PAGES.onboarding}/${access.link.id}`);
  });
}

type Props = {
  access: Access;
  typed: { name: string; administrator: string };
  /** The address is none, or on a listed domain. */
  refused?: boolean;
};

function Force({ access, typed, refused = false }: Props) {
  const { onboarding } = access;
  const { forceSso } = onboarding.artefacts;
  const { words } = useReader();
  const { force } = words;
  const isLate = onboarding.step === 'forceSso' && onboarding.problem?.code === 'deadline_passed';
  const isAsked = onboarding.waitingFor?.signal === 'confirmForceSso' || isLate;
  const isOver = onboarding.execution !== 'RUNNING';
  return (
    <SetupPage asking={access.asking} title={force.title} beneath={whereIs(words, access.request, 'force')}>
      <h1>{force.title}</h1>
      {forceSso === undefined ? null : (
        <p class="notice good">
          {force.confirmed({
            by: recordedName(words, forceSso.confirmedBy),
            administrator: forceSso.administratorWithoutSso,
          })}
        </p>
      )}
      {isAsked ? <Task access={access} typed={typed} refused={refused} /> : null}
      {isAsked || forceSso !== undefined ? null : <p class="lead">{isOver ? force.over : force.early}</p>}
    </SetupPage>
  );
}

function Task({ access, typed, refused = false }: Props) {
  const { request, link, csrf } = access;
  const { location, field, on } = PROFILES[request.serviceProvider.profile].forceSso;
  const domains = request.hub.emailDomains.join(', ');
  const { force } = useReader().words;
  return (
    <>
      <p class="lead">{force.lead({ domains })}</p>
      <section class="notice warn" aria-labelledby="check">
        <h2 id="check">{force.checkTitle}</h2>
        <p>{force.check({ domains })}</p>
      </section>
      <section class="card" aria-labelledby="switch">
        <h2 id="switch">{force.switchTitle}</h2>
        <p>{force.open({ location })}</p>
        <dl class="values">
          <div>
            <dt>{field}</dt>
            <dd>
              <code class={`switch ${on}`}>{on}</code>
            </dd>
          </div>
        </dl>
      </section>
      <section class="card" aria-labelledby="done">
        <h2 id="done">{force.doneTitle}</h2>
        <form method="post" action={`${PAGES.onboarding}/${link.id}/forceSso`}>
          <CsrfField token={csrf} />
          <div class="field long">
            <label for="administrator">{force.administrator}</label>
            <input
              id="administrator"
              name="administrator"
              type="email"
              required
              maxLength={254}
              value={typed.administrator}
              aria-describedby={refused ? 'administrator-hint' : undefined}
              aria-invalid={refused}
            />
            {refused ? (
              <span class="hint wrong" id="administrator-hint" role="alert">
                {force.administratorWrong({ domains })}
              </span>
            ) : null}
          </div>
          <NameField value={typed.name} isMissing={typed.name === ''} />
          <button>{force.confirm}</button>
        </form>
      </section>
    </>
  );
}
