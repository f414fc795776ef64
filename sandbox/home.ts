/** Where somebody begins who opens the sandbox's address. */
import type { FastifyInstance } from 'fastify';
import { page } from './page.js';

export function home(server: FastifyInstance): void {
  server.get('/', (_, reply) => {
    const body = `<p>This stands in for Entra ID, Microsoft Graph, the Hub and the Messages API. Nothing here is real; no password is asked for.</p>
<article><h2><a href="/sandbox/inbox">Text messages</a></h2><p>The telephones of everybody who is texted. The links in them lead through an onboarding.</p></article>
<article><h2><a href="/hub">The Hub</a></h2><p>Its single sign-on form, to be filled in during an onboarding.</p></article>
<article><h2><a href="/hub/login/sso">Sign in to the Hub</a></h2><p>To try it, when the onboarding is done.</p></article>`;
    return reply.type('text/html').send(page('The outside world', body));
  });
}
