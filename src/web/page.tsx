/** Sends pages: rendered here, escaped by preact, with nothing hidden in names, never cached. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { visible } from '../onboarding/visible.js';
import type { Brands } from '../config/brands.js';
import type { ProblemKind } from './problems.js';
import { ReaderContext, useReader } from './reader.js';
import { readerOf } from './readers.js';
import { Reference } from './reference.js';
import { SendAgain } from './sendAgain.js';
import { askingNobody, SetupPage } from './setup/frame.js';

export function sendPage(reply: FastifyReply, content: VNode, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send(`<!DOCTYPE html>${visible(partFor(reply.request, content))}`);
}

/** A part of a page, in its reader's words. */
export const partFor = (request: FastifyRequest, part: VNode): string =>
  renderToString(<ReaderContext.Provider value={readerOf(request)}>{part}</ReaderContext.Provider>);

/** To the customer's people; whose link it is may not be known. */
export function sendProblemPage(
  reply: FastifyReply,
  brands: Brands,
  status: number,
  kind: ProblemKind,
): FastifyReply {
  return sendPage(
    reply,
    <ProblemPage brands={brands} request={reply.request} kind={kind} status={status} />,
    status,
  );
}

type ProblemProps = { brands: Brands; request: FastifyRequest; kind: ProblemKind; status: number };

function ProblemPage({ brands, request, kind, status }: ProblemProps) {
  const { title, text } = useReader().words.errors[kind];
  return (
    <SetupPage asking={askingNobody(brands)} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <SendAgain request={request} kind={kind} />
      <Reference request={request} status={status} />
    </SetupPage>
  );
}
