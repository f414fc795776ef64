/**
 * The end of a visit: this browser forgets the link, and whatever was begun with it at Microsoft. The link itself stays
 * good until it expires or an operator withdraws it: it is in a text message.
 */
import type { FastifyInstance } from 'fastify';
import type { LinkedWorkflow } from '../../onboarding/links.js';
import type { WebDeps } from '../deps.js';
import { sendPage } from '../page.js';
import { useReader } from '../reader.js';
import { forgetLink, PAGES } from './access.js';
import { consentFlows } from './consentFlow.js';
import { type Asking, askingNobody, SetupPage } from './frame.js';
import type { LinkRoute } from './scope.js';

export function signOutPage(scope: FastifyInstance, { settings }: WebDeps, of: LinkedWorkflow): void {
  const flows = consentFlows(settings);
  scope.post<LinkRoute>('/sign-out', async (request, reply) => {
    const { linkId } = request.params;
    forgetLink(reply, settings, `${PAGES[of]}/${linkId}`);
    await flows.forgetWhere(request, reply, (begun) => begun.linkId === linkId);
    return sendPage(reply, <SignedOut asking={askingNobody(settings.brands)} />);
  });
}

function SignedOut({ asking }: { asking: Asking }) {
  const { title, text } = useReader().words.signOut;
  return (
    <SetupPage asking={asking} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
    </SetupPage>
  );
}
