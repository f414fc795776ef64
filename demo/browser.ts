/** As much of a browser as signing in needs: pages, redirects, forms and cookies, over a trusted certificate authority. */
import { XMLParser } from 'fast-xml-parser';
import { CookieJar } from 'tough-cookie';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { trusting } from '../src/trust.js';

export type Form = { method: 'get' | 'post'; action: string; fields: Record<string, string> };
export type Page = {
  url: string;
  status: number;
  text: string;
  forms: Form[];
  links: { href: string; text: string }[];
};

const MAX_REDIRECTS = 5;

export class Browser {
  private readonly dispatcher: Agent;
  /** Every address that was opened, redirects included. */
  readonly visited: string[] = [];

  /** @param ca PEM of the certificate authority to trust besides the usual ones */
  constructor(
    private readonly ca: string,
    private readonly cookies = new CookieJar(),
  ) {
    this.dispatcher = new Agent({ connect: { secureContext: trusting(ca) } });
  }

  /** Opens an address, following redirects. */
  async open(url: string, form?: Form, accept = 'text/html'): Promise<Page> {
    let address = url;
    let body: URLSearchParams | undefined =
      form?.method === 'post' ? new URLSearchParams(form.fields) : undefined;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      this.visited.push(address);
      const reply = await fetch(address, {
        redirect: 'manual',
        dispatcher: this.dispatcher,
        headers: { accept, cookie: this.cookieOf(address) },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      for (const cookie of reply.headers.getSetCookie()) this.cookies.setCookieSync(cookie, address);
      const location = reply.headers.get('location');
      const text = await reply.text();
      if (location === null) {
        const { status } = reply;
        return { url: address, status, text, forms: formsOf(text, address), links: linksOf(text, address) };
      }
      address = new URL(location, address).href;
      body = undefined;
    }
    throw new Error(`more than ${String(MAX_REDIRECTS)} redirects from ${url}`);
  }

  /** Another browser with the same cookies. */
  copy = (): Browser => new Browser(this.ca, this.cookies.cloneSync());

  /** Follows the link with this text. */
  follow(page: Page, text: string): Promise<Page> {
    const link = page.links.find((candidate) => candidate.text.includes(text));
    if (link === undefined) throw new Error(`${page.url} has no link "${text}"`);
    return this.open(link.href);
  }

  /** Sends a form, with what the user adds to it. */
  async submit(form: Form, added: Record<string, string> = {}, accept?: string): Promise<Page> {
    const fields = { ...form.fields, ...added };
    const address = new URL(form.action);
    if (form.method === 'get') address.search = new URLSearchParams(fields).toString();
    return this.open(address.href, { ...form, fields }, accept);
  }

  /** Writes JSON. Returns the status and the answer's text. */
  async put(url: string, body: object): Promise<{ status: number; text: string }> {
    const reply = await fetch(url, {
      method: 'PUT',
      dispatcher: this.dispatcher,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: reply.status, text: await reply.text() };
  }

  /** What it sends to this address. */
  cookieOf = (url: string): string => this.cookies.getCookieStringSync(url);

  close(): Promise<void> {
    return this.dispatcher.close();
  }
}

const formNode = z.object({ '@method': z.string().optional(), '@action': z.string().optional() });
const inputNode = z.object({ '@name': z.string(), '@value': z.string().default('') });
const textNode = z.object({ '@name': z.string(), '#text': z.coerce.string().default('') });

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  htmlEntities: false,
  allowBooleanAttributes: true,
  unpairedTags: ['meta', 'link', 'img', 'input', 'br', 'hr'],
  stopNodes: ['*.style', '*.script'],
});

function formsOf(html: string, url: string): Form[] {
  if (!html.includes('<form')) return [];
  return nodes(parser.parse(html), 'form').map((node) => {
    const { '@method': method, '@action': action = '' } = formNode.parse(node);
    const inputs = nodes(node, 'input').flatMap((input) => inputNode.safeParse(input).data ?? []);
    const texts = nodes(node, 'textarea').flatMap((text) => textNode.safeParse(text).data ?? []);
    return {
      method: method?.toLowerCase() === 'post' ? 'post' : 'get',
      action: new URL(action, url).href,
      fields: Object.fromEntries([
        ...inputs.map((input) => [input['@name'], input['@value']] as const),
        ...texts.map((text) => [text['@name'], text['#text']] as const),
      ]),
    };
  });
}

function linksOf(html: string, url: string): Page['links'] {
  return [...html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs)].map(([, href = '', text = '']) => ({
    href: new URL(href.replaceAll('&amp;', '&'), url).href,
    text,
  }));
}

/** Every node of this name, however deep. */
function nodes(tree: unknown, name: string): unknown[] {
  if (Array.isArray(tree)) return tree.flatMap((item) => nodes(item, name));
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    if (key !== name) return nodes(value, name);
    return Array.isArray(value) ? (value as unknown[]) : [value];
  });
}
