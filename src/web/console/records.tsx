/** Links that were made, texts that were sent, what people did, and what was refused. */
import type { Action } from '../../onboarding/actions/action.js';
import { ACTIONS } from '../../onboarding/actions/index.js';
import type { SetupLink } from '../../onboarding/links.js';
import { hasFailed, type TextMessage } from '../../onboarding/textMessages.js';
import { CsrfField } from '../layout.js';
import { titleOf } from './now.js';
import { At, TableCard, Tag } from './parts.js';
import { LINK_PURPOSE_NAMES, ONBOARDING } from '../strings/consoleCustomer.js';
import { addressOf, type View } from './view.js';

export function Records({ view }: { view: View }) {
  const { links, messages, actions, refused, optedOut } = view.onboarding;
  return (
    <>
      <TableCard
        id="people"
        title={ONBOARDING.people}
        columns={Object.values(ONBOARDING.peopleColumns)}
        rows={[...actions].reverse().map(({ at, signal, by, reportedBy }, i) => ({
          key: `${at} ${String(i)}`,
          cells: [
            <At at={at} />,
            <>
              {by}
              {reportedBy === undefined ? null : <span class="hint">{ONBOARDING.toldBy(reportedBy)}</span>}
            </>,
            ACTIONS.onboarding[signal].words.told,
          ],
        }))}
      />
      <TableCard
        id="messages"
        title={ONBOARDING.messages}
        columns={Object.values(ONBOARDING.messageColumns)}
        rows={[...messages].reverse().map((message) => ({
          key: message.id,
          cells: [message.contact, titleOf(message.step), <At at={message.at} />, <Delivery {...message} />],
        }))}
      />
      {optedOut.length === 0 ? null : <p class="notice warn">{ONBOARDING.optedOut(optedOut.join(', '))}</p>}
      <TableCard
        id="links"
        title={ONBOARDING.links}
        columns={[...Object.values(ONBOARDING.linkColumns)]}
        rows={[...links].reverse().map((link) => ({ key: link.id, cells: linkCells(link, view) }))}
      />
      <RefusedCard refused={refused} actions={ACTIONS.onboarding} />
    </>
  );
}

/** What people wanted and could not do; nothing where nothing was refused. */
export function RefusedCard<Signal extends string>({
  refused,
  actions,
}: {
  refused: readonly { at: string; signal: Signal; reason: string }[];
  actions: Readonly<Record<Signal, Pick<Action, 'words'>>>;
}) {
  if (refused.length === 0) return null;
  return (
    <TableCard
      id="refused"
      title={ONBOARDING.refused}
      columns={Object.values(ONBOARDING.refusedColumns)}
      rows={[...refused].reverse().map(({ at, signal, reason }, i) => ({
        key: `${at} ${String(i)}`,
        cells: [<At at={at} />, actions[signal].words.wanted, reason],
      }))}
    />
  );
}

function Delivery(message: TextMessage) {
  const { status, parts, encoding = '', problem, nextTryAt, channel } = message;
  return (
    <>
      <Tag text={status} tone={toneOf(message)} />
      {channel === undefined ? null : <span class="hint">{ONBOARDING.byChannel[channel]}</span>}
      {parts === undefined ? null : <span class="hint">{ONBOARDING.parts(parts, encoding)}</span>}
      {problem === undefined ? null : <span class="hint">{problem}</span>}
      {nextTryAt === undefined ? null : (
        <span class="hint">
          {ONBOARDING.nextTry} <At at={nextTryAt} />
        </span>
      )}
    </>
  );
}

const toneOf = (message: TextMessage) =>
  message.status === 'delivered' ? 'good' : hasFailed(message) || message.status === 'not sent' ? 'bad' : '';

function linkCells(link: SetupLink, { onboarding, operator }: View) {
  const { id, contact, purpose, madeAt, madeBy, expiresAt, revokedAt, revokedBy = '' } = link;
  const expired = Date.parse(expiresAt) <= Date.now();
  const usable = revokedAt === undefined && !expired;
  const address = addressOf(onboarding.customerId);
  const mayAct = usable && operator.mayOperate && onboarding.execution === 'RUNNING';
  return [
    <>
      {contact}
      <span class="hint">{LINK_PURPOSE_NAMES[purpose]}</span>
    </>,
    <>
      <At at={madeAt} />
      <span class="hint">{madeBy}</span>
    </>,
    <At at={expiresAt} />,
    <>
      {revokedAt === undefined ? (
        <Tag text={expired ? ONBOARDING.expired : ONBOARDING.open} tone={usable ? 'good' : ''} />
      ) : (
        <Tag text={ONBOARDING.withdrawn(revokedBy)} tone="" />
      )}
      {mayAct ? (
        <form method="post" action={`${address}/revoke-link`} class="row">
          <CsrfField token={operator.csrf} />
          <a href={`${address}/link?again=${id}`}>
            {ONBOARDING.again}
            <span class="hidden"> ({id})</span>
          </a>
          <button class="quiet small" name="id" value={id}>
            {ONBOARDING.withdraw}
            <span class="hidden"> ({id})</span>
          </button>
        </form>
      ) : null}
    </>,
  ];
}
