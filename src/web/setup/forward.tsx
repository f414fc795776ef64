/** A link that its holder passes on: made for a colleague, who need be no contact, and sent to them where it is said. */
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { setTimeout as sleep } from 'node:timers/promises';
import { permits } from '../../onboarding/links.js';
import { setupUrl } from '../../onboarding/linkToken.js';
import { mobileProblem } from '../../onboarding/phoneNumber.js';
import { emailAddress, mobileNumber } from '../../onboarding/reach.js';
import type { Task } from '../../onboarding/signals.js';
import { hasFailed } from '../../onboarding/textMessages.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { Time, useReader } from '../reader.js';
import type { Access } from './access.js';
import { SetupPage } from './frame.js';
import { PersonField } from './nameField.js';
import { accessOn } from './scope.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 14;

const form = z.looseObject({
  /** Sent again, it makes the same link and no second one. */
  id: z.string(),
  name: z.string().trim().max(100).default(''),
  to: z.string().trim().max(254).default(''),
  task: z.enum(['consent', 'roles', 'handover', 'signIn', 'forceSso']),
});

export function forwardPage(scope: FastifyInstance, { temporal, settings }: WebDeps): void {
  scope.post('/forward', async (request, reply) => {
    const access = accessOn(request);
    const { id, name, to, task } = form.parse(request.body);
    const { link, onboarding } = access;
    if (!permits(link, task)) throw new HttpProblem(403, 'otherPurpose');
    const sendTo = to === '' ? undefined : reachOf(to);
    if (name === '' || sendTo === null) {
      const typed = { name, to, toIsWrong: sendTo === null };
      return sendPage(reply, <ForwardAgain holder={access} task={task} typed={typed} />, 400);
    }
    const subject = { kind: 'onboarding', customerId: onboarding.customerId } as const;
    await temporal.tell(subject, 'makeLink', {
      id,
      contact: name,
      purpose: task,
      days: daysLeft(link.expiresAt),
      by: link.contact,
      forwardedBy: link.contact,
      ...(sendTo === undefined ? {} : { sendTo }),
    });
    const { links } = await temporal.ask(subject, 'progress');
    const made = links.find((one) => one.id === id);
    if (made === undefined) throw new HttpProblem(409, 'refused');
    const { publicUrl, linkKeys } = settings;
    const url = setupUrl({ publicUrl, key: linkKeys[0] }, onboarding.customerId, made);
    const sent = sendTo === undefined ? undefined : { how: await howSent(temporal, onboarding, id), to };
    return sendPage(
      reply,
      <Made holder={access} name={name} url={url} expiresAt={made.expiresAt} sent={sent} />,
    );
  });
}

/** Null for what is neither. */
function reachOf(typed: string): { mobile: string } | { email: string } | null {
  if (typed.includes('@')) {
    const email = emailAddress.safeParse(typed);
    return email.success ? { email: email.data } : null;
  }
  const mobile = mobileNumber.safeParse(typed.replaceAll(/[\s().-]/g, ''));
  return mobile.success && mobileProblem(mobile.data) === undefined ? { mobile: mobile.data } : null;
}

type How = 'sent' | 'sending' | 'notSent';

/** So long the page waits for the message to go. */
const WAIT_MS = 4_000;
const LOOK_EVERY_MS = 250;

async function howSent(
  temporal: WebDeps['temporal'],
  { customerId, onboardingId }: Access['onboarding'],
  linkIdOfColleague: string,
): Promise<How> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const { messages } = await temporal.ask({ kind: 'onboarding', customerId }, 'progress');
    const message = messages.find(({ id }) => id.startsWith(`${onboardingId}/link/${linkIdOfColleague}/`));
    if (message !== undefined && message.status !== 'sending') {
      return hasFailed(message) || message.status === 'not sent' || message.status === 'stopped'
        ? 'notSent'
        : 'sent';
    }
    if (Date.now() >= until) return 'sending';
    await sleep(LOOK_EVERY_MS);
  }
}

/** No longer than the link that it comes from. */
const daysLeft = (expiresAt: string) =>
  Math.max(1, Math.min(MOST_DAYS, Math.floor((Date.parse(expiresAt) - Date.now()) / DAY_MS)));

/** Whose link is passed on. */
type Holder = Pick<Access, 'link' | 'csrf' | 'request' | 'asking'>;
type Props = {
  holder: Holder;
  task: Task;
  /** Where it is not that somebody is the wrong person. */
  title?: string;
  text?: string;
};

