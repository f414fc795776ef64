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
import { FORCE } from '../strings/setup.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';
import { type Access, PAGES } from './access.js';
import { NameField, nameForRecord } from './nameField.js';
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
  const isLate = onboarding.step === 'forceSso' && onboarding.problem?.code === 'deadline_passed';
  const isAsked = onboarding.waitingFor?.signal === 'confirmForceSso' || isLate;
  const isOver = onboarding.execution !== 'RUNNING';
  return (
    <SetupPage asking={access.asking} title={FORCE.title} beneath={whereIs(access.request, 'force')}>
      <h1>{FORCE.title}</h1>
      {forceSso === undefined ? null : (
        <p class="notice good">{FORCE.confirmed(forceSso.confirmedBy, forceSso.administratorWithoutSso)}</p>
      )}
      {isAsked ? <Task access={access} typed={typed} refused={refused} /> : null}
      {isAsked || forceSso !== undefined ? null : <p class="lead">{isOver ? FORCE.over : FORCE.early}</p>}
    </SetupPage>
  );
}

function Task({ access, typed, refused = false }: Props) {
  const { request, link, csrf } = access;
  const { location, field, on } = PROFILES[request.serviceProvider.profile].forceSso;
  const domains = request.hub.emailDomains.join(', ');
  return (
    <>
      <p class="lead">{FORCE.lead(domains)}</p>
      <section class="notice warn" aria-labelledby="check">
        <h2 id="check">{FORCE.checkTitle}</h2>
        <p>{FORCE.check(domains)}</p>
      </section>
      <section class="card" aria-labelledby="switch">
        <h2 id="switch">{FORCE.switchTitle}</h2>
        <p>{FORCE.open(location)}</p>
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
        <h2 id="done">{FORCE.doneTitle}</h2>
        <form method="post" action={`${PAGES.onboarding}/${link.id}/forceSso`}>
          <CsrfField token={csrf} />
          <div class="field long">
            <label for="administrator">{FORCE.administrator}</label>
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
                {FORCE.administratorWrong(domains)}
              </span>
            ) : null}
          </div>
          <NameField value={typed.name} isMissing={typed.name === ''} />
          <button>{FORCE.confirm}</button>
        </form>
      </section>
    </>
  );
}
