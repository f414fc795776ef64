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
    const body = `<div class="card"><h2>Configuration &gt; Single Sign On (SSO)</h2><p>Of the account:</p><ul>${accounts.join('')}</ul></div>
<div class="card"><h2>For users</h2><p><a href="/hub/login/sso">Sign in by SSO</a></p></div>`;
    return reply.type('text/html').send(page('The Hub', body));
  });

  const path = '/hub/:accountId/sso';
  const accountOf = (id: string) => world.hub.accounts.find(({ accountId }) => accountId === id);

  server.get<{ Params: { accountId: string } }>(path, (request, reply) => {
    const account = accountOf(request.params.accountId);
    void reply.type('text/html');
    if (account === undefined)
      return reply.code(404).send(page('No such account', '<p><a href="/hub">The accounts</a></p>'));
    return reply.send(ssoPage(account, account));
  });

  server.post<{ Params: { accountId: string } }>(path, (request, reply) => {
    const account = accountOf(request.params.accountId);
    void reply.type('text/html');
    if (account === undefined)
      return reply.code(404).send(page('No such account', '<p><a href="/hub">The accounts</a></p>'));
    const parsed = form.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(ssoPage(account, account));
    const entered = {
      ...parsed.data,
      emailDomains: list(parsed.data.emailDomains),
      accounts: list(parsed.data.accounts),
      createUsersAutomatically: parsed.data.createUsersAutomatically === 'on',
      forceSso: parsed.data.forceSso === 'on',
    };
    const refusal = save(world, account, entered);
    if (refusal === undefined)
      return reply.send(ssoPage(account, account, '<p class="said" role="status">Saved.</p>'));
    const said = `<p class="said bad" role="alert">Not saved. ${escape(refusal.message)}</p>`;
    return reply.code(refusal.status).send(ssoPage(account, entered, said));
  });
}

type Shown = Pick<
  HubAccount,
  'emailDomains' | 'metadataXml' | 'createUsersAutomatically' | 'accounts' | 'forceSso'
> & {
  defaultUserRole: string;
};

/** @param shown what was saved, or what was entered and refused */
function ssoPage({ accountId }: HubAccount, shown: Shown, said = ''): string {
  const option = (value: string, chosen: string) =>
    `<option${value === chosen ? ' selected="selected"' : ''}>${escape(value)}</option>`;
  const roles = ['Administrator', 'Advanced User', 'Basic User'];
  const ticked = (on: boolean) => (on ? ' checked="checked"' : '');
  const form = `<p>Configuration of ${escape(accountId)}</p>${said}
<form method="post" class="card">
<label>E-mail domains <input name="emailDomains" value="${escape(shown.emailDomains.join(', '))}"/></label>
<label>Identity provider <select name="identityProvider">${option('Azure AD', 'Azure AD')}${option('Okta', 'Azure AD')}</select></label>
<label>IDP metadata XML <textarea name="metadataXml" rows="8">${escape(shown.metadataXml ?? '')}</textarea></label>
<label><input type="checkbox" name="createUsersAutomatically"${ticked(shown.createUsersAutomatically)}/> Automatically create accounts on sign in</label>
<label>Default user role <select name="defaultUserRole">${roles.map((role) => option(role, shown.defaultUserRole)).join('')}</select></label>
<label>Accounts <input name="accounts" value="${escape(shown.accounts.join(', '))}"/></label>
<label><input type="checkbox" name="forceSso"${ticked(shown.forceSso)}/> Force SSO</label>
<button class="primary">Save</button></form>`;
  return page('Single Sign On (SSO)', form);
}
