/** Setup links: made for a contact, sent, shown for copying. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { LINK_PURPOSES, linkId, type SetupLink } from '../../onboarding/links.js';
import { setupUrl } from '../../onboarding/linkToken.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { SIGNALS } from '../../onboarding/signals.js';
import { RefusedError } from '../../temporal/customerWorkflow.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { sendPage } from '../page.js';
import { assertMayOperate, operatorOn } from './access.js';
import { Frame } from './frame.js';
import { At } from './parts.js';
import { FORM, LINK as WORDS, LINK_PURPOSE_NAMES } from '../strings/consoleCustomer.js';
import { addressOf, customerOf, type CustomerRoute, type View } from './view.js';

const DAYS = 14;

const form = z.looseObject({
  id: linkId,
  contact: z.string(),
  purpose: z.string(),
  days: z.string().default(String(DAYS)),
  send: z.string().optional(),
});

export function linkPages(scope: FastifyInstance, deps: WebDeps): void {
  const { temporal, settings } = deps;

  const lookUp = async (request: FastifyRequest<CustomerRoute>) => {
    const operator = operatorOn(request);
    assertMayOperate(operator);
    const customerId = customerOf(request);
    const { progress: onboarding, request: asked } = await temporal.view({ kind: 'onboarding', customerId });
    return { view: { operator, onboarding }, contacts: asked.contacts };
  };

  scope.get<CustomerRoute>('/onboardings/:customerId/link', async (request, reply) => {
    const { view, contacts } = await lookUp(request);
    const { again } = z.looseObject({ again: z.string().optional() }).parse(request.query);
    const known = view.onboarding.links.find(({ id }) => id === again);
    return sendPage(reply, <LinkForm view={view} contacts={contacts} known={known} deps={deps} />);
  });

  // The page itself is the answer: sent again, its id makes the same link, and no second one.
  scope.post<CustomerRoute>('/onboardings/:customerId/link', async (request, reply) => {
    const { id, contact, purpose, days, send: ticked } = form.parse(request.body);
    const send = ticked !== undefined;
    const input = SIGNALS.makeLink.safeParse({
      id,
      contact,
      purpose,
      days: Number(days),
      send,
      by: operatorOn(request).name,
    });
    if (!input.success) {
      const { view, contacts } = await lookUp(request);
      const page = (
        <LinkForm view={view} contacts={contacts} deps={deps} tried={{ contact, purpose, days, send }} />
      );
      return sendPage(reply, page, 400);
    }
    const customerId = customerOf(request);
    await temporal.tell({ kind: 'onboarding', customerId }, 'makeLink', input.data);
    const { view } = await lookUp(request);
    const link = view.onboarding.links.find((made) => made.id === id);
    if (link === undefined) throw new RefusedError(WORDS.forgotten);
    const url = setupUrl({ publicUrl: settings.publicUrl, key: settings.linkKeys[0] }, customerId, link);
    return sendPage(reply, <Made view={view} link={link} url={url} sent={input.data.send} deps={deps} />);
  });
}

type FormProps = {
  view: View;
  contacts: OnboardingRequest['contacts'];
  /** To be shown or sent again: for whom and what it is stays. */
  known?: SetupLink | undefined;
  tried?: { contact: string; purpose: string; days: string; send: boolean };
  deps: WebDeps;
};

function LinkForm({ view: { onboarding, operator }, contacts, known, tried, deps }: FormProps) {
  const { customerId, companyName } = onboarding;
  const names = known === undefined ? contacts.map(({ name }) => name) : [known.contact];
  const purposes = known === undefined ? [...LINK_PURPOSES].reverse() : [known.purpose];
  return (
    <Frame title={WORDS.title} operator={operator} settings={deps.settings}>
      <p>
        <a href={addressOf(customerId)}>{FORM.back(companyName)}</a>
      </p>
      <h1>{WORDS.title}</h1>
      <p class="lead">{WORDS.lead}</p>
      <form method="post" action={`${addressOf(customerId)}/link`} class="card">
        <CsrfField token={operator.csrf} />
        <input type="hidden" name="id" value={known?.id ?? randomBytes(6).toString('hex')} />
        <div class="field">
          <label for="contact">{WORDS.contact}</label>
          <select id="contact" name="contact">
            {names.map((name) => (
              <option key={name} value={name} selected={name === tried?.contact}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="purpose">{WORDS.purpose}</label>
          <select id="purpose" name="purpose">
            {purposes.map((purpose) => (
              <option key={purpose} value={purpose} selected={purpose === tried?.purpose}>
                {LINK_PURPOSE_NAMES[purpose]}
              </option>
            ))}
          </select>
        </div>
        {known === undefined ? (
          <div class="field">
            <label for="days">{WORDS.days}</label>
            <input
              id="days"
              name="days"
              type="number"
              min={1}
              max={90}
              required
              value={tried?.days ?? DAYS}
            />
            {tried === undefined ? null : (
              <span class="hint wrong" role="alert">
                {WORDS.daysWrong}
              </span>
            )}
          </div>
        ) : null}
        <label class="check">
          <input type="checkbox" name="send" checked={tried?.send ?? false} />
          {WORDS.send}
        </label>
        <div class="actions">
          <button>{known === undefined ? WORDS.button : WORDS.againButton}</button>
        </div>
      </form>
    </Frame>
  );
}

type MadeProps = { view: View; link: SetupLink; url: string; sent: boolean; deps: WebDeps };

function Made({ view: { onboarding, operator }, link, url, sent, deps }: MadeProps) {
  return (
    <Frame title={WORDS.title} operator={operator} settings={deps.settings}>
      <p>
        <a href={addressOf(onboarding.customerId)}>{FORM.back(onboarding.companyName)}</a>
      </p>
      <h1>{WORDS.madeTitle(link.contact)}</h1>
      <p class="lead">{WORDS.secret}</p>
      <section class="card">
        <div class="field long">
          <label for="url">{WORDS.label}</label>
          <input id="url" readOnly value={url} />
        </div>
        <button type="button" class="quiet" hidden data-copy="url" data-copied={WORDS.copied}>
          {WORDS.copy}
        </button>
        <p class="muted">
          {WORDS.until} <At at={link.expiresAt} />. {sent ? WORDS.sent : null}
        </p>
      </section>
    </Frame>
  );
}
