/** Sends pages: rendered here, escaped by preact, with nothing hidden in names, never cached. */
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { visible } from '../onboarding/visible.js';
import type { Brands } from '../config/brands.js';
import type { ProblemKind } from './problems.js';
import { Reference } from './reference.js';
import { SendAgain } from './sendAgain.js';
import { askingNobody, SetupPage } from './setup/frame.js';
import { PROBLEM_TEXTS } from './strings/problems.js';

export function sendPage(reply: FastifyReply, content: VNode, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send(`<!DOCTYPE html>${visible(renderToString(content))}`);
}

/** To the customer's people; whose link it is may not be known. */
export function sendProblemPage(
  reply: FastifyReply,
  brands: Brands,
  status: number,
  kind: ProblemKind,
): FastifyReply {
  const { title, text } = PROBLEM_TEXTS[kind];
  return sendPage(
    reply,
    <SetupPage asking={askingNobody(brands)} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <SendAgain request={reply.request} kind={kind} />
      <Reference request={reply.request} status={status} />
    </SetupPage>,
    status,
  );
}
