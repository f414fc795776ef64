/** Handover: every value of the Hub's form in its order, the XML, and the confirmation that it was entered. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import type { HandoverPackage } from '../../onboarding/handover.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { PROFILES } from '../../onboarding/profiles.js';
import { OVERVIEW } from '../strings/overview.js';
import { HANDOVER } from '../strings/setup.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';
import { NameField, nameForRecord } from './nameField.js';
import { visitOn } from './scope.js';
import { handoverFor, subjectOf, type Visit } from './visit.js';

const confirmation = z.looseObject({
  name: z.string().trim().max(100).default(''),
  /** Of the XML that the page showed. */
  metadataSha256: z.string(),
});

export function handoverPage(scope: FastifyInstance, deps: WebDeps): void {
  const options = { config: { purpose: 'handover' } } as const;

  scope.get('/handover', options, async (request, reply) => {
    const visit = visitOn(request);
    return sendPage(reply, <Handover visit={visit} handover={await handoverFor(deps, visit)} />);
  });

  scope.get('/handover/metadata.xml', options, async (request, reply) => {
    const visit = visitOn(request);
    const handover = await handoverFor(deps, visit);
    if (handover === null) throw new HttpProblem(404, 'notFound');
    return reply
      .type('application/xml; charset=utf-8')
      .header('Cache-Control', 'no-store')
      .header('Content-Disposition', `attachment; filename="metadata-${visit.request.customerId}.xml"`)
      .send(handover.metadataXml);
  });

  scope.get('/handover/live', options, (request, reply) => {
    const visit = visitOn(request);
    const { customerId } = visit.request;
    return stream(reply, {
      viewer: `${customerId}: ${visit.link.contact}`,
      subject: `handover ${visit.of} ${customerId}`,
      ask: () => handoverFor(deps, visit),
      render: (handover) => (handover === null ? renderToString(<EarlyText />) : undefined),
      isOver: () => false,
    });
  });

  scope.post('/handover', options, async (request, reply) => {
    const visit = visitOn(request);
    const parsed = confirmation.safeParse(request.body);
    if (!parsed.success) throw new HttpProblem(400, 'badInput');
    const { name, metadataSha256 } = parsed.data;
    if (name === '') {
      const page = <Handover visit={visit} handover={await handoverFor(deps, visit)} nameMissing />;
      return sendPage(reply, page, 400);
    }
    const confirmedBy = nameForRecord(name, visit.link);
    const { kind, customerId } = subjectOf(visit);
    // The XML of an onboarding does not change; a watch is asked for more than one.
    if (kind === 'watch') {
      await deps.temporal.tell({ kind, customerId }, 'confirmHandover', { confirmedBy, metadataSha256 });
    } else {
      await deps.temporal.tell({ kind, customerId }, 'confirmHandover', { confirmedBy });
    }
    return redirect(reply, visit.home);
  });
}

type Props = { visit: Visit; handover: HandoverPackage | null; nameMissing?: boolean };

function Handover({ visit, handover, nameMissing = false }: Props) {
  const { home, request, isOver, handoverConfirmedBy } = visit;
  const isAsked = handoverConfirmedBy === null && !isOver;
  const title = HANDOVER.title(handover?.system);
  return (
    <SetupPage
      asking={visit.asking}
      title={title}
      beneath={visit.of === 'watch' ? true : whereIs(visit.request, 'enter')}
    >
      <h1>{title}</h1>
      {isOver && handoverConfirmedBy === null ? <p class="notice">{HANDOVER.over}</p> : null}
      {handover === null && !isOver ? <Early home={home} /> : null}
      {handover === null ? null : (
        <>
          {handoverConfirmedBy === null ? null : (
            <p class="notice good">{HANDOVER.confirmed(handoverConfirmedBy, handover.system)}</p>
          )}
          {isAsked ? (
            <>
              <p class="lead">{HANDOVER.lead(handover.location)}</p>
              <OpenHub url={handover.url} />
            </>
          ) : null}
          {visit.of === 'watch' ? <p>{PROFILES[request.serviceProvider.profile].renewal}</p> : null}
          <Before traps={handover.traps} />
          <Values form={handover.form} />
          {handover.form.some((entry) => 'pasteMetadataXml' in entry) ? (
            <Metadata home={home} xml={handover.metadataXml} />
          ) : null}
          {isAsked ? <Confirm visit={visit} handover={handover} nameMissing={nameMissing} /> : null}
        </>
      )}
    </SetupPage>
  );
}

/** Follows by itself: the page is loaded anew when there is something to hand over. */
const Early = ({ home }: Pick<Visit, 'home'>) => (
  <>
    <div data-live={`${home}/handover/live`}>
      <EarlyText />
    </div>
    <noscript>
      <p class="muted">{OVERVIEW.reload}</p>
    </noscript>
  </>
);

const EarlyText = () => (
  <p class="lead" id="live-early" role="status">
    {HANDOVER.early}
  </p>
);

const OpenHub = ({ url }: { url: string | undefined }) =>
  url === undefined ? null : (
    <p>
      <a class="button quiet" href={url} target="_blank" rel="noopener">
        {HANDOVER.open}
      </a>
    </p>
  );

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

function Metadata({ home, xml }: { home: string; xml: string }) {
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
        <a class="button quiet small" href={`${home}/handover/metadata.xml`}>
          {HANDOVER.download}
        </a>
      </div>
    </section>
  );
}

type ConfirmProps = { visit: Visit; handover: HandoverPackage; nameMissing: boolean };

function Confirm({ visit, handover, nameMissing }: ConfirmProps) {
  const { home, link, csrf } = visit;
  return (
    <section class="card" aria-labelledby="done">
      <h2 id="done">{HANDOVER.doneTitle}</h2>
      <p>{HANDOVER.doneText}</p>
      <form method="post" action={`${home}/handover`}>
        <CsrfField token={csrf} />
        <input type="hidden" name="metadataSha256" value={handover.metadataSha256} />
        <NameField value={nameMissing ? '' : link.contact} isMissing={nameMissing} />
        <button>{HANDOVER.confirm(handover.system)}</button>
      </form>
    </section>
  );
}
