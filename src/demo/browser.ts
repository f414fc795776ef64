/** As much of a browser as signing in needs: pages, redirects and forms, over a trusted certificate authority. */
import { XMLParser } from 'fast-xml-parser';
import { rootCertificates } from 'node:tls';
import { Agent, fetch } from 'undici';
import { z } from 'zod';

export type Form = { method: 'get' | 'post'; action: string; fields: Record<string, string> };
export type Page = { url: string; status: number; text: string; forms: Form[] };

const MAX_REDIRECTS = 5;

export class Browser {
  private readonly dispatcher: Agent;

  /** @param ca PEM of the certificate authority to trust besides the usual ones */
  constructor(ca: string) {
    this.dispatcher = new Agent({ connect: { ca: [...rootCertificates, ca] } });
  }

  /** Opens an address, following redirects. */
  async open(url: string, form?: Form, accept = 'text/html'): Promise<Page> {
    let address = url;
    let body: URLSearchParams | undefined =
      form?.method === 'post' ? new URLSearchParams(form.fields) : undefined;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const reply = await fetch(address, {
        redirect: 'manual',
        dispatcher: this.dispatcher,
        headers: { accept },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      const location = reply.headers.get('location');
      const text = await reply.text();
      if (location === null)
        return { url: address, status: reply.status, text, forms: formsOf(text, address) };
      address = new URL(location, address).href;
      body = undefined;
    }
    throw new Error(`more than ${String(MAX_REDIRECTS)} redirects from ${url}`);
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

  close(): Promise<void> {
    return this.dispatcher.close();
  }
}

const formNode = z.object({ '@method': z.string().optional(), '@action': z.string().optional() });
const inputNode = z.object({ '@name': z.string(), '@value': z.string().default('') });

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  htmlEntities: false,
  unpairedTags: ['meta', 'input', 'br', 'hr'],
  stopNodes: ['*.style', '*.script'],
});

function formsOf(html: string, url: string): Form[] {
  if (!html.includes('<form')) return [];
  return nodes(parser.parse(html), 'form').map((node) => {
    const { '@method': method, '@action': action = '' } = formNode.parse(node);
    const inputs = nodes(node, 'input').flatMap((input) => inputNode.safeParse(input).data ?? []);
    return {
      method: method?.toLowerCase() === 'post' ? 'post' : 'get',
      action: new URL(action, url).href,
      fields: Object.fromEntries(inputs.map((input) => [input['@name'], input['@value']])),
    };
  });
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
