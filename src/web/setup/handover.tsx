/** Handover: every value of the Hub's form in its order, the XML, and the confirmation that it was entered. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { HandoverPackage } from '../../onboarding/handover.js';
import { handoverOf, tell } from '../../temporal/onboardings.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { CsrfField, Layout } from '../layout.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { HANDOVER, OVERVIEW } from '../strings.js';
import { type Access, accessTo, formSubject, redirect } from './access.js';

type LinkRoute = { Params: { linkId: string } };
const confirmation = z.looseObject({ name: z.string().trim().min(1).max(100) });

export function handoverPage(server: FastifyInstance, deps: WebDeps): void {
  server.get<LinkRoute>('/setup/:linkId/handover', async (request, reply) => {
    const access = await accessTo(deps, request, 'handover');
    const handover = await handoverOf(deps.temporal, access.onboarding.customerId);
    return sendPage(reply, <Handover access={access} handover={handover} />);
  });

  server.get<LinkRoute>('/setup/:linkId/handover/metadata.xml', async (request, reply) => {
    const { onboarding } = await accessTo(deps, request, 'handover');
    const handover = await handoverOf(deps.temporal, onboarding.customerId);
    if (handover === null) throw new HttpProblem(404, 'notFound');
    return reply
      .type('application/xml; charset=utf-8')
      .header('Cache-Control', 'no-store')
      .header('Content-Disposition', `attachment; filename="metadata-${onboarding.customerId}.xml"`)
      .send(handover.metadataXml);
  });

  server.post<LinkRoute>('/setup/:linkId/handover', async (request, reply) => {
    const access = await accessTo(deps, request, 'handover');
    assertOwnForm(request, deps.settings.linkKey, formSubject(access.link.id));
    const parsed = confirmation.safeParse(request.body);
    if (!parsed.success) throw new HttpProblem(400, 'badInput');
    const { customerId } = access.onboarding;
    await tell(deps.temporal, customerId, 'confirmHandover', { confirmedBy: parsed.data.name });
    return redirect(reply, `/setup/${access.link.id}`);
  });
}

function Handover({ access, handover }: { access: Access; handover: HandoverPackage | null }) {
  const { link, onboarding } = access;
  const { handoverConfirmedBy } = onboarding.artefacts;
  return (
    <Layout title={HANDOVER.title} header={<span class="muted">{onboarding.companyName}</span>}>
      <p>
        <a href={`/setup/${link.id}`}>{OVERVIEW.back}</a>
      </p>
      <h1>{HANDOVER.title}</h1>
      {handover === null ? (
        <p class="lead">{HANDOVER.early}</p>
      ) : (
        <>
          {handoverConfirmedBy === undefined ? (
            <p class="lead">{HANDOVER.lead(handover.location)}</p>
          ) : (
            <p class="notice good">{HANDOVER.confirmed(handoverConfirmedBy)}</p>
          )}
          <Before traps={handover.traps} />
          <Values form={handover.form} />
          <Metadata linkId={link.id} xml={handover.metadataXml} />
          {handoverConfirmedBy === undefined ? <Confirm access={access} /> : null}
        </>
      )}
    </Layout>
  );
}

const Before = ({ traps }: Pick<HandoverPackage, 'traps'>) => (
  <section class="notice warn" aria-labelledby="before">
    <h2 id="before">{HANDOVER.before}</h2>
    <ul>
      {traps.map((trap) => (
        <li key={trap}>{trap}</li>
      ))}
    </ul>
  </section>
);

function Values({ form }: Pick<HandoverPackage, 'form'>) {
  return (
    <section class="card" aria-labelledby="values">
      <h2 id="values">{HANDOVER.values}</h2>
      <dl class="values">
        {form.map((entry, i) => {
          const id = 'value' in entry ? `value-${String(i)}` : 'metadata-xml';
          return (
            <div key={entry.field}>
              <dt>{entry.field}</dt>
              <dd>
                {'value' in entry ? (
                  <code id={id}>{entry.value}</code>
                ) : (
                  <a href="#metadata-xml">{HANDOVER.xmlBelow}</a>
                )}
                {entry.trap === undefined ? null : <span class="trap">{entry.trap}</span>}
              </dd>
              <dd>
                <CopyButton from={id} what={entry.field} />
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** Shown only where scripts run. */
const CopyButton = ({ from, what }: { from: string; what: string }) => (
  <button type="button" class="quiet small" hidden data-copy={from} data-copied={HANDOVER.copied}>
    {HANDOVER.copy}
    <span class="hidden"> {what}</span>
  </button>
);

function Metadata({ linkId, xml }: { linkId: string; xml: string }) {
  return (
    <section class="card" aria-labelledby="xml-title">
      <h2 id="xml-title">{HANDOVER.xmlTitle}</h2>
      <label for="metadata-xml" class="hidden">
        {HANDOVER.xmlLabel}
      </label>
      <textarea id="metadata-xml" readOnly rows={8} spellcheck={false}>
        {xml}
      </textarea>
      <div class="actions">
        <CopyButton from="metadata-xml" what={HANDOVER.xmlTitle} />
        <a class="button quiet small" href={`/setup/${linkId}/handover/metadata.xml`}>
          {HANDOVER.download}
        </a>
      </div>
    </section>
  );
}

function Confirm({ access }: { access: Access }) {
  const { link, csrf } = access;
  return (
    <section class="card" aria-labelledby="done">
      <h2 id="done">{HANDOVER.doneTitle}</h2>
      <p>{HANDOVER.doneText}</p>
      <form method="post" action={`/setup/${link.id}/handover`}>
        <CsrfField token={csrf} />
        <div class="field">
          <label for="name">{HANDOVER.name}</label>
          <input id="name" name="name" required maxLength={100} autocomplete="name" value={link.contact} />
        </div>
        <button>{HANDOVER.confirm}</button>
      </form>
    </section>
  );
}
