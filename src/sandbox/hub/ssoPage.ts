/** The Hub's page Configuration > Single Sign On (SSO), with the fields of the real one. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { escape, page } from '../page.js';
import type { HubAccount, World } from '../world.js';
import { save } from './settings.js';

const form = z.object({
  emailDomains: z.string(),
  identityProvider: z.string(),
  metadataXml: z.string(),
  createUsersAutomatically: z.literal('on').optional(),
  defaultUserRole: z.string(),
  accounts: z.string(),
  forceSso: z.literal('on').optional(),
});

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export function hubSsoPage(server: FastifyInstance, world: World): void {
  server.get('/hub', (_, reply) => {
    const accounts = world.hub.accounts.map(
      ({ accountId }) => `<li><a href="/hub/${accountId}/sso">${escape(accountId)}</a></li>`,
    );
    const body = `<p>Configuration &gt; Single Sign On (SSO) of the account:</p><ul>${accounts.join('')}</ul><p><a href="/hub/login/sso">Sign in by SSO</a></p>`;
    return reply.type('text/html').send(page('The Hub', body));
  });

  const path = '/hub/:accountId/sso';
  const accountOf = (id: string) => world.hub.accounts.find(({ accountId }) => accountId === id);

  server.get<{ Params: { accountId: string } }>(path, (request, reply) => {
    const account = accountOf(request.params.accountId);
    void reply.type('text/html');
    if (account === undefined) return reply.code(404).send(page('No such account', ''));
    return reply.send(page('Single Sign On (SSO)', fields(account, '')));
  });

  server.post<{ Params: { accountId: string } }>(path, (request, reply) => {
    const account = accountOf(request.params.accountId);
    void reply.type('text/html');
    if (account === undefined) return reply.code(404).send(page('No such account', ''));
    const parsed = form.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(page('Single Sign On (SSO)', fields(account, '')));
    const refusal = save(world, account, {
      ...parsed.data,
      emailDomains: list(parsed.data.emailDomains),
      accounts: list(parsed.data.accounts),
      createUsersAutomatically: parsed.data.createUsersAutomatically === 'on',
      forceSso: parsed.data.forceSso === 'on',
    });
    const said = refusal === undefined ? 'Saved.' : `Not saved. ${refusal.message}`;
    return reply.code(refusal?.status ?? 200).send(page('Single Sign On (SSO)', fields(account, said)));
  });
}

function fields(account: HubAccount, said: string): string {
  const option = (value: string, chosen: string) =>
    `<option${value === chosen ? ' selected="selected"' : ''}>${escape(value)}</option>`;
  const roles = ['Administrator', 'Advanced User', 'Basic User'];
  const ticked = (on: boolean) => (on ? ' checked="checked"' : '');
  return `<p>Configuration of ${escape(account.accountId)}</p><p role="status">${escape(said)}</p>
<form method="post">
<label>E-mail domains <input name="emailDomains" value="${escape(account.emailDomains.join(', '))}"/></label>
<label>Identity provider <select name="identityProvider">${option('Azure AD', 'Azure AD')}${option('Okta', 'Azure AD')}</select></label>
<label>IDP metadata XML <textarea name="metadataXml" rows="8">${escape(account.metadataXml ?? '')}</textarea></label>
<label><input type="checkbox" name="createUsersAutomatically"${ticked(account.createUsersAutomatically)}/> Automatically create accounts on sign in</label>
<label>Default user role <select name="defaultUserRole">${roles.map((role) => option(role, account.defaultUserRole)).join('')}</select></label>
<label>Accounts <input name="accounts" value="${escape(account.accounts.join(', '))}"/></label>
<label><input type="checkbox" name="forceSso"${ticked(account.forceSso)}/> Force SSO</label>
<button>Save</button></form>`;
}
