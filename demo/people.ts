/** The people of an onboarding, played against the sandbox: what they do outside of Temporal. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { HandoverPackage } from '../src/onboarding/handover.js';
import type { Browser } from './browser.js';

const signIn = z.object({
  nameId: z.string(),
  claims: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  roles: z.array(z.string()),
  hubRole: z.string(),
  initiatedBy: z.enum(['sp', 'idp']),
});
/** What the Hub knows of a user whom its assertion consumer service let in. */
export type SignIn = z.infer<typeof signIn>;

/** An Azure administrator opens the consent address and agrees. Returns the tenant that the redirect names. */
export async function consent(
  browser: Browser,
  consentUrl: string,
  administratorId: string,
): Promise<string> {
  const asked = await browser.open(consentUrl);
  const form = asked.forms.find(({ fields }) => fields['user'] === administratorId);
  if (form === undefined) throw new Error(`${administratorId} cannot consent at ${asked.url}: ${asked.text}`);
  const answered = await browser.submit(form, { decision: 'accept' });
  const redirect = new URL(answered.url).searchParams;
  const tenant = redirect.get('tenant');
  if (tenant === null || redirect.has('error')) throw new Error(`no consent: ${answered.text}`);
  return tenant;
}

/** A Hub administrator copies every value of the handover package into the Hub's form. */
export async function fillHubForm(
  browser: Browser,
  hub: { origin: string; accountId: string },
  handover: HandoverPackage,
): Promise<void> {
  const value = (field: string) => {
    const entry = handover.form.find((candidate) => candidate.field === field);
    if (entry === undefined) throw new Error(`the handover package has no "${field}"`);
    return 'value' in entry ? entry.value : handover.metadataXml;
  };
  const list = (field: string) => value(field).split(', ');
  const reply = await browser.put(`${hub.origin}/hub/api/accounts/${hub.accountId}/sso`, {
    emailDomains: list('E-mail domains'),
    identityProvider: value('Identity provider'),
    metadataXml: value('IDP metadata XML'),
    createUsersAutomatically: value('Automatically create accounts on sign in') === 'on',
    defaultUserRole: value('Default user role'),
    accounts: list('Accounts'),
    forceSso: value('Force SSO') === 'on',
  });
  if (reply.status !== 204)
    throw new Error(`the Hub refused its settings (${String(reply.status)}): ${reply.text}`);
}

const hubSettings = z.object({
  emailDomains: z.array(z.string()),
  metadataXml: z.string(),
  createUsersAutomatically: z.boolean(),
  defaultUserRole: z.string(),
  accounts: z.array(z.string()),
});

/** A Hub administrator makes SSO the only way in; all else stays as it was saved. */
export async function forceSso(browser: Browser, hub: { origin: string; accountId: string }): Promise<void> {
  const address = `${hub.origin}/hub/api/accounts/${hub.accountId}/sso`;
  const saved = hubSettings.parse(JSON.parse((await browser.open(address)).text));
  const reply = await browser.put(address, { ...saved, identityProvider: 'Azure AD', forceSso: true });
  if (reply.status !== 204)
    throw new Error(`the Hub does not force SSO (${String(reply.status)}): ${reply.text}`);
}

/**
 * A user starts at the Hub, is sent to Entra ID, and comes back with a signed assertion. Returns what the Hub shows,
 * or the error that Entra ID or the Hub shows.
 */
export async function signInToHub(
  browser: Browser,
  hubOrigin: string,
  user: string,
): Promise<{ signIn: SignIn } | { refused: string }> {
  const start = new URL('/hub/login/sso', hubOrigin);
  start.searchParams.set('email', user);
  const choice = await browser.open(start.href);
  const account = choice.forms.find(({ fields }) => fields['login_hint'] === user);
  if (account === undefined) return { refused: words(choice.text) };
  const working = await browser.submit(account);
  const [response] = working.forms;
  if (response?.fields['SAMLResponse'] === undefined) return { refused: words(working.text) };
  const done = await browser.submit(response, {}, 'application/json');
  return done.status === 200
    ? { signIn: signIn.parse(JSON.parse(done.text)) }
    : { refused: words(done.text) };
}

/** A text message may take a while. */
const LOOKS = 100;
const LOOK_MS = 200;

const inbox = z.array(z.object({ content: z.string() }));

/** The link in the latest text message that speaks of this, once it has come. */
export async function linkInTexts(browser: Browser, sandbox: string, about: string): Promise<string> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { text } = await browser.open(`${sandbox}/sandbox/inbox`, undefined, 'application/json');
    const message = inbox.parse(JSON.parse(text)).findLast(({ content }) => content.includes(about));
    const link = /https?:\S+/.exec(message?.content ?? '')?.[0];
    if (link !== undefined) return link;
    await sleep(LOOK_MS);
  }
  throw new Error(`no text message speaks of "${about}"`);
}

/** A user tries the test sign-in from the setup page; when Entra ID refuses, they say there what it showed. */
export async function tryTestSignIn(browser: Browser, setupLink: string, user: string): Promise<void> {
  const start = await browser.follow(await browser.open(setupLink), 'Test the sign-in');
  const accounts = await browser.follow(start, 'Sign in');
  const account = accounts.forms.find(({ fields }) => fields['login_hint'] === user);
  if (account === undefined) throw new Error(`${user} cannot be chosen at ${accounts.url}`);
  const working = await browser.submit(account);
  const [response] = working.forms;
  if (response?.fields['SAMLResponse'] !== undefined) {
    await browser.submit(response);
    return;
  }
  const form = start.forms.find(({ action }) => action.endsWith('/signIn/error'));
  if (form === undefined) throw new Error(`${start.url} does not ask for errors`);
  await browser.submit(form, { error: words(working.text) });
}

/** Entra ID's own error where there is one, else the page's text without its tags. */
function words(html: string): string {
  const text = html
    .replace(/<(style|script|title)>.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
    .trim();
  return /AADSTS\d+: .*/.exec(text)?.[0] ?? text;
}
