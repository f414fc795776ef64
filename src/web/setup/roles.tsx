/** Role choice: users and groups found by typing or pasted as a list, seen before they are confirmed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { z } from 'zod';
import { inParts } from '../../onboarding/choice.js';
import { type NextPages, nextPages } from '../../onboarding/directory.js';
import { visible } from '../../onboarding/visible.js';
import { DirectoryError } from '../../temporal/directory.js';
import type { WebDeps } from '../deps.js';
import { partFor, sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { seal, unseal } from '../sealed.js';
import { readerOf } from '../readers.js';
import type { Words } from '../words/languages.js';
import type { Access } from './access.js';
import { type ChoiceLine, maxLines, parseChoice } from './choice.js';
import { type ChoiceForm, choiceForm, type SearchOutcome } from './choiceForm.js';
import { changed } from './chosen.js';
import { nameForRecord } from './nameField.js';
import { Chosen } from './chosenRows.js';
import { ChoosePage, Results } from './rolesPage.js';
import { PreviewPage, type Preview } from './rolesPreview.js';
import { accessOn } from './scope.js';

/** 5,000 lines of 200 characters, encoded as forms are. */
const BODY_LIMIT = 1024 * 1024;
/** Of each kind, per page of a search. */
const FOUND_AT_ONCE = 20;

export function rolesPage(scope: FastifyInstance, deps: WebDeps): void {
  const options = { bodyLimit: BODY_LIMIT, config: { purpose: 'roles' } } as const;

  scope.get('/roles', options, (request, reply) =>
    sendPage(reply, <ChoosePage access={accessOn(request)} form={choiceForm.parse({})} lines={[]} />),
  );

  /** With what was asked of the rows. Too long a list stays as it is. */
  const posted = async (request: FastifyRequest) => {
    const access = accessOn(request);
    const parsed = choiceForm.safeParse(request.body);
    if (!parsed.success) throw new HttpProblem(400, 'badInput');
    const { list, defaultRole } = parsed.data;
    const sent = await linesOf(access, list, defaultRole);
    const opened = { ...parsed.data, tab: parsed.data.open ?? parsed.data.tab };
    const asked = isTooLong(access, sent) ? opened : changed(opened, sent);
    const lines = asked.list === list ? sent : await linesOf(access, asked.list, defaultRole);
    return { access, asked, lines };
  };

  const sendPreview = async (
    reply: FastifyReply,
    access: Access,
    asked: ChoiceForm,
    lines: ChoiceLine[],
    problem?: 'nameMissing',
  ) => {
    const preview = await look(deps, access, lines);
    if (preview === undefined) {
      return sendPage(
        reply,
        <ChoosePage access={access} form={asked} lines={lines} problem={wordsFor(reply).noAnswer} />,
        503,
      );
    }
    const nameMissing = problem === 'nameMissing';
    const page = <PreviewPage access={access} form={asked} preview={preview} nameMissing={nameMissing} />;
    return sendPage(reply, page, nameMissing ? 400 : 200);
  };

  // POST, because what people look for has no place in addresses, which are logged.
  scope.post('/roles/search', options, async (request, reply) => {
    const { access, asked, lines } = await posted(request);
    const after = await openedPages(deps, access, asked);
    const answer = asked.text === '' ? undefined : await search(deps, access, asked.text, after);
    return partOf(request) === 'results'
      ? sendPart(reply, <Results access={access} form={asked} answer={answer} />)
      : sendPage(reply, <ChoosePage access={access} form={asked} lines={lines} answer={answer} />);
  });

  for (const change of ['add', 'remove', 'edit']) {
    scope.post(`/roles/${change}`, options, async (request, reply) => {
      const { access, asked, lines } = await posted(request);
      return partOf(request) === 'chosen'
        ? sendPart(reply, <Chosen access={access} form={asked} lines={lines} />)
        : sendPage(reply, <ChoosePage access={access} form={asked} lines={lines} />);
    });
  }

  scope.post('/roles/preview', options, async (request, reply) => {
    const { access, asked, lines } = await posted(request);
    const wrong = lines.length === 0 ? wordsFor(reply).empty : tooLong(wordsFor(reply), access, lines);
    if (wrong !== undefined) {
      return sendPage(reply, <ChoosePage access={access} form={asked} lines={lines} problem={wrong} />, 400);
    }
    return sendPreview(reply, access, asked, lines);
  });

  scope.post('/roles/confirm', options, async (request, reply) => {
    const { access, asked, lines } = await posted(request);
    const problem = tooLong(wordsFor(reply), access, lines);
    if (problem !== undefined) {
      return sendPage(
        reply,
        <ChoosePage access={access} form={asked} lines={lines} problem={problem} />,
        400,
      );
    }
    const assignments = lines.flatMap(({ assignment, problem }) =>
      assignment === undefined || problem !== undefined ? [] : [assignment],
    );
    if (assignments.length === 0 || assignments.length !== lines.length)
      throw new HttpProblem(400, 'badInput');
    if (asked.name === '') return sendPreview(reply, access, asked, lines, 'nameMissing');
    const { customerId } = access.onboarding;
    const chosenBy = nameForRecord(asked.name, access.link);
    // The same list gives the same name: confirmed twice, it changes nothing.
    const name = createHash('sha256').update(JSON.stringify(assignments)).digest('hex').slice(0, 16);
    for (const part of inParts(assignments, name)) {
      await deps.temporal.tell({ kind: 'onboarding', customerId }, 'chooseRoles', { ...part, chosenBy });
    }
    return redirect(reply, `/setup/${access.link.id}`);
  });
}

