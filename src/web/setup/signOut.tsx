/**
 * The end of a visit: this browser forgets the link, and whatever was begun with it at Microsoft. The link itself stays
 * good until it expires or an operator withdraws it: it is in a text message.
 */
import type { FastifyInstance } from 'fastify';
import { LINKED } from '../../onboarding/links.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { sendPage } from '../page.js';
import { SIGN_OUT } from '../strings/setup.js';
import { forgetLink, formSubject, keptToken, PAGES } from './access.js';
import { consentFlows } from './consentFlow.js';
import { askingNobody, SetupPage } from './frame.js';
import type { LinkRoute } from './visit.js';

export function signOutPages(server: FastifyInstance, deps: WebDeps): void {
  const { settings } = deps;
  const flows = consentFlows(settings);
  for (const of of LINKED) {
    server.post<LinkRoute>(`${PAGES[of]}/:linkId/sign-out`, async (request, reply) => {
      const { linkId } = keptToken(deps, request, of);
      assertOwnForm(request, settings.sessionKeys, formSubject(linkId));
      forgetLink(reply, settings, `${PAGES[of]}/${linkId}`);
      await flows.forgetWhere(request, reply, (begun) => begun.linkId === linkId);
      return sendPage(
        reply,
        <SetupPage asking={askingNobody(settings.brands)} title={SIGN_OUT.title}>
          <h1>{SIGN_OUT.title}</h1>
          <p class="lead">{SIGN_OUT.text}</p>
        </SetupPage>,
      );
    });
  }
}
