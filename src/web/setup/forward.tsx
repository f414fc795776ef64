/** A link that its holder passes on: made for a colleague, who need be no contact, and sent by whoever makes it. */
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { permits } from '../../onboarding/links.js';
import { setupUrl } from '../../onboarding/linkToken.js';
import type { Task } from '../../onboarding/signals.js';
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
  task: z.enum(['consent', 'roles', 'handover', 'signIn', 'forceSso']),
});

export function forwardPage(scope: FastifyInstance, { temporal, settings }: WebDeps): void {
  scope.post('/forward', async (request, reply) => {
    const access = accessOn(request);
    const { id, name, task } = form.parse(request.body);
    const { link, onboarding } = access;
    if (!permits(link, task)) throw new HttpProblem(403, 'otherPurpose');
    if (name === '') return sendPage(reply, <ForwardAgain holder={access} task={task} />, 400);
    const subject = { kind: 'onboarding', customerId: onboarding.customerId } as const;
    await temporal.tell(subject, 'makeLink', {
      id,
      contact: name,
      purpose: task,
      days: daysLeft(link.expiresAt),
      by: link.contact,
      forwardedBy: link.contact,
    });
    const { links } = await temporal.ask(subject, 'progress');
    const made = links.find((one) => one.id === id);
    if (made === undefined) throw new HttpProblem(409, 'refused');
    const { publicUrl, linkKeys } = settings;
    const url = setupUrl({ publicUrl, key: linkKeys[0] }, onboarding.customerId, made);
    return sendPage(reply, <Made holder={access} name={name} url={url} expiresAt={made.expiresAt} />);
  });
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

type FormProps = Pick<Props, 'holder' | 'task'> & { text?: string | undefined; isMissing?: boolean };

function ForwardForm({ holder, task, text, isMissing = false }: FormProps) {
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
        isMissing={isMissing}
      />
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

function ForwardAgain({ holder, task }: Props) {
  const { title } = useReader().words.forward;
  return (
    <SetupPage asking={holder.asking} title={title} beneath>
      <h1>{title}</h1>
      <section class="card">
        <ForwardForm holder={holder} task={task} isMissing />
      </section>
    </SetupPage>
  );
}

type MadeProps = { holder: Holder; name: string; url: string; expiresAt: string };

function Made({ holder: { asking, request, link }, name, url, expiresAt }: MadeProps) {
  const { forward } = useReader().words;
  const about = { brand: asking.brand.name, company: request.companyName };
  const subject = encodeURIComponent(forward.subject(about));
  const body = encodeURIComponent(forward.body({ ...about, from: link.contact, url }));
  return (
    <SetupPage asking={asking} title={forward.madeTitle({ name })} beneath>
      <h1>{forward.madeTitle({ name })}</h1>
      <p class="lead">{forward.madeText({ name, until: <Time at={new Date(expiresAt)} /> })}</p>
      <section class="card">
        <div class="field long">
          <label for="url">{forward.label}</label>
          <input id="url" readOnly value={url} />
        </div>
        <div class="actions">
          <a class="button" href={`mailto:?subject=${subject}&body=${body}`}>
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
