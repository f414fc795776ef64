/** Handover: every value of the Hub's form in its order, the XML, and the confirmation that it was entered. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { HandoverPackage } from '../../onboarding/handover.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { stream } from '../live.js';
import { partFor, sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { PROFILES } from '../../onboarding/profiles.js';
import { Recorded, useReader } from '../reader.js';
import { Forward } from './forward.js';
import { SetupPage } from './frame.js';
import { systemOf, whereIs } from './stages.js';
import { NameField, nameForRecord, recordedName } from './nameField.js';
import { visitOn } from './scope.js';
import { Checked, isTakenAsSaved, settingsCheckLive } from './settingsCheck.js';
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
      render: (handover) => (handover === null ? partFor(request, <EarlyText />) : undefined),
      isOver: () => false,
    });
  });

  settingsCheckLive(scope, deps);

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
    const isTaken = await isTakenAsSaved(deps, visit);
    return redirect(reply, isTaken ? visit.home : `${visit.home}/handover#check`);
  });
}

type Props = { visit: Visit; handover: HandoverPackage | null; nameMissing?: boolean };

function Handover({ visit, handover, nameMissing = false }: Props) {
  const { asking, home, request, isOver, handoverConfirmedBy } = visit;
  const { profile } = request.serviceProvider;
  const isAsked = handoverConfirmedBy === null && !isOver;
  const system = systemOf(request);
  const { words } = useReader();
  const title = words.handover.title({ system });
  return (
    <SetupPage
      asking={asking}
      title={title}
      beneath={visit.of === 'watch' ? true : whereIs(words, request, 'enter')}
    >
      <h1>{title}</h1>
      {isOver && handoverConfirmedBy === null ? <p class="notice">{words.handover.over}</p> : null}
      {handover === null && !isOver ? <Early home={home} /> : null}
      {handover === null ? null : (
        <>
          {handoverConfirmedBy === null ? null : (
            <p class="notice good">
              {words.handover.confirmed({ by: recordedName(words, handoverConfirmedBy), system })}
            </p>
          )}
          {isAsked ? <Lead handover={handover} home={home} system={system} /> : null}
          {visit.of === 'watch' ? (
            <p class="notice">
              <Recorded text={PROFILES[profile].renewal} />
            </p>
          ) : null}
          <Before traps={handover.traps} />
          <Values handover={handover} home={home} forceSso={PROFILES[profile].forceSso.field} />
          {isAsked ? <Confirm visit={visit} handover={handover} nameMissing={nameMissing} /> : null}
          {isAsked && visit.of === 'onboarding' ? <Forward holder={visit} task="handover" /> : null}
          {isAsked ? <Dock system={system} /> : null}
        </>
      )}
    </SetupPage>
  );
}

/** Updates automatically: the page is loaded anew when there is something to hand over. */
function Early({ home }: Pick<Visit, 'home'>) {
  const { overview } = useReader().words;
  return (
    <>
      <div data-live={`${home}/handover/live`}>
        <EarlyText />
      </div>
      <noscript>
        <p class="muted">{overview.reload}</p>
      </noscript>
    </>
  );
}

function EarlyText() {
  const { handover } = useReader().words;
  return (
    <p class="lead" id="live-early" role="status">
      {handover.early}
    </p>
  );
}

type LeadProps = { handover: HandoverPackage; home: string; system: string };

function Lead({ handover: { location, url }, home, system }: LeadProps) {
  const { handover } = useReader().words;
  return (
    <>
      <p class="lead">{handover.lead({ location })}</p>
      <div class="actions">
        {url === undefined ? null : (
          <a class="button quiet" href={url} target="_blank" rel="noopener">
            {handover.open({ system })}
          </a>
        )}
        <a class="button quiet phone" href={`${home}/continue`}>
          {handover.elsewhere}
        </a>
      </div>
    </>
  );
}

function Before({ traps }: Pick<HandoverPackage, 'traps'>) {
  const { handover } = useReader().words;
  return (
    <section class="notice" aria-labelledby="before">
      <h2 id="before">{handover.before}</h2>
      <ul>
        {traps.map((trap) => (
          <li key={trap}>
            <Recorded text={trap} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type ValuesProps = { handover: HandoverPackage; home: string; forceSso: string };

function Values({ handover: { form, metadataXml }, home, forceSso }: ValuesProps) {
  const { handover } = useReader().words;
  return (
    <section class="card" aria-labelledby="values">
      <h2 id="values">{handover.values}</h2>
      <dl class="values">
        {form.map((entry, i) => (
          <div key={entry.field}>
            <dt>{entry.field}</dt>
            <dd>
              {'value' in entry ? <Value id={`value-${String(i)}`} value={entry.value} /> : null}
              {'value' in entry ? null : <Metadata home={home} xml={metadataXml} />}
              {entry.trap === undefined ? null : (
                <span class={entry.field === forceSso ? 'trap' : 'hint'}>
                  <Recorded text={entry.trap} />
                </span>
              )}
            </dd>
            {'value' in entry && isSwitch(entry.value) ? null : (
              <dd>
                <CopyButton
                  from={'value' in entry ? `value-${String(i)}` : 'metadata-xml'}
                  what={entry.field}
                />
              </dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}

const isSwitch = (value: string) => value === 'on' || value === 'off';

const Value = ({ id, value }: { id: string; value: string }) =>
  isSwitch(value) ? <code class={`switch ${value}`}>{value}</code> : <code id={id}>{value}</code>;

/** Shown only where scripts run. */
function CopyButton({ from, what }: { from: string; what: string }) {
  const { copy, copied } = useReader().words.handover;
  return (
    <button type="button" class="quiet small" hidden data-copy={from} data-copied={copied}>
      {copy}
      <span class="hidden"> {what}</span>
    </button>
  );
}

function Metadata({ home, xml }: { home: string; xml: string }) {
  const { handover } = useReader().words;
  return (
    <>
      <a href={`${home}/handover/metadata.xml`}>{handover.download}</a>
      <details>
        <summary>{handover.showXml}</summary>
        <label for="metadata-xml" class="hidden">
          {handover.xmlLabel}
        </label>
        <textarea id="metadata-xml" readOnly rows={8} spellcheck={false}>
          {xml}
        </textarea>
      </details>
    </>
  );
}

type ConfirmProps = { visit: Visit; handover: HandoverPackage; nameMissing: boolean };

/** The button is in the dock, which is in sight wherever somebody is on the page. */
function Confirm({ visit, handover, nameMissing }: ConfirmProps) {
  const { doneTitle, doneText } = useReader().words.handover;
  const { home, link, csrf } = visit;
  return (
    <section class="card" aria-labelledby="done">
      <h2 id="done">{doneTitle}</h2>
      <p>{doneText}</p>
      <Checked visit={visit} handover={handover} />
      <form method="post" action={`${home}/handover`} id="confirm">
        <CsrfField token={csrf} />
        <input type="hidden" name="metadataSha256" value={handover.metadataSha256} />
        <NameField value={nameMissing ? '' : link.contact} isMissing={nameMissing} />
      </form>
    </section>
  );
}

function Dock({ system }: { system: string }) {
  const { handover } = useReader().words;
  return (
    <div class="dock">
      <p>{handover.saved}</p>
      <button form="confirm">{handover.confirm({ system })}</button>
    </div>
  );
}