/** Which part of the page a script asks for. */
const partOf = (request: FastifyRequest) => request.headers['x-part'];

const sendPart = (reply: FastifyReply, part: VNode) =>
  reply
    .type('text/html; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send(visible(partFor(reply.request, part)));

const linesOf = ({ request }: Access, list: string, defaultRole?: string) =>
  parseChoice(list, request.appRoles, defaultRole, maxLines(request));

const wordsFor = (reply: FastifyReply) => readerOf(reply.request).words.roles;

const isTooLong = ({ request }: Access, { length }: ChoiceLine[]) => length > maxLines(request);

const tooLong = (words: Words['roles'], access: Access, lines: ChoiceLine[]) =>
  isTooLong(access, lines) ? words.tooLong({ max: maxLines(access.request) }) : undefined;

const scopeOf = ({ onboarding, request }: Access) => {
  const { customerId, onboardingId, artefacts, execution, steps } = onboarding;
  const choice = steps.find(({ name }) => name === 'roleChoice')?.status;
  // The link stays good for weeks: nobody looks into the directory once there is nothing to choose any more.
  const isOver = execution !== 'RUNNING' || choice === 'done' || choice === 'skipped';
  // Before consent there is no directory to look into.
  if (isOver || artefacts.tenantId === undefined || artefacts.consentedBy === undefined) {
    throw new HttpProblem(409, 'refused');
  }
  const { permissionProfile } = request;
  return { customerId, onboardingId, tenantId: artefacts.tenantId, permissionProfile };
};

/** What people look at between two pages of a search. */
const PAGE_SECONDS = 30 * 60;
/** Graph's links hold what was searched for: the browser keeps them sealed, for this link's holder and this text. */
const purposeOf = ({ link }: Access, text: string) => `directory ${link.id} ${text}`;
const sealed = z.object({ next: nextPages });

/** @throws HttpProblem for what was not sealed here for this search */
async function openedPages({ settings }: WebDeps, access: Access, { text, after }: ChoiceForm) {
  if (after === undefined) return undefined;
  const opened = await unseal(settings.sessionKeys, purposeOf(access, text), after, sealed);
  if (opened === undefined) throw new HttpProblem(400, 'badInput');
  return opened.next;
}

async function search(
  { temporal, settings, logger }: WebDeps,
  access: Access,
  text: string,
  after: NextPages | undefined,
): Promise<SearchOutcome> {
  const question = { ...scopeOf(access), text, count: FOUND_AT_ONCE, after };
  try {
    const { found, next } = await temporal.search(question);
    if (next === null) return { found };
    return {
      found,
      after: await seal(settings.sessionKeys, purposeOf(access, text), { next }, PAGE_SECONDS),
    };
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    const { customerId } = access.onboarding;
    logger.warn({ customerId, error: error.message }, 'the directory could not be searched');
    return 'failed';
  }
}

/** Every line with what it would lead to; undefined when the directory gives no answer. */
async function look(
  { temporal, logger }: WebDeps,
  access: Access,
  lines: ChoiceLine[],
): Promise<Preview[] | undefined> {
  const good = lines.flatMap(({ number, assignment, problem }) =>
    assignment === undefined || problem !== undefined ? [] : [{ number, assignment }],
  );
  const servicePrincipalId = access.onboarding.artefacts.servicePrincipalId ?? null;
  const question = {
    ...scopeOf(access),
    assignments: good.map(({ assignment }) => assignment),
    servicePrincipalId,
  };
  const answer =
    good.length === 0
      ? { states: [] }
      : await temporal.preview(question).catch((error: unknown) => {
          if (!(error instanceof DirectoryError)) throw error;
          const { customerId } = access.onboarding;
          logger.warn({ customerId, error: error.message }, 'a choice could not be checked');
          return undefined;
        });
  if (answer === undefined) return undefined;
  const byNumber = new Map(good.map(({ number }, i) => [number, answer.states[i]]));
  return lines.map((line) => {
    const found = byNumber.get(line.number);
    return {
      line,
      state: found?.state ?? 'unreadable',
      note: found?.note ?? line.problem ?? '',
      otherRoles: found?.otherRoles ?? [],
    };
  });
}