export function Forward({ holder, task, title, text }: Props) {
  const { forward } = useReader().words;
  return (
    <details class="card">
      <summary>{title ?? forward.title}</summary>
      <ForwardForm holder={holder} task={task} text={text} />
    </details>
  );
}

type Typed = { name: string; to: string; toIsWrong: boolean };
type FormProps = Pick<Props, 'holder' | 'task'> & { text?: string | undefined; typed?: Typed };

function ForwardForm({ holder, task, text, typed }: FormProps) {
  const { words, listed } = useReader();
  const { forward } = words;
  const { link, csrf, request, asking } = holder;
  const others = request.contacts.filter(
    ({ name, roles }) => name !== link.contact && roles.includes(ROLE_OF[task]),
  );
  return (
    <form method="post" action={`/setup/${link.id}/forward`}>
      <p>{text ?? forward.text}</p>
      {others.length === 0 ? null : (
        <p class="hint">
          {forward.others({ names: listed(others.map(({ name }) => name)), brand: asking.brand.name })}
        </p>
      )}
      <CsrfField token={csrf} />
      <input type="hidden" name="id" value={randomBytes(6).toString('hex')} />
      <input type="hidden" name="task" value={task} />
      <PersonField
        id="colleague"
        words={{ label: forward.name, missing: forward.missing }}
        autocomplete="off"
        value={typed?.name}
        isMissing={typed?.name === ''}
      />
      <div class="field">
        <label for="colleague-to">{forward.to}</label>
        <input
          id="colleague-to"
          name="to"
          maxLength={254}
          autocomplete="off"
          value={typed?.to}
          aria-describedby="colleague-to-hint"
          aria-invalid={typed?.toIsWrong ?? false}
        />
        {typed?.toIsWrong === true ? (
          <span class="hint wrong" id="colleague-to-hint" role="alert">
            {forward.toWrong}
          </span>
        ) : (
          <span class="hint" id="colleague-to-hint">
            {forward.toHint}
          </span>
        )}
      </div>
      <button class="quiet">{forward.button}</button>
    </form>
  );
}

const ROLE_OF = {
  consent: 'azureAdministrator',
  roles: 'azureAdministrator',
  signIn: 'azureAdministrator',
  handover: 'hubAdministrator',
  forceSso: 'hubAdministrator',
} as const satisfies Record<Task, string>;

function ForwardAgain({ holder, task, typed }: Props & { typed: Typed }) {
  const { title } = useReader().words.forward;
  return (
    <SetupPage asking={holder.asking} title={title} beneath>
      <h1>{title}</h1>
      <section class="card">
        <ForwardForm holder={holder} task={task} typed={typed} />
      </section>
    </SetupPage>
  );
}

type MadeProps = {
  holder: Holder;
  name: string;
  url: string;
  expiresAt: string;
  sent: { how: How; to: string } | undefined;
};

function Made({ holder: { asking, request, link }, name, url, expiresAt, sent }: MadeProps) {
  const { forward } = useReader().words;
  const isAway = sent?.how === 'sent';
  const about = { brand: asking.brand.name, company: request.companyName };
  const subject = encodeURIComponent(forward.subject(about));
  const body = encodeURIComponent(forward.body({ ...about, from: link.contact, url }));
  return (
    <SetupPage asking={asking} title={forward.madeTitle({ name })} beneath>
      <h1>{forward.madeTitle({ name })}</h1>
      {sent === undefined ? null : (
        <p class={`notice ${isAway ? 'good' : sent.how === 'notSent' ? 'bad' : ''}`} role="status">
          {forward[sent.how]({ to: sent.to })}
        </p>
      )}
      <p class="lead">
        {(isAway ? forward.sentText : forward.madeText)({ name, until: <Time at={new Date(expiresAt)} /> })}
      </p>
      <section class="card">
        <div class="field long">
          <label for="url">{forward.label}</label>
          <input id="url" readOnly value={url} />
        </div>
        <div class="actions">
          {isAway ? (
            <a class="button" href={`/setup/${link.id}`}>
              {forward.goOn}
            </a>
          ) : null}
          <a class={isAway ? 'button quiet' : 'button'} href={`mailto:?subject=${subject}&body=${body}`}>
            {forward.email}
          </a>
          <a class="button quiet" href={`sms:?&body=${body}`}>
            {forward.sms}
          </a>
          <button type="button" class="quiet" hidden data-copy="url" data-copied={forward.copied}>
            {forward.copy}
          </button>
        </div>
      </section>
    </SetupPage>
  );
}
